package io.github.batchrunner.core.explain;

import io.github.batchrunner.core.execution.TaskStatus;
import io.github.batchrunner.core.status.ExecutionSummary;
import io.github.batchrunner.core.status.TaskFailure;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The latest attempt of a task of a run, and why it was made.
 *
 * @param number from 1
 * @param status where it stands
 * @param because why it was made, as the rest of a sentence about the task; empty where an older
 *     version wrote the journal, which did not say
 * @param executionOrNull in which execution it was made; null if that is not on record
 * @param token its identity
 * @param nativeId the engine's name for it; the token where the engine has none of its own
 * @param memoryMb the memory that was asked for, in megabytes; 0 if none was
 * @param beganOrNull when it began; null if that is not known, as while it goes on
 * @param endedOrNull when it ended, likewise
 * @param logOrNull its output; null if there is no such file
 * @param failureOrNull why it failed; null if it did not
 * @param evidence the lines of the failure's detail that tell the cause beyond its message
 */
public record AttemptExplanation(
    int number,
    TaskStatus status,
    String because,
    @Nullable ExecutionSummary executionOrNull,
    String token,
    String nativeId,
    long memoryMb,
    @Nullable Instant beganOrNull,
    @Nullable Instant endedOrNull,
    @Nullable Path logOrNull,
    @Nullable TaskFailure failureOrNull,
    List<String> evidence) {

  /** Copies the list. */
  public AttemptExplanation {
    evidence = List.copyOf(evidence);
  }

  /** Returns in which execution it was made. */
  public Optional<ExecutionSummary> execution() {
    return Optional.ofNullable(executionOrNull);
  }

  /** Returns when it began; empty if that is not known, as while it goes on. */
  public Optional<Instant> began() {
    return Optional.ofNullable(beganOrNull);
  }

  /** Returns when it ended; empty if that is not known, as while it goes on. */
  public Optional<Instant> ended() {
    return Optional.ofNullable(endedOrNull);
  }

  /** Returns its output, if there is such a file. */
  public Optional<Path> log() {
    return Optional.ofNullable(logOrNull);
  }

  /** Returns why it failed; empty if it did not. */
  public Optional<TaskFailure> failure() {
    return Optional.ofNullable(failureOrNull);
  }
}
