package io.github.batchrunner.sample.web.api;

/** Texts of people in places where there is little room. */
final class Texts {

  private Texts() {}

  /** Returns a value as text of at most so many characters (code points). */
  static String shortened(Object value, int longest) {
    String text = String.valueOf(value);
    return text.codePointCount(0, text.length()) <= longest
        ? text
        : text.substring(0, text.offsetByCodePoints(0, longest - 1)) + "…";
  }
}
