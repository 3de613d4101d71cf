package io.github.batchrunner.core.template;

/**
 * A format specification such as {@code *^+012,.3f}, read as CPython's {@code
 * parse_internal_render_format_spec} reads it; 0 stands for a character that is not given.
 *
 * @param fill the code point to pad with; a space or, after a {@code 0} before the width, a zero
 * @param align {@code <}, {@code >}, {@code ^} or {@code =}
 * @param zeroPadded whether a {@code 0} stands before the width and no fill before that
 * @param sign {@code +}, {@code -} or a space
 * @param noNegativeZero whether {@code z} is given
 * @param alternate whether {@code #} is given
 * @param width the least number of characters, or -1
 * @param grouping {@code ,} or {@code _}
 * @param precision the number behind the point, or -1
 * @param type the code point at the end
 */
record FormatSpec(
    int fill,
    int align,
    boolean zeroPadded,
    int sign,
    boolean noNegativeZero,
    boolean alternate,
    int width,
    int grouping,
    int precision,
    int type) {

  /**
   * Reads a specification.
   *
   * @throws PythonError when it has no valid form, whatever the value
   */
  static FormatSpec parse(String text) {
    return new Reader(text).read();
  }

  private static final class Reader {
    private final String text;
    private final int[] characters;
    private int position;

    Reader(String text) {
      this.text = text;
      this.characters = text.codePoints().toArray();
    }

    FormatSpec read() {
      int fill = ' ';
      int align = 0;
      boolean fillGiven = false;
      if (isAlign(peek(1))) {
        fill = next();
        align = next();
        fillGiven = true;
      } else if (isAlign(peek(0))) {
        align = next();
      }
      int sign = peek(0) == '+' || peek(0) == '-' || peek(0) == ' ' ? next() : 0;
      boolean noNegativeZero = accept('z');
      boolean alternate = accept('#');
      boolean zeroPadded = !fillGiven && accept('0');
      if (zeroPadded) {
        fill = '0';
      }
      int width = number("width");
      int grouping = peek(0) == ',' || peek(0) == '_' ? next() : 0;
      if (grouping != 0 && (peek(0) == ',' || peek(0) == '_')) {
        throw invalid("it groups digits in two ways");
      }
      int precision = -1;
      if (accept('.')) {
        precision = number("precision");
        if (precision < 0) {
          throw invalid("a number has to follow the point");
        }
      }
      int type = peek(0) == 0 ? 0 : next();
      if (position < characters.length) {
        throw invalid("a format is [[fill]align][sign][z][#][0][width][,][.precision][type]");
      }
      return new FormatSpec(
          fill,
          align,
          zeroPadded,
          sign,
          noNegativeZero,
          alternate,
          width,
          grouping,
          precision,
          type);
    }

    private int number(String what) {
      int start = position;
      long value = 0;
      while (Character.getType(peek(0)) == Character.DECIMAL_DIGIT_NUMBER) {
        value = value * 10 + Character.digit(next(), 10);
        if (value > Limits.TEXT_LENGTH) {
          throw invalid("its " + what + " is above the limit of " + Limits.TEXT_LENGTH);
        }
      }
      return position == start ? -1 : (int) value;
    }

    private boolean accept(int character) {
      boolean found = peek(0) == character;
      if (found) {
        position++;
      }
      return found;
    }

    /** The character so many places ahead; 0 behind the end. */
    private int peek(int ahead) {
      return position + ahead < characters.length ? characters[position + ahead] : 0;
    }

    private int next() {
      return characters[position++];
    }

    private static boolean isAlign(int character) {
      return character == '<' || character == '>' || character == '^' || character == '=';
    }

    private PythonError invalid(String why) {
      return new PythonError("invalid format \"" + PythonText.abbreviate(text) + "\": " + why);
    }
  }
}
