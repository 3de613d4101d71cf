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
   * The execution begins.
   *
   * @param at when
   * @param number which execution of the batch, from 1
   * @param executor id of its executor
   * @param runs how many runs have something to do
   * @param tasks how many tasks will run
   */
  record ExecutionStarted(Instant at, int number, String executor, long runs, long tasks)
      implements ExecutionEvent {}

  /**
   * The execution has ended.
   *
   * @param at when
   * @param result what it came to
   * @param brokenOrNull what broke the execution itself, such as a full disk
   */
  record ExecutionEnded(Instant at, BatchResult result, @Nullable String brokenOrNull)
      implements ExecutionEvent {
    /** Returns what broke the execution itself, such as a full disk; empty if nothing did. */
    public Optional<String> broken() {
      return Optional.ofNullable(brokenOrNull);
    }
  }

  /**
   * A run goes before all others: these wait until every canary has ended well. Told of each canary
   * before anything starts.
   *
   * @param at when
   * @param runId which run
   * @param why what makes it telling, for a person
   */
  record CanaryChosen(Instant at, String runId, String why) implements ExecutionEvent {}

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

  /**
   * The engine answers again.
   *
   * @param at when
   * @param outage how long it could not be reached
   */
  record EngineAvailable(Instant at, Duration outage) implements ExecutionEvent {}

  /**
   * Events of single tasks were left out here, because too many waited for a slow listener.
   *
   * @param at when the first of them happened
   * @param count how many
   */
  record EventsMissed(Instant at, long count) implements ExecutionEvent {}
}
