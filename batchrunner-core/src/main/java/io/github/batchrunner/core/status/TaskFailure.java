package io.github.batchrunner.core.status;

import io.github.batchrunner.core.failure.FailureSignature;
import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import java.util.Optional;

/**
 * Why the latest attempt of a task of a run failed.
 *
 * @param signature what it has in common with others of its {@linkplain BatchStatus.FailureGroup
 *     group}
 * @param pattern the same as a text with placeholders for what differs
 * @param failure the failure itself
 */
public record TaskFailure(String signature, String pattern, Failure failure) {

  /** Stands for the failure of an attempt of which the journal says only that it was cancelled. */
  private static final Failure CANCELLED = Failure.of(FailureKind.CANCELLED, "it was cancelled");

  static TaskFailure of(String taskId, String runId, Optional<Failure> recorded) {
    Failure failure = recorded.orElse(CANCELLED);
    FailureSignature signature = FailureSignature.of(taskId, runId, failure);
    return new TaskFailure(signature.value(), signature.pattern(), failure);
  }
}
