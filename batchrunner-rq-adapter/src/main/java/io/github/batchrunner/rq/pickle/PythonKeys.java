package io.github.batchrunner.rq.pickle;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks that Python can tell the keys of a dict, or the values of a set, apart.
 *
 * <p>Python holds 1, 1.0 and True for the same key, and a dict would silently keep only the last
 * one's value. It refuses lists, dicts and sets as keys.
 */
final class PythonKeys {

  private PythonKeys() {}

  /** Does nothing for texts alone, which is what nearly all keys are. */
  static void check(Collection<?> keys) {
    for (Object key : keys) {
      if (!(key instanceof String)) {
        compare(keys);
        return;
      }
    }
  }

  private static void compare(Collection<?> keys) {
    Map<@Nullable Object, @Nullable Object> seen = new HashMap<>();
    for (Object key : keys) {
      if (key instanceof Number number && Double.isNaN(number.doubleValue())) {
        continue; // Not equal to anything in Python, itself included.
      }
      Object alike = alike(key, 0);
      if (seen.containsKey(alike)) {
        throw new UnpicklableException(
            "has the keys %s and %s, which are one key in Python"
                .formatted(PyRepr.of(seen.get(alike)), PyRepr.of(key)));
      }
      seen.put(alike, key);
    }
  }

  /** Returns something that is equal for keys that are equal in Python, and only for these. */
  private static @Nullable Object alike(@Nullable Object key, int depth) {
    if (depth > PickleLimits.DEFAULT.depth()) {
      throw new UnpicklableException("has a key that is nested too deep");
    }
    if (key == null || key instanceof String || key instanceof BigInteger) {
      return key;
    }
    if (key instanceof Boolean truth) {
      return truth ? BigInteger.ONE : BigInteger.ZERO;
    }
    if (key instanceof Double || key instanceof Float) {
      return alike(((Number) key).doubleValue());
    }
    if (key instanceof Long
        || key instanceof Integer
        || key instanceof Short
        || key instanceof Byte) {
      return BigInteger.valueOf(((Number) key).longValue());
    }
    if (key instanceof CharSequence text) {
      return text.toString();
    }
    if (key instanceof byte[] bytes) {
      return ByteBuffer.wrap(bytes);
    }
    if (key instanceof PyTuple tuple) {
      List<@Nullable Object> parts = new ArrayList<>();
      for (Object part : tuple.items()) {
        parts.add(alike(part, depth + 1));
      }
      return parts;
    }
    if (key instanceof PySet set && set.frozen()) {
      Set<@Nullable Object> parts = new HashSet<>();
      for (Object part : set) {
        parts.add(alike(part, depth + 1));
      }
      return parts;
    }
    throw new UnpicklableException(
        "has a key of "
            + key.getClass().getName()
            + "; keys and values of sets can be null, Boolean, whole numbers, Double, Float, text,"
            + " byte[] and PyTuples of these");
  }

  private static Object alike(double number) {
    if (Double.isInfinite(number) || number != Math.rint(number)) {
      return number;
    }
    return new BigDecimal(number).toBigInteger();
  }
}
