package io.github.batchrunner.core.template;

/**
 * A word of an expression.
 *
 * @param kind what it is
 * @param value the text of a name or symbol, or the value of a number or text literal
 * @param at where it begins in the source
 * @param end where what follows begins
 */
record Token(Kind kind, Object value, int at, int end) {

  enum Kind {
    NAME,
    LITERAL,
    SYMBOL,
    END
  }

  /** Returns whether this is the symbol or the keyword. */
  boolean is(String text) {
    return (kind == Kind.SYMBOL || kind == Kind.NAME) && value.equals(text);
  }
}
