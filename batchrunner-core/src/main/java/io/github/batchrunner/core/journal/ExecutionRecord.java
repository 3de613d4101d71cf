package io.github.batchrunner.core.journal;

import io.github.batchrunner.core.execution.Ending;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One execution of the batch: what was run, by whom, and how it ended.
 *
 * @param number from 1
 * @param startedAt when it started
 * @param executor id of the executor
 * @param pipelineJson the pipeline as JSON
 * @param host name of the machine it ran on
 * @param pid process it ran in
 * @param finishOrNull how it ended; null while it runs, and for ever if it was killed
 */
public record ExecutionRecord(
    int number,
    Instant startedAt,
    String executor,
    String pipelineJson,
    String host,
    long pid,
    @Nullable Finish finishOrNull) {

  /**
   * The end of an execution.
   *
   * @param at when
   * @param ending how
   * @param reason why it was stopped, for a person; empty unless it was
   */
  public record Finish(Instant at, Ending ending, String reason) {}

  /** Returns how it ended; empty while it runs, and for ever if it was killed. */
  public Optional<Finish> finish() {
    return Optional.ofNullable(finishOrNull);
  }

  ExecutionRecord finished(Finish finish) {
    return new ExecutionRecord(number, startedAt, executor, pipelineJson, host, pid, finish);
  }
}
