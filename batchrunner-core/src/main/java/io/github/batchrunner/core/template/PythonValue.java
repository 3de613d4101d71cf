package io.github.batchrunner.core.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values of expressions: String, Long, BigInteger (only where Long is too small), Double,
 * Boolean, List, Map and null.
 */
final class PythonValue {

  private static final BigInteger LONG_MIN = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

  private PythonValue() {}

  /**
   * Brings a value of the host, or an element of a host's list or map, into the few kinds above.
   */
  static @Nullable Object of(@Nullable Object value) {
    if (value == null
        || value instanceof String
        || value instanceof Long
        || value instanceof Double
        || value instanceof Boolean
        || value instanceof Map
        || value instanceof List) {
      return value;
    }
    if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
      return ((Number) value).longValue();
    }
    if (value instanceof BigInteger integer) {
      return integer(integer);
    }
    if (value instanceof BigDecimal || value instanceof Float) {
      return ((Number) value).doubleValue();
    }
    throw new PythonError(
        "values of " + value.getClass().getName() + " have no place in templates");
  }

  /** Returns an integer in its only form, or refuses it when it is too large. */
  static Object integer(BigInteger value) {
    if (value.compareTo(LONG_MIN) >= 0 && value.compareTo(LONG_MAX) <= 0) {
      return value.longValue();
    }
    if (value.bitLength() > Limits.INTEGER_BITS) {
      throw new PythonError(
          "the whole number would have more than the limit of about "
              + Limits.INTEGER_DIGITS
              + " digits");
    }
    return value;
  }

  /** Returns what Python's {@code bool(value)} returns. */
  static boolean isTrue(@Nullable Object value) {
    if (value instanceof Boolean truth) {
      return truth;
    }
    if (value instanceof String text) {
      return !text.isEmpty();
    }
    if (value instanceof Long number) {
      return number != 0;
    }
    if (value instanceof Double number) {
      return number != 0; // NaN is true, as in Python.
    }
    if (value instanceof List<?> list) {
      return !list.isEmpty();
    }
    if (value instanceof Map<?, ?> map) {
      return !map.isEmpty();
    }
    return value != null; // A BigInteger is never zero.
  }

  /** Names the kind of a value for messages. */
  static String kind(@Nullable Object value) {
    if (value == null) {
      return "null";
    }
    if (value instanceof String) {
      return "text";
    }
    if (value instanceof Boolean) {
      return "True/False";
    }
    if (value instanceof Double) {
      return "a decimal number";
    }
    if (value instanceof Number) {
      return "a whole number";
    }
    return value instanceof List ? "a list" : "an object";
  }
}
