package io.github.batchrunner.core.nodb;

import io.github.batchrunner.core.internal.json.PythonJson;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns JSON text into plain Java values: the reverse of {@link PythonJson}. */
final class JsonValues implements JsonVisitor {

  private static final int MAX_LONG_DIGITS = 18;

  private final byte[] bytes;
  private final Deque<Object> open = new ArrayDeque<>();
  private final Deque<String> keys = new ArrayDeque<>();
  private @Nullable Object result;

  private JsonValues(byte[] bytes) {
    this.bytes = bytes;
  }

  static @Nullable Object read(String name, byte[] bytes) {
    JsonValues values = new JsonValues(bytes);
    JsonScanner.scan(name, bytes, values);
    return values.result;
  }

  @Override
  public void startObject(int at) {
    open.push(new LinkedHashMap<String, @Nullable Object>());
  }

  @Override
  public void key(String name, int start, int end) {
    keys.push(name);
  }

  @Override
  @SuppressWarnings("unchecked") // Only startObject and startArray push.
  public void endObject(int end) {
    add(Collections.unmodifiableMap((Map<String, @Nullable Object>) open.pop()));
  }

  @Override
  public void startArray(int at) {
    open.push(new ArrayList<@Nullable Object>());
  }

  @Override
  public void endArray(int end) {
    add(Collections.unmodifiableList((List<?>) open.pop()));
  }

  @Override
  public void scalar(Scalar kind, int start, int end) {
    add(
        switch (kind) {
          case STRING -> JsonStrings.decode(bytes, start, end);
          case INTEGER -> integer(text(start, end));
          case FLOAT -> Double.valueOf(text(start, end));
          case NON_FINITE -> Double.valueOf(text(start, end));
          case TRUE -> true;
          case FALSE -> false;
          case NULL -> null;
        });
  }

  private static Number integer(String digits) {
    if (digits.length() <= MAX_LONG_DIGITS) {
      return Long.valueOf(digits);
    }
    BigInteger value = new BigInteger(digits);
    if (value.bitLength() < Long.SIZE) {
      return value.longValue();
    }
    return value;
  }

  private String text(int start, int end) {
    return new String(bytes, start, end - start, StandardCharsets.US_ASCII);
  }

  @SuppressWarnings("unchecked") // Only startObject and startArray push.
  private void add(@Nullable Object value) {
    Object parent = open.peek();
    if (parent instanceof List<?> list) {
      ((List<@Nullable Object>) list).add(value);
    } else if (parent instanceof Map<?, ?> map) {
      ((Map<String, @Nullable Object>) map).put(keys.pop(), value);
    } else {
      result = value;
    }
  }
}
