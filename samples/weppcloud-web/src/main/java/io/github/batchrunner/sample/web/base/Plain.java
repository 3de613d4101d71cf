package io.github.batchrunner.sample.web.base;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Plain values of JSON, whichever parser they come from. */
final class Plain {

  private static final int MOST_SHOWN = 60;

  private Plain() {}

  /** Returns a number that a double holds; {@code null} for everything else, NaN included. */
  static @Nullable Double number(@Nullable Object value) {
    if (!(value instanceof Number given)) {
      return null;
    }
    double number = given.doubleValue() + 0.0;
    return Double.isFinite(number) ? (Double) number : null;
  }

  /** Tells whether two values are the same, numbers by what they count. */
  static boolean same(@Nullable Object one, @Nullable Object other) {
    Double number = number(one);
    return number == null ? Objects.equals(one, other) : number.equals(number(other));
  }

  /** Tells whether two values are the same, down to what is in their lists and maps. */
  static boolean deepSame(@Nullable Object one, @Nullable Object other) {
    if (one instanceof List<?> list && other instanceof List<?> that) {
      if (list.size() != that.size()) {
        return false;
      }
      for (int i = 0; i < list.size(); i++) {
        if (!deepSame(list.get(i), that.get(i))) {
          return false;
        }
      }
      return true;
    }
    if (one instanceof Map<?, ?> map && other instanceof Map<?, ?> that) {
      return map.keySet().equals(that.keySet())
          && map.keySet().stream().allMatch(key -> deepSame(map.get(key), that.get(key)));
    }
    return same(one, other);
  }

  /** Returns a value for a message: short, and on one line. */
  static String quoted(@Nullable Object value) {
    if (value == null) {
      return "nothing";
    }
    String text = value.toString().replaceAll("\\p{Cntrl}", " ");
    return "\"" + (text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "…") + "\"";
  }
}
