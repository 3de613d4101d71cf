package io.github.batchrunner.core.template;

import java.math.BigInteger;
import java.util.Locale;

/**
 * Python's {@code format(value, spec)} for text, integers, bools and floats; follows CPython's
 * {@code Python/formatter_unicode.c}.
 */
final class PythonFormat {

  private static final int DEFAULT_PRECISION = 6;

  private PythonFormat() {}

  /** Formats a value with a specification that is not empty. */
  static String format(Object value, FormatSpec spec) {
    if (value instanceof String text) {
      return formatText(text, spec);
    }
    if (value instanceof Double number) {
      return formatDouble(number, spec, value);
    }
    if (PythonNumbers.isInteger(value)) {
      return formatInteger(value, spec);
    }
    throw new PythonError(
        PythonValue.kind(value) + " has no format; make it text with str(...) first");
  }

  private static String formatText(String text, FormatSpec spec) {
    if (spec.type() != 0 && spec.type() != 's') {
      throw unknownType(spec, text);
    }
    refuse(spec.sign() != 0, "a sign", text);
    refuse(spec.noNegativeZero(), "'z'", text);
    refuse(spec.alternate(), "'#'", text);
    refuse(spec.grouping() != 0, "grouping of digits", text);
    refuse(spec.align() == '=', "'='", text);
    String shown = text;
    if (spec.precision() >= 0 && spec.precision() < text.codePointCount(0, text.length())) {
      shown = text.substring(0, text.offsetByCodePoints(0, spec.precision()));
    }
    return pad(shown, "", spec, spec.align() == 0 ? '<' : spec.align());
  }

  private static String formatInteger(Object integer, FormatSpec spec) {
    int type = spec.type() == 0 ? 'd' : spec.type();
    return switch (type) {
      case 'e', 'E', 'f', 'F', 'g', 'G', '%' ->
          formatDouble(PythonNumbers.toDouble(integer), spec, integer);
      case 'c' -> formatCharacter(integer, spec);
      case 'd', 'n' -> formatDigits(integer, spec, 10, "");
      case 'b' -> formatDigits(integer, spec, 2, "0b");
      case 'o' -> formatDigits(integer, spec, 8, "0o");
      case 'x' -> formatDigits(integer, spec, 16, "0x");
      case 'X' -> formatDigits(integer, spec, 16, "0X");
      default -> throw unknownType(spec, integer);
    };
  }

  private static String formatDigits(Object integer, FormatSpec spec, int radix, String prefix) {
    refuse(spec.precision() >= 0, "a precision", integer);
    refuse(spec.noNegativeZero(), "'z'", integer);
    refuse(spec.grouping() == ',' && radix != 10, "',' together with this type", integer);
    refuse(spec.grouping() != 0 && spec.type() == 'n', "grouping together with 'n'", integer);
    BigInteger value = PythonNumbers.bigInteger(integer);
    String digits = value.abs().toString(radix);
    if (spec.type() == 'X') {
      digits = digits.toUpperCase(Locale.ROOT);
    }
    return numeric(
        value.signum() < 0, spec.alternate() ? prefix : "", digits, "", spec, radix == 10 ? 3 : 4);
  }

  private static String formatCharacter(Object integer, FormatSpec spec) {
    refuse(spec.precision() >= 0, "a precision", integer);
    refuse(spec.noNegativeZero(), "'z'", integer);
    refuse(spec.sign() != 0, "a sign together with 'c'", integer);
    refuse(spec.alternate(), "'#' together with 'c'", integer);
    refuse(spec.grouping() != 0, "grouping together with 'c'", integer);
    long character = PythonNumbers.clampedLong(integer);
    if (character < 0 || character > Character.MAX_CODE_POINT) {
      throw new PythonError("there is no character with the number " + character);
    }
    return numeric(false, "", Character.toString((int) character), "", spec, 3);
  }

  private static String formatDouble(double number, FormatSpec spec, Object value) {
    refuse(spec.grouping() != 0 && spec.type() == 'n', "grouping together with 'n'", value);
    boolean percent = spec.type() == '%';
    boolean alternate = spec.alternate();
    double shown = percent ? number * 100 : number;
    int precision = spec.precision() < 0 ? DEFAULT_PRECISION : spec.precision();
    String text =
        switch (spec.type()) {
          // Without a type: as repr() without a precision, as 'g' with at least one decimal with
          // it.
          case 0 ->
              FloatText.text(
                  shown,
                  spec.precision() < 0 ? FloatText.Style.SHORTEST : FloatText.Style.GENERAL,
                  precision,
                  true,
                  alternate);
          case 'e', 'E' ->
              FloatText.text(shown, FloatText.Style.EXPONENT, precision, false, alternate);
          case 'f', 'F', '%' ->
              FloatText.text(shown, FloatText.Style.FIXED, precision, false, alternate);
          case 'g', 'G', 'n' ->
              FloatText.text(shown, FloatText.Style.GENERAL, precision, false, alternate);
          default -> throw unknownType(spec, value);
        };
    if (spec.type() == 'E' || spec.type() == 'F' || spec.type() == 'G') {
      text = text.toUpperCase(Locale.ROOT);
    }
    boolean negative = text.startsWith("-");
    String unsigned = negative ? text.substring(1) : text;
    if (spec.noNegativeZero() && isZero(unsigned)) {
      negative = false;
    }
    int digits = 0;
    while (digits < unsigned.length() && Character.isDigit(unsigned.charAt(digits))) {
      digits++;
    }
    String rest = unsigned.substring(digits) + (percent ? "%" : "");
    return numeric(negative, "", unsigned.substring(0, digits), rest, spec, 3);
  }

  private static boolean isZero(String unsigned) {
    for (int i = 0; i < unsigned.length(); i++) {
      char c = unsigned.charAt(i);
      if (c == 'e' || c == 'E') {
        return true;
      }
      if (c != '0' && c != '.') {
        return false;
      }
    }
    return true;
  }

  /** Puts a number together: sign, prefix, digits in groups, the rest, and the padding. */
  private static String numeric(
      boolean negative, String prefix, String digits, String rest, FormatSpec spec, int groupSize) {
    String sign = negative ? "-" : spec.sign() == '+' ? "+" : spec.sign() == ' ' ? " " : "";
    String head = sign + prefix;
    int align = spec.align() != 0 ? spec.align() : spec.zeroPadded() ? '=' : '>';
    // Zeros before the digits are digits themselves, and grouped like them.
    boolean zeros = spec.fill() == '0' && align == '=';
    int least = zeros ? spec.width() - head.length() - rest.length() : 0;
    return pad(head, grouped(digits, least, spec.grouping(), groupSize) + rest, spec, align);
  }

  /** Groups digits from the right and adds zeros on the left up to the least length. */
  private static String grouped(String digits, int least, int separator, int groupSize) {
    if (digits.isEmpty()) {
      return digits;
    }
    if (separator == 0) {
      return "0".repeat(Math.max(0, least - digits.length())) + digits;
    }
    StringBuilder reversed = new StringBuilder();
    int left = digits.length();
    int count = 0;
    // A separator never stands first, so the result may be one longer than asked for.
    while (left > 0 || reversed.length() < least) {
      if (count > 0 && count % groupSize == 0) {
        reversed.append((char) separator);
      }
      reversed.append(left > 0 ? digits.charAt(--left) : '0');
      count++;
    }
    return reversed.reverse().toString();
  }

  private static String pad(String head, String body, FormatSpec spec, int align) {
    int length = head.codePointCount(0, head.length()) + body.codePointCount(0, body.length());
    int padding = Math.max(0, spec.width() - length);
    int before =
        switch (align) {
          case '<' -> 0;
          case '^' -> padding / 2;
          default -> padding;
        };
    String fill = Character.toString(spec.fill());
    return align == '='
        ? head + fill.repeat(padding) + body
        : fill.repeat(before) + head + body + fill.repeat(padding - before);
  }

  private static void refuse(boolean given, String what, Object value) {
    if (given) {
      throw new PythonError("the format of " + PythonValue.kind(value) + " cannot have " + what);
    }
  }

  private static PythonError unknownType(FormatSpec spec, Object value) {
    return new PythonError(
        "the format type '"
            + Character.toString(spec.type())
            + "' is not for "
            + PythonValue.kind(value));
  }
}
