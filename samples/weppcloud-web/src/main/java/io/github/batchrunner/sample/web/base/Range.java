package io.github.batchrunner.sample.web.base;

/**
 * The numbers a field may have.
 *
 * @param least the smallest one; {@code -Infinity} for none
 * @param most the largest one; {@code Infinity} for none
 * @param open whether the ends themselves are left out
 */
record Range(double least, double most, boolean open) {

  static Range of(double least, double most) {
    return new Range(least, most, false);
  }

  static Range atLeast(double least) {
    return new Range(least, Double.POSITIVE_INFINITY, false);
  }

  static Range between(double low, double high) {
    return new Range(low, high, true);
  }

  static Range above(double low) {
    return new Range(low, Double.POSITIVE_INFINITY, true);
  }

  boolean contains(double number) {
    return open ? number > least && number < most : number >= least && number <= most;
  }

  /** Such as {@code 1 to 1000}, {@code more than 0}, {@code more than 0 and less than 100}. */
  String words() {
    if (least == Double.NEGATIVE_INFINITY && most == Double.POSITIVE_INFINITY) {
      return "any";
    }
    if (most == Double.POSITIVE_INFINITY) {
      return (open ? "more than " : "") + text(least) + (open ? "" : " or more");
    }
    return open
        ? "more than " + text(least) + " and less than " + text(most)
        : text(least) + " to " + text(most);
  }

  private static String text(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? String.valueOf((long) number)
        : String.valueOf(number);
  }
}
