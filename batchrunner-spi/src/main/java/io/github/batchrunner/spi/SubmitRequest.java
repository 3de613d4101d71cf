package io.github.batchrunner.spi;

import java.util.List;

/**
 * Attempts to hand to the engine, at most {@link Capabilities#maxSubmissionSize()} of them.
 *
 * @param submissions in the order in which the host would like them to start
 */
public record SubmitRequest(List<Submission> submissions) {
  /** Copies the list. */
  public SubmitRequest {
    submissions = List.copyOf(submissions);
  }
}
