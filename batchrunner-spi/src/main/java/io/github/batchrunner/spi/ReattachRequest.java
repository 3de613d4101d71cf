package io.github.batchrunner.spi;

import java.util.List;

/**
 * Attempts whose fate the host does not know.
 *
 * @param tokens of attempts that were, or may have been, submitted
 */
public record ReattachRequest(List<AttemptToken> tokens) {
  /** Copies the list. */
  public ReattachRequest {
    tokens = List.copyOf(tokens);
  }
}
