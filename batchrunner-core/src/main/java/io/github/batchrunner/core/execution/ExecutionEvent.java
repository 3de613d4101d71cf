package io.github.batchrunner.core.execution;

import io.github.batchrunner.spi.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Something that happened in an execution; new kinds may be added in minor versions. */
public sealed interface ExecutionEvent {

  /** Returns when it happened. */
  Instant at();

  /**
   * The first task of a run may start: its directory is there.
   *
   * @param at when
   * @param runId which run
   */
  record RunStarted(Instant at, String runId) implements ExecutionEvent {}

  /**
   * All planned tasks of a run have ended.
   *
   * @param at when
   * @param runId which run
   * @param succeeded whether all of them succeeded
   */
  record RunEnded(Instant at, String runId, boolean succeeded) implements ExecutionEvent {}

  /**
   * The work of an attempt has begun, as far as the executor reports beginnings.
   *
   * @param at when
   * @param runId which run
   * @param taskId which task
   * @param attempt which attempt, from 1
   */
  record TaskStarted(Instant at, String runId, String taskId, int attempt)
      implements ExecutionEvent {}

  /**
   * An attempt has ended.
   *
   * @param at when
   * @param runId which run
   * @param taskId which task
   * @param attempt which attempt, from 1
   * @param status how
   * @param duration from its beginning; zero where that is not known
   * @param failureOrNull why it failed or was lost; for a success, the failure that its log says to
   *     ignore
   * @param againAtOrNull when it is tried again; null if no other attempt follows
   */
  record TaskEnded(
      Instant at,
      String runId,
      String taskId,
      int attempt,
      TaskStatus status,
      Duration duration,
      @Nullable Failure failureOrNull,
      @Nullable Instant againAtOrNull)
      implements ExecutionEvent {
    /**
     * Returns why it failed or was lost; for a success, the failure that its log says to ignore.
     */
    public Optional<Failure> failure() {
      return Optional.ofNullable(failureOrNull);
    }

    /** Returns when it is tried again: as soon as there is room from then on. */
    public Optional<Instant> againAt() {
      return Optional.ofNullable(againAtOrNull);
    }

    /** Tells whether another attempt follows. */
    public boolean triedAgain() {
      return againAtOrNull != null;
    }
  }

  /**
   * A task will not run because one that it needs failed.
   *
   * @param at when
   * @param runId which run
   * @param taskId which task
   * @param needId which failed
   */
  record TaskSkipped(Instant at, String runId, String taskId, String needId)
      implements ExecutionEvent {}

  /**
   * The engine cannot be reached; the execution waits and tries again.
   *
   * @param at when
   * @param reason for a person
   */
  record EngineUnavailable(Instant at, String reason) implements ExecutionEvent {}
}
