package io.github.batchrunner.core.template;

import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Pattern;

/** Python's {@code int(text)} and {@code float(text)}. */
final class PythonParsing {

  private static final String ASCII_SPACE = " \t\n\u000b\f\r";

  /** Possessive, so that a long text is read once; where underscores may stand is checked apart. */
  private static final Pattern FLOAT =
      Pattern.compile(
          "[+-]?(?:[0-9][0-9_]*+(?:\\.[0-9_]*+)?|\\.[0-9][0-9_]*+)(?:[eE][+-]?[0-9][0-9_]*+)?");

  private static final Pattern NOT_A_FINITE_NUMBER =
      Pattern.compile("[+-]?(?:inf|infinity|nan)", Pattern.CASE_INSENSITIVE);

  private PythonParsing() {}

  /** Returns {@code float(text)}. */
  static double decimalNumber(String text) {
    Limits.checkLength(text.length());
    String number = PythonText.strip(inAscii(text), ASCII_SPACE);
    if (NOT_A_FINITE_NUMBER.matcher(number).matches()) {
      String word = number.toLowerCase(Locale.ROOT);
      if (word.endsWith("nan")) {
        return Double.NaN;
      }
      return word.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    if (!FLOAT.matcher(number).matches() || !underscoresAreBetweenDigits(number)) {
      throw new PythonError(
          "float() cannot read \"" + PythonText.abbreviate(text) + "\" as a number");
    }
    return Double.parseDouble(number.replace("_", ""));
  }

  /**
   * Returns {@code int(text, base)}.
   *
   * @param base 2 to 36, or 0 for the base that a prefix such as 0x names
   */
  static Object wholeNumber(String text, long base) {
    if (base != 0 && (base < 2 || base > 36)) {
      throw new PythonError("the base of int() is 0 or from 2 to 36, not " + base);
    }
    Limits.checkLength(text.length());
    String number = PythonText.strip(inAscii(text), ASCII_SPACE);
    boolean signed = number.startsWith("-") || number.startsWith("+");
    String digits = signed ? number.substring(1) : number;
    int prefixBase = baseOfPrefix(digits);
    int radix = (int) base;
    if (prefixBase != 0 && (base == 0 || base == prefixBase)) {
      radix = prefixBase;
      digits = digits.substring(digits.startsWith("_", 2) ? 3 : 2);
    } else if (base == 0) {
      radix = 10;
    }
    if (!areDigits(digits, radix) || (base == 0 && radix == 10 && hasLeadingZero(digits))) {
      throw new PythonError(
          "int() cannot read \"" + PythonText.abbreviate(text) + "\" as a whole number");
    }
    String plain = digits.replace("_", "");
    if (plain.length() > Limits.INTEGER_BITS) {
      throw new PythonError("the whole number has too many digits");
    }
    BigInteger value = new BigInteger(plain, radix);
    return PythonValue.integer(number.startsWith("-") ? value.negate() : value);
  }

  private static int baseOfPrefix(String digits) {
    if (digits.length() < 2 || digits.charAt(0) != '0') {
      return 0;
    }
    return switch (digits.charAt(1)) {
      case 'x', 'X' -> 16;
      case 'o', 'O' -> 8;
      case 'b', 'B' -> 2;
      default -> 0;
    };
  }

  private static boolean hasLeadingZero(String digits) {
    return digits.charAt(0) == '0' && digits.chars().anyMatch(c -> c != '0' && c != '_');
  }

  /** Returns whether the text is digits of a base with single underscores between them. */
  static boolean areDigits(String digits, int radix) {
    boolean afterDigit = false;
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      boolean isDigit = c < 0x80 && Character.digit(c, radix) >= 0;
      if (!isDigit && (c != '_' || !afterDigit)) {
        return false;
      }
      afterDigit = isDigit;
    }
    return afterDigit;
  }

  private static boolean underscoresAreBetweenDigits(String number) {
    for (int i = number.indexOf('_'); i >= 0; i = number.indexOf('_', i + 1)) {
      boolean between =
          i > 0
              && i + 1 < number.length()
              && Character.isDigit(number.charAt(i - 1))
              && Character.isDigit(number.charAt(i + 1));
      if (!between) {
        return false;
      }
    }
    return true;
  }

  /** Python reads the digits and the white space of every script, but pure ASCII as it is. */
  private static String inAscii(String text) {
    if (text.chars().allMatch(c -> c < 0x80)) {
      return text;
    }
    StringBuilder result = new StringBuilder(text.length());
    text.codePoints()
        .map(
            c ->
                Character.getType(c) == Character.DECIMAL_DIGIT_NUMBER
                    ? '0' + Character.digit(c, 10)
                    : PythonText.isSpace(c) ? ' ' : c)
        .forEach(result::appendCodePoint);
    return result.toString();
  }
}
