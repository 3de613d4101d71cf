package io.github.batchrunner.core.template;

/** The bounds that keep a template harmless whatever is written in it. */
final class Limits {

  /** The longest source, in UTF-16 units. */
  static final int SOURCE_LENGTH = 10_000;

  /** The deepest nesting of brackets and prefix operators in an expression. */
  static final int NESTING = 100;

  /** The most nodes in one template. */
  static final int NODES = 1_000;

  /** The longest text (in UTF-16 units) or list that an operation or the template may make. */
  static final int TEXT_LENGTH = 65_536;

  /**
   * The most bits of an integer; below the 4300 digits up to which Python turns integers into text.
   */
  static final int INTEGER_BITS = 14_000;

  /** The most decimal digits an integer of {@link #INTEGER_BITS} can have. */
  static final int INTEGER_DIGITS = 4_215;

  /** The deepest nesting of lists and objects in a value. */
  static final int VALUE_NESTING = 200;

  /** The most work of one evaluation, about one unit for every character or element looked at. */
  static final long WORK = 100_000_000;

  private Limits() {}

  /** Refuses a text or list that would be too long, before it is made. */
  static void checkLength(long length) {
    if (length > TEXT_LENGTH) {
      throw new PythonError(
          "the result would be longer than the limit of "
              + TEXT_LENGTH
              + " characters; shorten it with a slice such as [:40]");
    }
  }
}
