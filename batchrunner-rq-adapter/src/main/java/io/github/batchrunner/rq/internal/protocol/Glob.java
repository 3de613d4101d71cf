package io.github.batchrunner.rq.internal.protocol;

/** Redis's patterns of keys. */
public final class Glob {

  private Glob() {}

  /** Returns a pattern that matches this text and nothing else. */
  public static String escape(String text) {
    StringBuilder pattern = new StringBuilder(text.length() + 8);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ("*?[]^-\\".indexOf(c) >= 0) {
        pattern.append('\\');
      }
      pattern.append(c);
    }
    return pattern.toString();
  }
}
