package io.github.batchrunner.spi;

/**
 * How the engine knows an attempt; the host keeps it in its journal as text.
 *
 * @param token the attempt
 * @param nativeId the engine's own name for it, not empty, without line breaks
 */
public record Handle(AttemptToken token, String nativeId) {
  /** Checks the form of the native id. */
  public Handle {
    if (nativeId.isEmpty() || nativeId.indexOf('\n') >= 0 || nativeId.indexOf('\r') >= 0) {
      throw new IllegalArgumentException("a native id is one line and not empty");
    }
  }
}
