package io.github.batchrunner.core.template;

import java.util.List;

/** The arithmetic operators, for numbers and where Python has it for text and lists. */
enum ArithmeticOperator {
  ADD("+", "add"),
  SUBTRACT("-", "subtract"),
  MULTIPLY("*", "multiply"),
  DIVIDE("/", "divide"),
  FLOOR_DIVIDE("//", "divide"),
  MODULO("%", "divide");

  private final String symbol;
  private final String verb;

  ArithmeticOperator(String symbol, String verb) {
    this.symbol = symbol;
    this.verb = verb;
  }

  String symbol() {
    return symbol;
  }

  Object apply(Object left, Object right) {
    if (PythonNumbers.isNumber(left) && PythonNumbers.isNumber(right)) {
      return PythonNumbers.arithmetic(this, left, right);
    }
    if (this == ADD) {
      if (left instanceof String head && right instanceof String tail) {
        Limits.checkLength((long) head.length() + tail.length());
        return head + tail;
      }
      if (left instanceof List<?> head && right instanceof List<?> tail) {
        return PythonSequences.concatenate(head, tail);
      }
    }
    if (this == MULTIPLY) {
      if (PythonNumbers.isInteger(right) && PythonSequences.isSequence(left)) {
        return PythonSequences.repeat(left, right);
      }
      if (PythonNumbers.isInteger(left) && PythonSequences.isSequence(right)) {
        return PythonSequences.repeat(right, left);
      }
    }
    throw new PythonError(refusal(left, right));
  }

  private String refusal(Object left, Object right) {
    String kinds = PythonValue.kind(left) + " and " + PythonValue.kind(right);
    if (this == MODULO && left instanceof String) {
      return "'%' does not format text here; use a format such as {x:05d}";
    }
    if (this == ADD && (left instanceof String || right instanceof String)) {
      return "cannot add " + kinds + "; make both text with str(...)";
    }
    if (left instanceof String || right instanceof String) {
      return "cannot " + verb + " " + kinds + "; make text a number with int(...) or float(...)";
    }
    return "cannot " + verb + " " + kinds;
  }
}
