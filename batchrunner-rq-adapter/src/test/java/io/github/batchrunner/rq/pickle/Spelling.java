package io.github.batchrunner.rq.pickle;

import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Spells a value so that type and content of every part show, in the same words as {@link
 * PickleOracle} does in Python.
 */
final class Spelling {

  private Spelling() {}

  static String of(@Nullable Object value) {
    if (value == null) {
      return "None";
    } else if (value instanceof Boolean truth) {
      return truth ? "True" : "False";
    } else if (value instanceof Float || value instanceof Double) {
      double number = ((Number) value).doubleValue();
      return "f" + Long.toHexString(Double.doubleToLongBits(number));
    } else if (value instanceof Number || value instanceof BigInteger) {
      return "i" + value;
    } else if (value instanceof CharSequence text) {
      return "s" + text.toString().chars().mapToObj(Spelling::unit).collect(Collectors.joining());
    } else if (value instanceof byte[] bytes) {
      return "b" + HexFormat.of().formatHex(bytes);
    } else if (value instanceof PyTuple tuple) {
      return "(" + all(tuple.items()) + ")";
    } else if (value instanceof List<?> list) {
      return "[" + all(list) + "]";
    } else if (value instanceof Set<?> set) {
      String values = set.stream().map(Spelling::of).sorted().collect(Collectors.joining(","));
      return (set instanceof PySet known && known.frozen() ? "frozenset" : "set") + values + ";";
    } else if (value instanceof Map<?, ?> map) {
      return "{" + entries(map) + "}";
    } else if (value instanceof PyGlobal global) {
      return "g" + global.module() + ":" + global.name();
    } else if (value instanceof PyObject object) {
      return "o<"
          + of(object.maker())
          + of(object.args())
          + of(object.kwargs())
          + of(object.state())
          + of(object.items())
          + of(object.entries())
          + ">";
    } else if (value instanceof PyRecursion recursion) {
      return "R" + recursion.type();
    } else if (value instanceof PyExternal external) {
      return "x" + external.kind() + of(external.id());
    }
    throw new AssertionError(value.getClass() + " is not what a pickle is read as");
  }

  private static String unit(int unit) {
    return String.format("%04x", unit);
  }

  private static String all(List<?> values) {
    return values.stream().map(Spelling::of).collect(Collectors.joining(","));
  }

  private static String entries(Map<?, ?> map) {
    return map.entrySet().stream()
        .map(entry -> of(entry.getKey()) + "=" + of(entry.getValue()))
        .collect(Collectors.joining(","));
  }
}
