package io.github.batchrunner.core.template;

import java.util.List;

/**
 * Reads the tokens of an expression one at a time, since only the parser knows where an expression
 * ends and a format begins.
 */
final class Tokenizer {

  private static final List<String> LONG_SYMBOLS =
      List.of("**", "//", "==", "!=", "<=", ">=", "<<", ">>");

  private final String source;

  Tokenizer(String source) {
    this.source = source;
  }

  /** Reads the token that begins at a position or after the white space there. */
  Token tokenAt(int position) {
    int at = position;
    while (at < source.length() && " \t\n\r\f".indexOf(source.charAt(at)) >= 0) {
      at++;
    }
    if (at == source.length()) {
      return new Token(Token.Kind.END, "", at, at);
    }
    char c = source.charAt(at);
    if (c == '\'' || c == '"') {
      return text(at);
    }
    if (isDigit(c) || (c == '.' && isDigit(charAt(at + 1)))) {
      return number(at);
    }
    if (c == '_' || Character.isUnicodeIdentifierStart(source.codePointAt(at))) {
      return name(at);
    }
    for (String symbol : LONG_SYMBOLS) {
      if (source.startsWith(symbol, at)) {
        return new Token(Token.Kind.SYMBOL, symbol, at, at + symbol.length());
      }
    }
    int end = at + Character.charCount(source.codePointAt(at));
    return new Token(Token.Kind.SYMBOL, source.substring(at, end), at, end);
  }

  private Token name(int at) {
    int end = at;
    while (end < source.length() && isNamePart(source.codePointAt(end))) {
      end += Character.charCount(source.codePointAt(end));
    }
    return new Token(Token.Kind.NAME, source.substring(at, end), at, end);
  }

  private static boolean isNamePart(int character) {
    return Character.isUnicodeIdentifierPart(character)
        && !Character.isIdentifierIgnorable(character);
  }

  private Token number(int at) {
    char second = charAt(at + 1);
    if (source.charAt(at) == '0' && "xXoObB".indexOf(second) >= 0 && second != 0) {
      int end = at + 2;
      while (isDigit(charAt(end)) || isAsciiLetter(charAt(end)) || charAt(end) == '_') {
        end++;
      }
      return literal(at, end, true);
    }
    int end = afterDigits(at);
    boolean whole = true;
    if (charAt(end) == '.') {
      whole = false;
      end = afterDigits(end + 1);
    }
    if (charAt(end) == 'e' || charAt(end) == 'E') {
      int exponent = charAt(end + 1) == '+' || charAt(end + 1) == '-' ? end + 2 : end + 1;
      if (isDigit(charAt(exponent))) {
        whole = false;
        end = afterDigits(exponent);
      }
    }
    return literal(at, end, whole);
  }

  private int afterDigits(int at) {
    int end = at;
    while (isDigit(charAt(end)) || charAt(end) == '_') {
      end++;
    }
    return end;
  }

  private Token literal(int at, int end, boolean whole) {
    String written = source.substring(at, end);
    if (end < source.length() && isNamePart(source.codePointAt(end))) {
      throw error(at, "a number may not touch the name or word after it");
    }
    try {
      Object value =
          whole ? PythonParsing.wholeNumber(written, 0) : PythonParsing.decimalNumber(written);
      return new Token(Token.Kind.LITERAL, value, at, end);
    } catch (PythonError unreadable) {
      String problem =
          written.length() > 1 && written.startsWith("0") && PythonParsing.areDigits(written, 10)
              ? "a whole number may not begin with 0; write text in quotes, or format it as in"
                  + " {x:05d}"
              : "\"" + PythonText.abbreviate(written) + "\" is not a number that can be used";
      throw error(at, problem);
    }
  }

  private Token text(int at) {
    char quote = source.charAt(at);
    if (charAt(at + 1) == quote && charAt(at + 2) == quote) {
      throw error(at, "text in three quotes is not part of the template language; use one");
    }
    StringBuilder value = new StringBuilder();
    int position = at + 1;
    while (true) {
      if (position >= source.length() || source.charAt(position) == '\n') {
        throw error(at, "this text is never closed; a " + quote + " is missing");
      }
      char c = source.charAt(position);
      if (c == quote) {
        return new Token(Token.Kind.LITERAL, value.toString(), at, position + 1);
      }
      if (c == '\\') {
        position = escape(position, value);
      } else {
        value.append(c);
        position++;
      }
    }
  }

  /** Reads the escape sequence at a position and returns the position after it. */
  private int escape(int at, StringBuilder value) {
    char c = charAt(at + 1);
    int simple = "\\'\"abfnrtv".indexOf(c);
    if (simple >= 0) {
      value.append("\\'\"\u0007\b\f\n\r\t\u000b".charAt(simple));
      return at + 2;
    }
    return switch (c) {
      case 'x' -> hexadecimal(at, 2, value);
      case 'u' -> hexadecimal(at, 4, value);
      case 'U' -> hexadecimal(at, 8, value);
      default ->
          throw error(at, "unknown escape sequence; write \\\\ for a backslash inside quotes");
    };
  }

  private int hexadecimal(int at, int digits, StringBuilder value) {
    int end = at + 2 + digits;
    int character = 0;
    for (int i = at + 2; i < end; i++) {
      int digit = charAt(i) < 0x80 ? Character.digit(charAt(i), 16) : -1;
      if (digit < 0 || character > Character.MAX_CODE_POINT >> 4) {
        throw error(
            at, "the escape sequence needs " + digits + " hexadecimal digits of a character");
      }
      character = character * 16 + digit;
    }
    if (character > Character.MAX_CODE_POINT || isSurrogate(character)) {
      throw error(at, "the escape sequence names no character");
    }
    value.appendCodePoint(character);
    return end;
  }

  private static boolean isSurrogate(int character) {
    return character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isAsciiLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  /** The character at a position; 0 behind the end. */
  private char charAt(int position) {
    return position < source.length() ? source.charAt(position) : 0;
  }

  private TemplateException error(int at, String problem) {
    return new TemplateException(source, at, problem);
  }
}
