package io.github.batchrunner.core.internal.json;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes plain Java values as Python's {@code json.dumps} would. */
public final class PythonJson {

  private PythonJson() {}

  /**
   * Returns {@code json.dumps(value)}.
   *
   * @param value strings, integers of any size, doubles, booleans, lists, maps with string keys,
   *     null
   * @throws IllegalArgumentException if something else is among the values
   */
  public static String dumps(@Nullable Object value) {
    JsonBytes out = new JsonBytes();
    write(value, false, out);
    return out.toString();
  }

  /** Returns {@code json.dumps(value, sort_keys=True)}; else as {@link #dumps}. */
  public static String dumpsSorted(@Nullable Object value) {
    JsonBytes out = new JsonBytes();
    write(value, true, out);
    return out.toString();
  }

  private static void write(@Nullable Object value, boolean sorted, JsonBytes out) {
    if (value instanceof String text) {
      out.string(text);
    } else if (value instanceof Double number) {
      out.append(PythonFloat.repr(number));
    } else if (value == null
        || value instanceof Boolean
        || value instanceof Long
        || value instanceof Integer
        || value instanceof BigInteger) {
      out.append(String.valueOf(value));
    } else if (value instanceof Map<?, ?> map) {
      writeMap(map, sorted, out);
    } else if (value instanceof List<?> list) {
      out.append('[');
      for (int i = 0; i < list.size(); i++) {
        if (i > 0) {
          out.separator();
        }
        write(list.get(i), sorted, out);
      }
      out.append(']');
    } else {
      throw notJson(value);
    }
  }

  private static void writeMap(Map<?, ?> map, boolean sorted, JsonBytes out) {
    List<String> keys = new ArrayList<>(map.size());
    for (Object key : map.keySet()) {
      if (!(key instanceof String text)) {
        throw notJson(key);
      }
      keys.add(text);
    }
    if (sorted) {
      keys.sort(CodePointOrder.COMPARATOR);
    }
    out.append('{');
    String separator = "";
    for (String key : keys) {
      out.append(separator);
      out.key(key);
      write(map.get(key), sorted, out);
      separator = ", ";
    }
    out.append('}');
  }

  private static IllegalArgumentException notJson(@Nullable Object value) {
    return new IllegalArgumentException(
        "\""
            + value
            + "\" has no place in JSON text: it is not a string, number, boolean, list, "
            + "map with string keys or null");
  }
}
