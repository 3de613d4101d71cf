package io.github.batchrunner.core.nodb;

/**
 * Is told of every token of a JSON text, in document order; positions are byte offsets, ends are
 * exclusive.
 */
interface JsonVisitor {

  /** The kinds of values that hold no other values. */
  enum Scalar {
    STRING,
    INTEGER,
    FLOAT,
    /** {@code NaN}, {@code Infinity} or {@code -Infinity}, which Python writes and reads. */
    NON_FINITE,
    TRUE,
    FALSE,
    NULL
  }

  /** An object opens. */
  void startObject(int at);

  /** A member's key, with its quotes in the range; its value follows. */
  void key(String name, int start, int end);

  /** The innermost object closes. */
  void endObject(int end);

  /** An array opens. */
  void startArray(int at);

  /** The innermost array closes. */
  void endArray(int end);

  /** A value that holds no others; a string's quotes are in the range. */
  void scalar(Scalar kind, int start, int end);
}
