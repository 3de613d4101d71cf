package io.github.batchrunner.core.template;

import org.jspecify.annotations.Nullable;

/** The operators of comparisons. */
enum ComparisonOperator {
  EQUAL("=="),
  NOT_EQUAL("!="),
  LESS("<"),
  AT_MOST("<="),
  GREATER(">"),
  AT_LEAST(">="),
  IN("in"),
  NOT_IN("not in");

  private final String symbol;

  ComparisonOperator(String symbol) {
    this.symbol = symbol;
  }

  String symbol() {
    return symbol;
  }

  /** Returns whether null may stand on either side; the container of {@code in} is never null. */
  boolean allowsNull() {
    return switch (this) {
      case EQUAL, NOT_EQUAL, IN, NOT_IN -> true;
      case LESS, AT_MOST, GREATER, AT_LEAST -> false;
    };
  }

  boolean holds(@Nullable Object left, @Nullable Object right, Work work) {
    return switch (this) {
      case EQUAL -> PythonComparison.equal(left, right, work);
      case NOT_EQUAL -> !PythonComparison.equal(left, right, work);
      case IN -> PythonComparison.contains(right, left, work);
      case NOT_IN -> !PythonComparison.contains(right, left, work);
      case LESS, AT_MOST, GREATER, AT_LEAST -> PythonComparison.ordered(this, left, right, work);
    };
  }

  /** Returns whether an ordering operator holds for the sign of a comparison. */
  boolean holdsFor(int sign) {
    return switch (this) {
      case LESS -> sign < 0;
      case AT_MOST -> sign <= 0;
      case GREATER -> sign > 0;
      case AT_LEAST -> sign >= 0;
      case EQUAL, NOT_EQUAL, IN, NOT_IN ->
          throw new IllegalStateException("\"" + symbol + "\" is no ordering");
    };
  }
}
