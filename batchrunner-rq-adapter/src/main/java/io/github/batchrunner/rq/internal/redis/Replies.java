package io.github.batchrunner.rq.internal.redis;

import io.github.batchrunner.rq.RqRefusedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns replies into values; an error among them is thrown. */
public final class Replies {

  private Replies() {}

  /** Returns an integer. */
  public static long number(@Nullable Object reply) {
    if (value(reply) instanceof Long number) {
      return number;
    }
    throw unexpected(reply, "a number");
  }

  /** Returns a bulk reply as UTF-8 text; null for none. */
  public static @Nullable String textOrNull(@Nullable Object reply) {
    byte[] bytes = bytesOrNull(reply);
    return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
  }

  /** Returns a bulk reply; null for none. */
  public static byte @Nullable [] bytesOrNull(@Nullable Object reply) {
    Object value = value(reply);
    if (value == null || value instanceof byte[]) {
      return (byte[]) value;
    }
    throw unexpected(reply, "bytes");
  }

  /** Returns a list of replies; empty for none. */
  @SuppressWarnings("unchecked")
  public static List<@Nullable Object> list(@Nullable Object reply) {
    Object value = value(reply);
    if (value == null) {
      return List.of();
    }
    if (value instanceof List<?> list) {
      return (List<@Nullable Object>) list;
    }
    throw unexpected(reply, "a list");
  }

  /** Returns a list of texts. */
  public static List<String> texts(@Nullable Object reply) {
    List<String> texts = new ArrayList<>();
    for (Object element : list(reply)) {
      String text = textOrNull(element);
      if (text == null) {
        throw unexpected(null, "text");
      }
      texts.add(text);
    }
    return texts;
  }

  /** Returns a flat list of fields and values, as of HGETALL, in its order. */
  public static Map<String, byte[]> fields(@Nullable Object reply) {
    List<@Nullable Object> flat = list(reply);
    Map<String, byte[]> fields = new LinkedHashMap<>(flat.size());
    for (int i = 0; i + 1 < flat.size(); i += 2) {
      String name = textOrNull(flat.get(i));
      byte[] value = bytesOrNull(flat.get(i + 1));
      if (name != null && value != null) {
        fields.put(name, value);
      }
    }
    return fields;
  }

  /** Returns the reply itself unless it is an error. */
  public static @Nullable Object value(@Nullable Object reply) {
    if (reply instanceof RedisError error) {
      throw new RqRefusedException(error.code(), "Redis refused: " + error.message());
    }
    return reply;
  }

  private static IllegalStateException unexpected(@Nullable Object reply, String wanted) {
    return new IllegalStateException(
        "Redis answered "
            + (reply == null ? "nothing" : reply.getClass().getSimpleName())
            + " where "
            + wanted
            + " was expected");
  }
}
