package io.github.batchrunner.sample.web.api;

import io.github.batchrunner.core.execution.Ending;
import io.github.batchrunner.core.status.ExecutionSummary;
import io.github.batchrunner.sample.web.batch.PlanRequest;
import io.github.batchrunner.sample.web.run.Executions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Starts and cancels executions, and lists them. */
@RestController
@RequestMapping("/api/batches/{batch}")
@Tag(name = "executions")
final class ExecutionsController {

  private final Executions executions;

  ExecutionsController(Executions executions) {
    this.executions = executions;
  }

  /**
   * What was started.
   *
   * @param execution its number; null if there is nothing to do
   * @param toRun how many tasks will run
   */
  record StartView(@Nullable Integer execution, long toRun) {}

  /** All executions of a batch, newest first. */
  record HistoryView(List<ExecutionView> executions) {}

  /**
   * An execution.
   *
   * @param endedAt null while it runs, and for ever if it was killed
   * @param ending in lower case; null likewise
   * @param reason why it was stopped; empty unless it was
   * @param askedBy who asked this service for it; null if nobody did
   */
  record ExecutionView(
      int number,
      String executor,
      String host,
      Instant startedAt,
      @Nullable Instant endedAt,
      @Nullable String ending,
      String reason,
      @Nullable String askedBy) {

    static ExecutionView of(Executions.Known known) {
      ExecutionSummary execution = known.execution();
      return new ExecutionView(
          execution.number(),
          execution.executor(),
          execution.host(),
          execution.startedAt(),
          execution.endedAtOrNull(),
          execution
              .ending()
              .map(Ending::name)
              .map(name -> name.toLowerCase(Locale.ROOT))
              .orElse(null),
          execution.reason(),
          known.askedBy());
    }
  }

  @PostMapping("/executions")
  @Operation(
      summary = "Save the controls of the base project, plan, and run",
      description = "Answers when the execution has begun; the events tell how it goes on.")
  @ApiResponse(responseCode = "202", description = "It has begun.")
  @ApiResponse(responseCode = "200", description = "There is nothing to do.")
  @ApiResponse(
      responseCode = "503",
      description = "The engine cannot be reached.",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
              schema = @Schema(implementation = Problem.class)))
  ResponseEntity<StartView> start(
      @PathVariable String batch, @RequestBody PlanRequest request, Principal principal) {
    Executions.Started started = executions.start(batch, request, principal.getName());
    return ResponseEntity.status(started.execution() == null ? HttpStatus.OK : HttpStatus.ACCEPTED)
        .body(new StartView(started.execution(), started.toRun()));
  }

  @PostMapping("/cancel")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(
      summary = "Cancel the execution that goes on, in whichever process",
      description = "A second time forces what has not ended after the first.")
  @ApiResponse(responseCode = "202", description = "It will end.")
  void cancel(@PathVariable String batch) {
    executions.cancel(batch);
  }

  @GetMapping("/executions")
  @Operation(summary = "List all executions, newest first")
  @ApiResponse(responseCode = "200", description = "The executions.")
  HistoryView history(@PathVariable String batch) {
    return new HistoryView(executions.history(batch).stream().map(ExecutionView::of).toList());
  }
}
