package io.github.batchrunner.rq.pickle;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** The values that protocol 0 writes as lines of text. */
final class LegacyText {

  private static final Pattern FLOAT =
      Pattern.compile("[+-]?+(?:\\d++\\.?+\\d*+|\\.\\d++)(?:[eE][+-]?+\\d++)?+");
  private static final Pattern INTEGER = Pattern.compile("[+-]?+\\d++");

  /** More digits take long to read; Python itself reads 4,300 at most by default. */
  private static final int DIGITS = 10_000;

  private final PickleInput input;

  LegacyText(PickleInput input) {
    this.input = input;
  }

  /** INT: a decimal number, or 00 and 01 for False and True. */
  Object truthOrInteger() {
    String line = input.line();
    return switch (line) {
      case "00" -> false;
      case "01" -> true;
      default -> integer(line);
    };
  }

  /** LONG: a decimal number with or without an L. */
  Object longInteger() {
    String line = input.line();
    return integer(line.endsWith("L") ? line.substring(0, line.length() - 1) : line);
  }

  private Object integer(String line) {
    String digits = line.strip();
    if (digits.length() > DIGITS || !INTEGER.matcher(digits).matches()) {
      throw input.failure("holds " + PyRepr.of(line) + ", which is no whole number");
    }
    return narrowed(new BigInteger(digits));
  }

  /** Returns a Long if it fits. */
  static Object narrowed(BigInteger value) {
    if (value.bitLength() < Long.SIZE) {
      return value.longValue();
    }
    return value;
  }

  /** The number under which something is noted. */
  long memoNumber() {
    return integer(input.line()) instanceof Long number ? number : -1;
  }

  double decimal() {
    String line = input.line().strip();
    return switch (line) {
      case "nan", "+nan", "-nan" -> Double.NaN;
      case "inf", "+inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      default -> {
        if (!FLOAT.matcher(line).matches()) {
          throw input.failure("holds " + PyRepr.of(line) + ", which is no number");
        }
        yield Double.parseDouble(line);
      }
    };
  }

  /** UNICODE: Latin-1 with the escapes \\uXXXX and \\UXXXXXXXX (raw-unicode-escape). */
  String unicode() {
    String line = input.line();
    StringBuilder text = new StringBuilder(line.length());
    int i = 0;
    while (i < line.length()) {
      char c = line.charAt(i++);
      text.append(c);
      if (c == '\\' && i < line.length()) {
        char kind = line.charAt(i++);
        if (kind == 'u' || kind == 'U') {
          int digits = kind == 'u' ? 4 : 8;
          text.setLength(text.length() - 1);
          text.appendCodePoint(hex(line, i, digits, Character.MAX_CODE_POINT));
          i += digits;
        } else {
          text.append(kind);
        }
      }
    }
    return text.toString();
  }

  private int hex(String line, int start, int digits, int largest) {
    long value = 0;
    for (int i = start; i < start + digits; i++) {
      int digit = i < line.length() ? Character.digit(line.charAt(i), 16) : -1;
      if (digit < 0) {
        throw input.failure("holds a broken escape in its text");
      }
      value = (value << 4) | digit;
    }
    if (value > largest) {
      throw input.failure("holds an escape for a character that does not exist");
    }
    return (int) value;
  }

  /** STRING: a Python 2 string in quotes, with its escapes. */
  Object quoted() {
    String line = input.line();
    int end = line.length() - 1;
    if (end < 1 || line.charAt(0) != line.charAt(end) || "'\"".indexOf(line.charAt(0)) < 0) {
      throw input.failure("holds a string without quotes");
    }
    StringBuilder text = new StringBuilder(line.length());
    int i = 1;
    while (i < end) {
      char c = line.charAt(i++);
      if (c != '\\') {
        text.append(c);
      } else if (i == end) {
        throw input.failure("holds a broken escape in its text");
      } else {
        i = escape(line, i, end, text);
      }
    }
    return python2(text.toString().getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Reads what follows a backslash and returns where that ends. */
  private int escape(String line, int at, int end, StringBuilder text) {
    char c = line.charAt(at);
    switch (c) {
      case '\\', '\'', '"' -> text.append(c);
      case 'a' -> text.append('\u0007');
      case 'b' -> text.append('\b');
      case 'f' -> text.append('\f');
      case 'n' -> text.append('\n');
      case 'r' -> text.append('\r');
      case 't' -> text.append('\t');
      case 'v' -> text.append('\u000b');
      case 'x' -> {
        text.append((char) hex(line.substring(0, end), at + 1, 2, 0xff));
        return at + 3;
      }
      default -> {
        if (c >= '0' && c <= '7') {
          return octal(line, at, end, text);
        }
        text.append('\\').append(c);
      }
    }
    return at + 1;
  }

  private static int octal(String line, int at, int end, StringBuilder text) {
    int value = 0;
    int i = at;
    while (i < end && i < at + 3 && line.charAt(i) >= '0' && line.charAt(i) <= '7') {
      value = (value << 3) | Character.digit(line.charAt(i++), 8);
    }
    text.append((char) (value & 0xff));
    return i;
  }

  /** A Python 2 string is text if it is ASCII; what else it may be only its writer knows. */
  static Object python2(byte[] bytes) {
    for (byte b : bytes) {
      if (b < 0) {
        return bytes;
      }
    }
    return new String(bytes, StandardCharsets.US_ASCII);
  }
}
