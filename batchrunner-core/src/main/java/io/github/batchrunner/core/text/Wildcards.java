package io.github.batchrunner.core.text;

/** Patterns in which {@code *} stands for any characters and {@code ?} for one. */
public final class Wildcards {

  private Wildcards() {}

  /**
   * Tells whether the whole of {@code text} matches {@code pattern}, in time that grows with the
   * product of their lengths at most.
   */
  public static boolean match(String pattern, String text) {
    int[] wanted = pattern.codePoints().toArray();
    int[] given = text.codePoints().toArray();
    int p = 0;
    int t = 0;
    int star = -1;
    int afterStar = 0;
    while (t < given.length) {
      if (p < wanted.length && wanted[p] == '*') {
        star = p++;
        afterStar = t;
      } else if (p < wanted.length && (wanted[p] == '?' || wanted[p] == given[t])) {
        p++;
        t++;
      } else if (star >= 0) { // the last star takes one character more
        p = star + 1;
        t = ++afterStar;
      } else {
        return false;
      }
    }
    while (p < wanted.length && wanted[p] == '*') {
      p++;
    }
    return p == wanted.length;
  }
}
