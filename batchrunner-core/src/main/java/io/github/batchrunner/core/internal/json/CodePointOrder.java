package io.github.batchrunner.core.internal.json;

import java.util.Comparator;

/**
 * Orders strings by code point, as Python does.
 *
 * <p>{@link String#compareTo} orders by UTF-16 unit, which puts U+1F600 (a surrogate pair) before
 * U+FF5E. A surrogate without its partner counts as the code point it is.
 */
public final class CodePointOrder {

  /** The order as a comparator. */
  public static final Comparator<String> COMPARATOR = CodePointOrder::compare;

  private CodePointOrder() {}

  /** Compares two strings by code point. */
  public static int compare(String left, String right) {
    int shorter = Math.min(left.length(), right.length());
    for (int i = 0; i < shorter; i++) {
      if (left.charAt(i) != right.charAt(i)) {
        int start = i > 0 && Character.isHighSurrogate(left.charAt(i - 1)) ? i - 1 : i;
        return Integer.compare(left.codePointAt(start), right.codePointAt(start));
      }
    }
    return Integer.compare(left.length(), right.length());
  }
}
