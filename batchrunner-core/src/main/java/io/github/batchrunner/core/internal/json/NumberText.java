package io.github.batchrunner.core.internal.json;

import com.fasterxml.jackson.core.io.NumberInput;

/**
 * Copies the text of a number from one JSON document to another in Python's spelling.
 *
 * <p>Nearly all numbers of real files are spelled as Python would already. That is recognised
 * without computing the spelling:
 *
 * <ul>
 *   <li>With 15 digits or fewer, different decimals are different doubles, so a decimal without
 *       trailing zeros is the shortest one for its value.
 *   <li>With 16 to 18 digits it is decided in whole numbers, exactly ({@link #shortest}).
 * </ul>
 *
 * What is in exponent form, very small or very large takes the long way.
 */
final class NumberText {

  private static final int EXACT_DIGITS = 15;
  private static final int MOST_DIGITS = 18;
  private static final double LARGEST_FIXED = 1e16;
  private static final double SMALLEST_FIXED = 1e-4;

  /** Powers of ten that are exact as doubles. */
  private static final double[] TEN_TO = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  private static final int FRACTION_BITS = 52;
  private static final long HIDDEN_BIT = 1L << FRACTION_BITS;
  private static final int EXPONENT_BIAS = 1075;
  private static final int LARGEST_SHIFT = 55;
  private static final int LARGEST_FRACTION = 17;

  private NumberText() {}

  /**
   * Copies a number with a fraction or an exponent.
   *
   * @return its value; infinite when it is too large for a double, as in Python
   */
  static double copyDecimal(char[] text, int offset, int length, JsonBytes out) {
    int end = offset + length;
    boolean negative = text[offset] == '-';
    int at = negative ? offset + 1 : offset;
    long digits = 0;
    int digit = text[at] - '0';
    int firstDigit = at;
    while (digit >= 0 && digit <= 9) {
      digits = digits * 10 + digit;
      digit = ++at < end ? text[at] - '0' : -1;
    }
    int leadingZeros = digits == 0 ? 1 : 0; // JSON has "0" before the point, never "00"
    if (at == end || text[at] != '.' || end - firstDigit - 1 - leadingZeros > MOST_DIGITS) {
      return copySpelledAnew(text, offset, length, out);
    }
    int dot = at;
    while (end > dot + 2 && text[end - 1] == '0') {
      end--;
    }
    for (at = dot + 1; at < end; at++) {
      digit = text[at] - '0';
      if (digit < 0 || digit > 9) { // an exponent
        return copySpelledAnew(text, offset, length, out);
      }
      digits = digits * 10 + digit;
    }
    int fraction = end - dot - 1;
    double magnitude =
        end - firstDigit - 1 - leadingZeros <= EXACT_DIGITS
            ? digits / TEN_TO[fraction]
            : shortest(digits, fraction);
    boolean zero = digits == 0 && fraction == 1;
    if (zero || (magnitude >= SMALLEST_FIXED && magnitude < LARGEST_FIXED)) {
      out.append(text, offset, end - offset);
      return negative ? -magnitude : magnitude;
    }
    return copySpelledAnew(text, offset, length, out);
  }

  /** Copies a whole number of any size. */
  static void copyInteger(char[] text, int offset, int length, JsonBytes out) {
    if (length == 2 && text[offset] == '-' && text[offset + 1] == '0') {
      out.append('0');
    } else {
      out.append(text, offset, length);
    }
  }

  /** Returns the double nearest to the number that is written there. */
  static double parse(char[] text, int offset, int length) {
    return NumberInput.parseDouble(text, offset, length, true);
  }

  /**
   * Returns the double for the decimal w·10<sup>-f</sup> if that is the shortest decimal for it and
   * among the shortest the nearest; NaN if not, or if it would take more to find out.
   *
   * <p>With m·2<sup>e</sup> the double, everything is measured in the unit
   * 10<sup>-f</sup>·2<sup>e-1</sup>, in which it is a whole number: the decimal is
   * w·2<sup>1-e</sup>, the double 2m·10<sup>f</sup>, and whatever lies less than 10<sup>f</sup>
   * from the double is rounded to it. The decimal and the double may need more than 64 bits, but
   * their difference does not, so it may be computed modulo 2<sup>64</sup>. The decimal is the
   * nearest of its length if it is no further than half of the distance 2<sup>1-e</sup> between two
   * of them, and the shortest if the multiples of ten on either side are not rounded to the double.
   * Whenever something lies exactly on a border, or the double is next to a power of two, where the
   * borders are not alike, the answer is NaN.
   */
  private static double shortest(long w, int f) {
    if (f > LARGEST_FRACTION) {
      return Double.NaN;
    }
    long bits = Double.doubleToRawLongBits(w / TEN_TO[f]);
    int exponent = (int) (bits >>> FRACTION_BITS) - EXPONENT_BIAS;
    long m = (bits & (HIDDEN_BIT - 1)) | HIDDEN_BIT;
    int shift = 1 - exponent;
    if (shift < 1 || shift > LARGEST_SHIFT) {
      return Double.NaN;
    }
    long border = (long) TEN_TO[f];
    long difference = (w << shift) - 2 * m * border;
    // The quotient was rounded twice, so it may be a neighbour of the double that is meant.
    if (difference > border) {
      m++;
      difference -= 2 * border;
    } else if (difference < -border) {
      m--;
      difference += 2 * border;
    }
    long step = 1L << shift;
    long last = w % 10;
    boolean roundsToDouble = Math.abs(difference) < border;
    boolean nearest = Math.abs(difference) < step / 2;
    boolean shortest =
        difference - last * step < -border && difference + (10 - last) * step > border;
    boolean ordinary = m > HIDDEN_BIT + 1 && m < 2 * HIDDEN_BIT - 1;
    if (!roundsToDouble || !nearest || !shortest || !ordinary) {
      return Double.NaN;
    }
    return Double.longBitsToDouble(
        ((long) (exponent + EXPONENT_BIAS) << FRACTION_BITS) | (m & (HIDDEN_BIT - 1)));
  }

  private static double copySpelledAnew(char[] text, int offset, int length, JsonBytes out) {
    double value = parse(text, offset, length);
    out.append(PythonFloat.repr(value));
    return value;
  }
}
