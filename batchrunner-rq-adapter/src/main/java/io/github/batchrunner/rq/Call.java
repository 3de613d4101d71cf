package io.github.batchrunner.rq;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a job calls. Immutable.
 *
 * @param function the qualified name that workers import, such as {@code module.function}
 * @param args positional arguments: values as in {@link Serializer}
 * @param kwargs arguments by name
 */
public record Call(
    String function, List<@Nullable Object> args, Map<String, @Nullable Object> kwargs) {

  /** Copies the arguments, nulls included. */
  public Call {
    if (function.isBlank()) {
      throw new IllegalArgumentException("a call names its function");
    }
    args = Collections.unmodifiableList(new ArrayList<>(args));
    kwargs = Collections.unmodifiableMap(new LinkedHashMap<>(kwargs));
  }

  /** Returns a call with positional arguments alone. */
  public static Call of(String function, @Nullable Object... args) {
    return new Call(function, java.util.Arrays.asList(args), Map.of());
  }

  /** Returns this call with one more argument by name. */
  public Call with(String name, @Nullable Object value) {
    Map<String, @Nullable Object> more = new LinkedHashMap<>(kwargs);
    more.put(name, value);
    return new Call(function, args, more);
  }
}
