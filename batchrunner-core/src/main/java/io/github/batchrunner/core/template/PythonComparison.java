package io.github.batchrunner.core.template;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Equality, order and membership as Python has them. */
final class PythonComparison {

  private PythonComparison() {}

  static boolean equal(@Nullable Object left, @Nullable Object right, Work work) {
    return equal(left, right, work, 0);
  }

  private static boolean equal(
      @Nullable Object left, @Nullable Object right, Work work, int depth) {
    checkDepth(depth);
    work.spend(1);
    if (left == null || right == null) {
      return left == null && right == null;
    }
    if (left instanceof String a && right instanceof String b) {
      work.spend(Math.min(a.length(), b.length()));
      return a.equals(b);
    }
    if (PythonNumbers.isNumber(left) && PythonNumbers.isNumber(right)) {
      return !isNaN(left) && !isNaN(right) && PythonNumbers.compare(left, right) == 0;
    }
    if (left instanceof List<?> a && right instanceof List<?> b) {
      return a.size() == b.size() && firstDifference(a, b, work, depth) == a.size();
    }
    if (left instanceof Map<?, ?> a && right instanceof Map<?, ?> b) {
      return a.size() == b.size() && sameEntries(a, b, work, depth);
    }
    return false;
  }

  private static boolean sameEntries(Map<?, ?> a, Map<?, ?> b, Work work, int depth) {
    for (Map.Entry<?, ?> entry : a.entrySet()) {
      Object key = entry.getKey();
      if (!b.containsKey(key) || !sameElement(entry.getValue(), b.get(key), work, depth + 1)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Compares elements of lists and objects: there, unlike outside, one and the same value equals
   * itself even if it is not a number, or holds one that is not.
   */
  @SuppressWarnings("ReferenceEquality") // it is what Python asks first
  private static boolean sameElement(
      @Nullable Object left, @Nullable Object right, Work work, int depth) {
    work.spend(1);
    return left == right || equal(PythonValue.of(left), PythonValue.of(right), work, depth);
  }

  private static int firstDifference(List<?> a, List<?> b, Work work, int depth) {
    int common = Math.min(a.size(), b.size());
    for (int i = 0; i < common; i++) {
      if (!sameElement(a.get(i), b.get(i), work, depth + 1)) {
        return i;
      }
    }
    return common;
  }

  static boolean ordered(
      ComparisonOperator operator, @Nullable Object left, @Nullable Object right, Work work) {
    return ordered(operator, left, right, work, 0);
  }

  private static boolean ordered(
      ComparisonOperator operator,
      @Nullable Object left,
      @Nullable Object right,
      Work work,
      int depth) {
    checkDepth(depth);
    if (left instanceof String a && right instanceof String b) {
      work.spend(Math.min(a.length(), b.length()));
      return operator.holdsFor(compareCodePoints(a, b));
    }
    if (left != null
        && right != null
        && PythonNumbers.isNumber(left)
        && PythonNumbers.isNumber(right)) {
      return !isNaN(left) && !isNaN(right) && operator.holdsFor(PythonNumbers.compare(left, right));
    }
    if (left instanceof List<?> a && right instanceof List<?> b) {
      int i = firstDifference(a, b, work, depth);
      if (i == a.size() || i == b.size()) {
        return operator.holdsFor(Integer.compare(a.size(), b.size()));
      }
      return ordered(operator, PythonValue.of(a.get(i)), PythonValue.of(b.get(i)), work, depth + 1);
    }
    throw new PythonError(
        "cannot order "
            + PythonValue.kind(left)
            + " and "
            + PythonValue.kind(right)
            + " with '"
            + operator.symbol()
            + "'");
  }

  /** Orders by code points; UTF-16 units order the characters beyond U+FFFF differently. */
  private static int compareCodePoints(String a, String b) {
    int common = Math.min(a.length(), b.length());
    for (int i = 0; i < common; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        boolean bothOrNone = Character.isSurrogate(x) == Character.isSurrogate(y);
        return bothOrNone ? Character.compare(x, y) : Character.isSurrogate(x) ? 1 : -1;
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  /** Returns whether {@code value in container}. */
  static boolean contains(@Nullable Object container, @Nullable Object value, Work work) {
    if (container instanceof String text) {
      if (!(value instanceof String part)) {
        throw new PythonError("only text can be in text, not " + PythonValue.kind(value));
      }
      work.spend((long) text.length() * Math.max(1, part.length()));
      return text.contains(part);
    }
    if (container instanceof List<?> list) {
      return list.stream().anyMatch(element -> sameElement(element, value, work, 0));
    }
    if (container instanceof Map<?, ?> map) {
      if (value instanceof List || value instanceof Map) {
        throw new PythonError("the keys of an object are text, not " + PythonValue.kind(value));
      }
      return value instanceof String && map.containsKey(value);
    }
    throw new PythonError(
        "'in' needs text, a list or an object on its right, not " + PythonValue.kind(container));
  }

  private static boolean isNaN(Object number) {
    return number instanceof Double value && value.isNaN();
  }

  private static void checkDepth(int depth) {
    if (depth > Limits.VALUE_NESTING) {
      throw new PythonError("the value is nested too deeply");
    }
  }
}
