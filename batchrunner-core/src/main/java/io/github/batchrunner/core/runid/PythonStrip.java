package io.github.batchrunner.core.runid;

/** Python's {@code str.strip()}: removes at both ends what {@code str.isspace} is true of. */
final class PythonStrip {

  private PythonStrip() {}

  static String strip(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isSpace(text.charAt(start))) {
      start++;
    }
    while (end > start && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  /**
   * White space by bidirectional class or category, as CPython's table has it; all of it is in the
   * basic plane.
   */
  private static boolean isSpace(char c) {
    return (c >= 0x09 && c <= 0x0d)
        || (c >= 0x1c && c <= 0x20)
        || c == 0x85
        || c == 0xa0
        || (c > 0xff && Character.isSpaceChar(c));
  }
}
