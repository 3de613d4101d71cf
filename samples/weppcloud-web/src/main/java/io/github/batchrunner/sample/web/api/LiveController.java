package io.github.batchrunner.sample.web.api;

import io.github.batchrunner.core.plan.RunTable;
import io.github.batchrunner.core.status.BatchStatus.FailureGroup;
import io.github.batchrunner.sample.web.run.LiveBatch;
import io.github.batchrunner.sample.web.run.LiveBatches;
import io.github.batchrunner.sample.web.run.NoSuchFailureException;
import io.github.batchrunner.sample.web.run.Position;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows where a batch stands, and tells of changes as they happen. */
@RestController
@RequestMapping("/api/batches/{batch}")
@Tag(name = "live")
final class LiveController {

  private final LiveBatches live;
  private final EventStreams streams;

  LiveController(LiveBatches live, EventStreams streams) {
    this.live = live;
    this.streams = streams;
  }

  /**
   * Where all runs stand.
   *
   * @param at the position in the events
   * @param tasks in the order of the pipeline
   * @param ids the run ids; the number of a run is its place here
   * @param states one letter per task: s succeeded, f failed, k skipped, r running, w waiting, d
   *     disabled
   * @param areas of the watersheds, in m²
   */
  record RunsView(
      String at, List<TaskName> tasks, List<String> ids, List<String> states, List<Double> areas) {}

  /** A task of the pipeline. */
  record TaskName(String id, String label) {}

  /**
   * The runs of a group of failures.
   *
   * @param runs their numbers
   */
  record FailureRunsView(String signature, List<Integer> runs) {}

  @GetMapping("/status")
  @Operation(summary = "Show where the batch stands, in numbers")
  @ApiResponse(responseCode = "200", description = "While it runs, as of at most a second ago.")
  StatusView status(@PathVariable String batch) {
    LiveBatch watched = live.get(batch);
    return StatusView.of(watched.status(), watched.pipeline(), true);
  }

  @GetMapping("/runs")
  @Operation(summary = "Show where each task of each run stands")
  @ApiResponse(responseCode = "200", description = "All runs.")
  RunsView runs(@PathVariable String batch) {
    LiveBatch.Runs runs = live.get(batch).runs();
    RunTable table = runs.table();
    return new RunsView(
        runs.at().toString(),
        runs.pipeline().tasks().stream()
            .map(task -> new TaskName(task.id(), task.label()))
            .toList(),
        IntStream.range(0, table.size()).mapToObj(table::id).toList(),
        runs.states(),
        IntStream.range(0, table.size()).mapToObj(table::area).toList());
  }

  @GetMapping("/failures/{signature}/runs")
  @Operation(summary = "List the runs of a group of failures")
  @ApiResponse(responseCode = "200", description = "The numbers of all of them.")
  FailureRunsView failed(@PathVariable String batch, @PathVariable String signature) {
    LiveBatch watched = live.get(batch);
    FailureGroup group =
        watched.status().counts().failures().stream()
            .filter(each -> each.signature().equals(signature))
            .findFirst()
            .orElseThrow(() -> new NoSuchFailureException(signature));
    return new FailureRunsView(
        signature,
        group.runs().stream()
            .map(run -> watched.run(run).orElse(null))
            .filter(Objects::nonNull)
            .toList());
  }

  @GetMapping(path = "/events")
  @Operation(
      summary = "Be told of changes, as server-sent events",
      description =
          "Events are changes, status and reset. The stream ends after a quarter of an hour; "
              + "whoever comes back with the id of the last event misses nothing.")
  @ApiResponse(
      responseCode = "200",
      description = "The events.",
      content = @Content(mediaType = MediaType.TEXT_EVENT_STREAM_VALUE))
  @ApiResponse(
      responseCode = "503",
      description = "Too many look, or the service is shut down.",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
              schema = @Schema(implementation = Problem.class)))
  void events(
      @PathVariable String batch,
      @Parameter(description = "The id of the last event that is known.")
          @RequestHeader(name = "Last-Event-ID", required = false)
          @Nullable String lastEventId,
      @Parameter(description = "The same for a first request; the header comes first.")
          @RequestParam(required = false)
          @Nullable String since,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    LiveBatch watched = live.get(batch);
    String known = lastEventId != null ? lastEventId : since;
    Position position =
        known == null
            ? watched.position()
            : Position.parse(known).orElse(new Position("", 0)); // of no table: reset
    streams.open(watched, position, request, response);
  }
}
