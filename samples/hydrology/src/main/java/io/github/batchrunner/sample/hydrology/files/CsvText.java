package io.github.batchrunner.sample.hydrology.files;

/**
 * Builds a CSV text of numbers and words that need no quotes.
 *
 * <p>Numbers have a fixed count of decimals, a point, and no locale. Not thread-safe.
 */
public final class CsvText {
  private static final long[] POWERS_OF_TEN = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000};

  private final StringBuilder text = new StringBuilder(4096);
  private boolean rowBegun;

  /** Starts with a row of column names. */
  public CsvText(String... columns) {
    text.append(String.join(",", columns)).append('\n');
  }

  /** Adds a word to the row; it has no comma, quote or line break. */
  public CsvText word(String word) {
    separate();
    text.append(word);
    return this;
  }

  /** Adds a whole number to the row. */
  public CsvText whole(long number) {
    separate();
    text.append(number);
    return this;
  }

  /**
   * Adds a number to the row.
   *
   * @param number what a file may tell of: finite, and below 10^12 in size
   * @param decimals digits after the point, 0 to 6
   * @throws ArithmeticException if the number is not finite or too large
   */
  public CsvText number(double number, int decimals) {
    if (!(Math.abs(number) < 1e12)) {
      throw new ArithmeticException(
          "a model gave " + number + ", which is not a quantity: see the inputs of this task");
    }
    separate();
    long power = POWERS_OF_TEN[decimals];
    long scaled = Math.round(number * power);
    if (scaled < 0) {
      text.append('-');
      scaled = -scaled;
    }
    text.append(scaled / power);
    if (decimals > 0) {
      text.append('.');
      long fraction = scaled % power;
      for (long digit = power / 10; digit > fraction && digit > 1; digit /= 10) {
        text.append('0');
      }
      text.append(fraction);
    }
    return this;
  }

  /** Ends the row. */
  public void endRow() {
    text.append('\n');
    rowBegun = false;
  }

  private void separate() {
    if (rowBegun) {
      text.append(',');
    }
    rowBegun = true;
  }

  /** Returns the rows ended so far. */
  public CharSequence text() {
    return text;
  }
}
