package io.github.batchrunner.sample.web.api;

import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.sample.web.batch.Batches;
import io.github.batchrunner.sample.web.batch.MapOutlines;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.WebRequest;

/** Serves the map of a batch. */
@RestController
@RequestMapping("/api/batches/{batch}")
@Tag(name = "map", description = "Where the watersheds are")
final class MapController {

  private final Batches batches;
  private final MapOutlines outlines;

  MapController(Batches batches, MapOutlines outlines) {
    this.batches = batches;
    this.outlines = outlines;
  }

  /** The entity tag is weak, since the answer may be compressed. */
  @GetMapping("/map")
  @Operation(summary = "Returns the outlines of the watersheds")
  @ApiResponse(responseCode = "200", description = "The outlines")
  @ApiResponse(
      responseCode = "304",
      description = "They are those of If-None-Match",
      content = {})
  ResponseEntity<MapView> map(@PathVariable String batch, WebRequest request) {
    BatchRunner opened = batches.get(batch);
    String tag = "W/\"" + outlines.version(opened) + "\"";
    CacheControl caching = CacheControl.noCache().cachePrivate();
    if (request.checkNotModified(tag)) {
      return ResponseEntity.status(HttpStatus.NOT_MODIFIED).eTag(tag).cacheControl(caching).build();
    }
    return ResponseEntity.ok()
        .eTag(tag)
        .cacheControl(caching)
        .body(MapView.of(outlines.of(opened)));
  }
}
