package io.github.batchrunner.rq;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Python's JSON serializer can carry, so that nothing else is written in some guessed form.
 */
final class JsonValues {

  private static final int MOST_LEVELS = 500;

  private JsonValues() {}

  /**
   * Looks through a value.
   *
   * @throws RqException if something in it has no place in JSON; names what
   */
  static void check(@Nullable Object value) {
    check(value, MOST_LEVELS);
  }

  private static void check(@Nullable Object value, int levels) {
    if (levels == 0) {
      throw new RqException("a value is nested more than " + MOST_LEVELS + " levels deep");
    }
    if (value instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        if (!(entry.getKey() instanceof CharSequence)) {
          throw new RqException("a key in JSON is text, not " + typeOf(entry.getKey()));
        }
        check(entry.getValue(), levels - 1);
      }
    } else if (value instanceof List<?> list) {
      for (Object element : list) {
        check(element, levels - 1);
      }
    } else if (!isLeaf(value)) {
      throw new RqException(
          "a value of type "
              + typeOf(value)
              + " has no place in JSON: give text, numbers, booleans, lists or maps");
    }
  }

  /** Returns a value that was read with all its whole numbers as Long or BigInteger. */
  @SuppressWarnings("unchecked")
  static @Nullable Object widened(@Nullable Object value) {
    if (value instanceof Integer number) {
      return number.longValue();
    }
    if (value instanceof Map<?, ?> map) {
      ((Map<Object, @Nullable Object>) map).replaceAll((key, element) -> widened(element));
    } else if (value instanceof List<?> list) {
      ((List<@Nullable Object>) list).replaceAll(JsonValues::widened);
    }
    return value;
  }

  private static boolean isLeaf(@Nullable Object value) {
    return value == null
        || value instanceof String
        || value instanceof Boolean
        || value instanceof Integer
        || value instanceof Long
        || value instanceof Short
        || value instanceof Byte
        || value instanceof BigInteger
        || value instanceof Double
        || value instanceof Float;
  }

  private static String typeOf(@Nullable Object value) {
    return value == null ? "null" : value.getClass().getName();
  }
}
