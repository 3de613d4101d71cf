package io.github.batchrunner.tck;

import io.github.batchrunner.spi.AttemptState;
import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.Handle;
import io.github.batchrunner.spi.Observation;
import io.github.batchrunner.spi.Submission;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One attempt of a {@link FakeExecutor}, guarded by its own monitor. */
final class FakeAttempt {

  final Submission submission;
  final Handle handle;
  FakeExecutor owner;
  AttemptState state = AttemptState.QUEUED;
  @Nullable Failure failure;
  @Nullable Thread runner;

  /** CANCELLED, or FAILED for a timeout, once somebody has asked for the end. */
  @Nullable AttemptState asked;

  FakeAttempt(Submission submission, Handle handle, FakeExecutor owner) {
    this.submission = submission;
    this.handle = handle;
    this.owner = owner;
  }

  synchronized Observation observation() {
    Failure why = failure;
    return why == null
        ? Observation.of(handle, state, Instant.EPOCH)
        : Observation.failed(handle, why, Instant.EPOCH);
  }
}
