package io.github.batchrunner.sample.web.api;

import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.sample.web.batch.Batches;
import io.github.batchrunner.sample.web.batch.InvalidFieldException;
import io.github.batchrunner.sample.web.run.AttemptLog;
import io.github.batchrunner.sample.web.run.LiveBatch;
import io.github.batchrunner.sample.web.run.LiveBatches;
import io.github.batchrunner.sample.web.run.NoSuchRunException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Explains single runs and shows the output of their tasks. */
@RestController
@RequestMapping("/api/batches/{batch}/runs/{run}")
@Tag(name = "runs", description = "Single runs: why they stand where they do, and their output")
final class RunController {

  private static final String WHICH_ATTEMPT =
      "Which attempt, from 1; the latest one if it is left out.";

  private final Batches batches;
  private final LiveBatches live;

  RunController(Batches batches, LiveBatches live) {
    this.batches = batches;
    this.live = live;
  }

  /**
   * A part of the output of an attempt.
   *
   * @param from place of its first byte
   * @param to place behind its last byte: where the next part begins
   * @param size bytes of the whole
   * @param attempt which attempt
   * @param attempts how many there were
   * @param done whether nothing will be added, as far as is known
   */
  record LogView(
      String text, long from, long to, long size, int attempt, int attempts, boolean done) {}

  @GetMapping
  @Operation(summary = "Explains why a run stands where it does, and what would be done with it")
  RunView explain(@PathVariable String batch, @PathVariable String run) {
    BatchRunner opened = batches.get(batch);
    int number =
        live.get(batch)
            .run(run)
            .orElseThrow(
                () ->
                    new NoSuchRunException(
                        "batch \"%s\" has no run \"%s\"; the list of runs shows those there are"
                            .formatted(batch, run)));
    int feature = live.get(batch).feature(number);
    Map<String, @Nullable Object> properties = opened.watersheds().feature(feature).properties();
    return RunView.of(opened.explain(run), properties);
  }

  @GetMapping("/tasks/{task}/log")
  @Operation(summary = "Returns a part of the output of a task, by bytes")
  LogView log(
      @PathVariable String batch,
      @PathVariable String run,
      @PathVariable String task,
      @Parameter(description = WHICH_ATTEMPT) @RequestParam(required = false)
          @Nullable Integer attempt,
      @Parameter(description = "The place of the first byte; negative for so many before the end.")
          @RequestParam(defaultValue = "0")
          long from,
      @Parameter(description = "The most bytes, 16 to " + AttemptLog.MOST + ".")
          @RequestParam(defaultValue = "65536")
          int max) {
    if (max < 16 || max > AttemptLog.MOST) {
      throw new InvalidFieldException(
          "max", "\"%d\" is not a number of bytes from 16 to %d".formatted(max, AttemptLog.MOST));
    }
    LiveBatch.Task stands = task(batch, run, task);
    int number = number(attempt, stands, task);
    boolean done = number < stands.attempts() || stands.ended();
    return AttemptLog.find(batches.get(batch), run, task, number)
        .map(log -> log.read(from, max))
        .map(
            part ->
                new LogView(
                    part.text(),
                    part.from(),
                    part.to(),
                    part.size(),
                    number,
                    stands.attempts(),
                    done))
        .orElseGet(() -> new LogView("", 0, 0, 0, number, stands.attempts(), done));
  }

  @GetMapping("/tasks/{task}/log/file")
  @Operation(summary = "Returns the whole output of a task as a file")
  @ApiResponse(
      responseCode = "200",
      description = "The bytes as the task wrote them.",
      content = @Content(mediaType = MediaType.TEXT_PLAIN_VALUE))
  void file(
      @PathVariable String batch,
      @PathVariable String run,
      @PathVariable String task,
      @Parameter(description = WHICH_ATTEMPT) @RequestParam(required = false)
          @Nullable Integer attempt,
      HttpServletResponse response)
      throws IOException {
    int number = number(attempt, task(batch, run, task), task);
    AttemptLog log =
        AttemptLog.find(batches.get(batch), run, task, number)
            .orElseThrow(
                () ->
                    new NoSuchRunException(
                        "attempt %d of task \"%s\" of run \"%s\" has left no output"
                            .formatted(number, task, run)));
    try (SeekableByteChannel channel = log.open()) {
      response.setContentType("text/plain;charset=UTF-8");
      response.setHeader(
          HttpHeaders.CONTENT_DISPOSITION,
          ContentDisposition.attachment()
              .filename("%s.%s.%d.log".formatted(run, task, number), StandardCharsets.UTF_8)
              .build()
              .toString());
      response.setHeader("X-Content-Type-Options", "nosniff");
      Channels.newInputStream(channel).transferTo(response.getOutputStream());
    }
  }

  private LiveBatch.Task task(String batch, String run, String task) {
    return live.get(batch)
        .task(run, task)
        .orElseThrow(
            () ->
                new NoSuchRunException(
                    "batch \"%s\" has no run \"%s\" with a task \"%s\""
                        .formatted(batch, run, task)));
  }

  private static int number(@Nullable Integer attempt, LiveBatch.Task stands, String task) {
    int number = attempt == null ? Math.max(1, stands.attempts()) : attempt;
    if (number < 1 || number > Math.max(1, stands.attempts())) {
      throw new InvalidFieldException(
          "attempt",
          "\"%d\" is no attempt of task \"%s\", which has had %d"
              .formatted(number, task, stands.attempts()));
    }
    return number;
  }
}
