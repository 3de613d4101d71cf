package io.github.batchrunner.core.internal.json;

import com.fasterxml.jackson.core.io.NumberOutput;

/**
 * Floating point numbers as Python's {@code repr} spells them: the shortest decimal that reads back
 * as the same double, in exponent form below 1e-4 and from 1e16 on.
 *
 * <p>Source: CPython {@code float_repr_style == 'short'} (pystrtod.c, format code {@code 'r'}).
 */
public final class PythonFloat {

  private static final int LARGEST_FIXED_POINT = 16;
  private static final int SMALLEST_FIXED_POINT = -3;

  private PythonFloat() {}

  /**
   * Returns {@code repr(value)} as {@code json.dumps} gives it, {@code NaN} and {@code Infinity}
   * included.
   */
  public static String repr(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "Infinity" : "-Infinity";
    }
    if (value == 0) {
      return 1 / value > 0 ? "0.0" : "-0.0";
    }
    StringBuilder text = new StringBuilder(26);
    if (value < 0) {
      text.append('-');
    }
    Decimal decimal = Decimal.shortest(Math.abs(value));
    String digits = decimal.digits;
    int point = decimal.point;
    if (point > LARGEST_FIXED_POINT || point < SMALLEST_FIXED_POINT) {
      exponentForm(text, digits, point - 1);
    } else if (point <= 0) {
      text.append("0.").append("0".repeat(-point)).append(digits);
    } else if (point >= digits.length()) {
      text.append(digits).append("0".repeat(point - digits.length())).append(".0");
    } else {
      text.append(digits, 0, point).append('.').append(digits, point, digits.length());
    }
    return text.toString();
  }

  private static void exponentForm(StringBuilder text, String digits, int exponent) {
    text.append(digits.charAt(0));
    if (digits.length() > 1) {
      text.append('.').append(digits, 1, digits.length());
    }
    text.append(exponent < 0 ? "e-" : "e+");
    int magnitude = Math.abs(exponent);
    if (magnitude < 10) {
      text.append('0');
    }
    text.append(magnitude);
  }

  /**
   * The number 0.{@code digits} times ten to the power of {@code point}; no zeros at either end.
   */
  private record Decimal(String digits, int point) {

    static Decimal shortest(double positive) {
      // Java's form: digits '.' digits, then perhaps 'E' exponent; the package of the algorithm
      // itself is not exported by Jackson's module, NumberOutput is.
      String java = NumberOutput.toString(positive, true);
      int exponentAt = java.indexOf('E');
      int exponent = exponentAt < 0 ? 0 : Integer.parseInt(java, exponentAt + 1, java.length(), 10);
      int end = exponentAt < 0 ? java.length() : exponentAt;
      int dot = java.indexOf('.');
      String all = java.substring(0, dot) + java.substring(dot + 1, end);
      int first = 0;
      while (all.charAt(first) == '0') {
        first++;
      }
      int last = all.length();
      while (all.charAt(last - 1) == '0') {
        last--;
      }
      Decimal decimal = new Decimal(all.substring(first, last), dot + exponent - first);
      return decimal.digits.length() == 2 ? decimal.withOneDigitIfEnough(positive) : decimal;
    }

    /**
     * Java never writes fewer than two digits and so may choose 4.9E-324 where 5e-324 is enough;
     * Python prefers the shorter one. Only the smallest subnormal numbers are concerned.
     */
    private Decimal withOneDigitIfEnough(double positive) {
      int down = digits.charAt(0) - '0';
      boolean upIsNearer = digits.charAt(1) >= '5';
      for (int digit : upIsNearer ? new int[] {down + 1, down} : new int[] {down, down + 1}) {
        if (Double.parseDouble(digit + "e" + (point - 1)) == positive) {
          return digit == 10 ? new Decimal("1", point + 1) : new Decimal("" + digit, point);
        }
      }
      return this;
    }
  }
}
