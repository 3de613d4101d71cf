package io.github.batchrunner.spi;

import java.util.List;

/**
 * Attempts whose fate the host does not know.
 *
 * @param attempts what the host knows of attempts that were, or may have been, submitted
 */
public record ReattachRequest(List<SubmittedAttempt> attempts) {
  /** Copies the list. */
  public ReattachRequest {
    attempts = List.copyOf(attempts);
  }

  /** Returns the tokens of the attempts, in their order. */
  public List<AttemptToken> tokens() {
    return attempts.stream().map(SubmittedAttempt::token).toList();
  }
}
