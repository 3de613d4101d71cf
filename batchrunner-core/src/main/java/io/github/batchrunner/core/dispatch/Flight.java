package io.github.batchrunner.core.dispatch;

import io.github.batchrunner.core.execution.TaskStatus;
import io.github.batchrunner.spi.AttemptState;
import io.github.batchrunner.spi.AttemptToken;
import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.Handle;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One attempt from its intent to its end; belongs to the dispatcher's thread. */
final class Flight {
  final int run;
  final int task;
  final int journalRun;
  final int journalVersion;
  final int attempt;

  /** The mebibytes it asks for; 0 leaves them to the engine. */
  final long memoryMb;

  final AttemptToken token;

  /** What it waits for at the engine: attempts that had not succeeded when it was submitted. */
  List<AttemptToken> needs = List.of();

  @Nullable Handle handle;
  AttemptState state = AttemptState.QUEUED;
  long began;
  long unknownSince;

  /** Whether the engine has refused it for good. */
  boolean refused;

  /** Whether its end is known, though not recorded yet. */
  boolean settling;

  /** Its end, while that cannot be recorded because an attempt it needed has not ended. */
  @Nullable End end;

  /** A task it needs that failed for good; -1 if none did. */
  int failedNeed = -1;

  /**
   * How an attempt ended.
   *
   * @param failureOrNull why it failed or was lost, or why it was a success all the same
   * @param at when, in milliseconds since the epoch
   */
  record End(TaskStatus status, @Nullable Failure failureOrNull, long at) {}

  Flight(
      int run,
      int task,
      int journalRun,
      int journalVersion,
      int attempt,
      long memoryMb,
      AttemptToken token) {
    this.run = run;
    this.task = task;
    this.journalRun = journalRun;
    this.journalVersion = journalVersion;
    this.attempt = attempt;
    this.memoryMb = memoryMb;
    this.token = token;
  }
}
