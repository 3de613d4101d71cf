package io.github.batchrunner.core.dispatch;

import io.github.batchrunner.spi.AttemptState;
import io.github.batchrunner.spi.AttemptToken;
import io.github.batchrunner.spi.Handle;
import org.jspecify.annotations.Nullable;

/** One attempt from its intent to its end; belongs to the dispatcher's thread. */
final class Flight {
  final int run;
  final int task;
  final int journalRun;
  final int journalVersion;
  final int attempt;
  final int attemptOfExecution;
  final AttemptToken token;
  @Nullable Handle handle;
  AttemptState state = AttemptState.QUEUED;
  long began;
  long unknownSince;
  boolean settling;

  Flight(
      int run,
      int task,
      int journalRun,
      int journalVersion,
      int attempt,
      int attemptOfExecution,
      AttemptToken token) {
    this.run = run;
    this.task = task;
    this.journalRun = journalRun;
    this.journalVersion = journalVersion;
    this.attempt = attempt;
    this.attemptOfExecution = attemptOfExecution;
    this.token = token;
  }
}
