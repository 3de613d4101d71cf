package io.github.batchrunner.sample.web.api;

import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.BatchRunnerException;
import io.github.batchrunner.sample.web.HostSettings;
import io.github.batchrunner.sample.web.batch.Batches;
import io.github.batchrunner.sample.web.batch.InvalidFieldException;
import io.github.batchrunner.sample.web.batch.Standing;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Lists and creates batches. */
@RestController
@RequestMapping("/api")
@Tag(name = "batches", description = "Which batches there are")
final class BatchesController {

  private static final Logger LOG = LoggerFactory.getLogger(BatchesController.class);
  private static final BatchList.Runs NO_RUNS = new BatchList.Runs(0, 0, 0, 0, 0);

  private final Batches batches;
  private final HostSettings settings;
  private final BatchViews views;

  BatchesController(Batches batches, HostSettings settings, BatchViews views) {
    this.batches = batches;
    this.settings = settings;
    this.views = views;
  }

  @GetMapping("/batches")
  @Operation(summary = "Lists the batches")
  BatchList list() {
    return new BatchList(batches.names().stream().map(this::entry).toList());
  }

  /** One batch that cannot be read does not hide the others. */
  private BatchList.Entry entry(String name) {
    try {
      BatchRunner batch = batches.get(name);
      Standing standing = Standing.of(batch);
      return new BatchList.Entry(
          name, batch.config().name(), standing.state(), BatchList.Runs.of(standing.runs()), null);
    } catch (BatchRunnerException e) {
      LOG.warn("the batch {} cannot be read", name, e);
      return new BatchList.Entry(
          name, null, null, NO_RUNS, settings.withoutPlace(String.valueOf(e.getMessage())));
    }
  }

  @GetMapping("/batch-names")
  @Operation(summary = "Tells whether a batch can be created under a name")
  NameView name(@RequestParam String name) {
    String refusal = batches.refusal(name);
    return new NameView(name, refusal.isEmpty(), refusal);
  }

  @GetMapping("/configs")
  @Operation(summary = "Lists the configs that are offered for a new batch")
  ConfigList configs() {
    return new ConfigList(settings.configs(), settings.configs().get(0));
  }

  @PostMapping("/batches")
  @Operation(summary = "Creates a batch with its base project")
  @ApiResponse(responseCode = "201", description = "The batch; Location says where it is")
  ResponseEntity<BatchView> create(@RequestBody CreateRequest request) {
    BatchRunner batch =
        batches.create(
            given("name", request.name(), "a name for the batch"),
            given("config", request.config(), "the config of the base project"));
    // The rules of names leave nothing that would have to be encoded.
    return ResponseEntity.created(URI.create("/api/batches/" + batch.name())).body(views.of(batch));
  }

  private static String given(String field, @Nullable String value, String what) {
    if (value == null) {
      throw new InvalidFieldException(field, "\"%s\" is missing; give %s".formatted(field, what));
    }
    return value;
  }
}
