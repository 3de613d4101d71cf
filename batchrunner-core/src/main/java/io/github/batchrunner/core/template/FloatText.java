package io.github.batchrunner.core.template;

import io.github.batchrunner.core.internal.json.PythonFloat;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Decimal text of doubles as Python writes it; follows {@code format_float_short} in CPython's
 * {@code Python/pystrtod.c}.
 */
final class FloatText {

  /** No double has more significant digits or decimals than this; what follows are zeros. */
  private static final int MOST_DIGITS = 1_100;

  /**
   * The digits of a finite double without its sign: {@code 0.digits * 10^point}, no zeros at the
   * end.
   */
  private record Decimal(String digits, int point) {

    static Decimal of(BigDecimal value) {
      if (value.signum() == 0) {
        return new Decimal("", 1);
      }
      String digits = value.unscaledValue().toString();
      return new Decimal(withoutTrailingZeros(digits), digits.length() - value.scale());
    }

    private static String withoutTrailingZeros(String digits) {
      int end = digits.length();
      while (end > 0 && digits.charAt(end - 1) == '0') {
        end--;
      }
      return digits.substring(0, end);
    }
  }

  /** How to write a double. */
  enum Style {
    /** The shortest digits that give the same double: Python's {@code 'r'}. */
    SHORTEST,
    /** With an exponent: {@code 'e'}. */
    EXPONENT,
    /** Without an exponent: {@code 'f'}. */
    FIXED,
    /** With an exponent for very large and very small numbers: {@code 'g'}. */
    GENERAL
  }

  private FloatText() {}

  /** Returns Python's {@code repr(value)}. */
  static String repr(double value) {
    return text(value, Style.SHORTEST, 0, true, false);
  }

  /**
   * Returns the text of a double; NaN and infinities as {@code nan} and {@code inf}.
   *
   * @param precision digits after the point, or for {@link Style#GENERAL} significant digits; not
   *     used by {@link Style#SHORTEST}
   * @param pointZero whether a number without an exponent always shows a point and a digit after it
   * @param alternate whether the point and the zeros at the end stay
   */
  static String text(
      double value, Style style, int precision, boolean pointZero, boolean alternate) {
    if (Double.isNaN(value)) {
      return "nan";
    }
    String sign = Math.copySign(1, value) < 0 ? "-" : "";
    if (Double.isInfinite(value)) {
      return sign + "inf";
    }
    return sign + unsignedText(Math.abs(value), style, precision, pointZero, alternate);
  }

  private static String unsignedText(
      double value, Style style, int precision, boolean pointZero, boolean alternate) {
    return switch (style) {
      case SHORTEST -> {
        Decimal decimal = shortest(value);
        boolean exponent = decimal.point() <= -4 || decimal.point() > 16;
        yield layout(decimal, exponent, 0, pointZero, alternate);
      }
      case EXPONENT ->
          layout(significant(value, precision + 1), true, precision + 1, pointZero, alternate);
      case FIXED -> {
        BigDecimal rounded =
            new BigDecimal(value)
                .setScale(Math.min(precision, MOST_DIGITS), RoundingMode.HALF_EVEN);
        Decimal decimal = Decimal.of(rounded);
        yield layout(decimal, false, decimal.point() + precision, pointZero, alternate);
      }
      case GENERAL -> {
        int digits = Math.max(1, precision);
        Decimal decimal = significant(value, digits);
        boolean exponent = decimal.point() <= -4 || decimal.point() > digits - (pointZero ? 1 : 0);
        yield layout(decimal, exponent, alternate ? digits : 0, pointZero, alternate);
      }
    };
  }

  private static Decimal significant(double value, int digits) {
    MathContext context = new MathContext(Math.min(digits, MOST_DIGITS), RoundingMode.HALF_EVEN);
    return Decimal.of(new BigDecimal(value).round(context));
  }

  private static Decimal shortest(double value) {
    if (value == 0) {
      return new Decimal("", 1);
    }
    return Decimal.of(new BigDecimal(PythonFloat.repr(value)));
  }

  /**
   * Writes the digits from the first one (at least one before the point) up to {@code end}, the
   * number of digits asked for, counted from the first significant one.
   */
  private static String layout(
      Decimal decimal, boolean withExponent, int end, boolean pointZero, boolean alternate) {
    String digits = decimal.digits();
    int point = withExponent ? 1 : decimal.point();
    int first = point <= 0 ? point - 1 : 0;
    int least = !withExponent && pointZero ? point + 1 : point;
    int last = Math.max(Math.max(end, digits.length()), least);
    StringBuilder text = new StringBuilder(last - first + 8);
    for (int i = first; i < last; i++) {
      if (i == point) {
        text.append('.');
      }
      text.append(i >= 0 && i < digits.length() ? digits.charAt(i) : '0');
    }
    if (alternate && last == point) {
      text.append('.');
    }
    if (withExponent) {
      int exponent = decimal.point() - 1;
      text.append(exponent < 0 ? "e-" : "e+");
      text.append(Math.abs(exponent) < 10 ? "0" : "").append(Math.abs(exponent));
    }
    return text.toString();
  }
}
