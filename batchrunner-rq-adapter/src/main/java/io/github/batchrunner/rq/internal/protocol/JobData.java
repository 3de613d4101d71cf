package io.github.batchrunner.rq.internal.protocol;

import io.github.batchrunner.rq.Call;
import io.github.batchrunner.rq.RqException;
import io.github.batchrunner.rq.Serializer;
import io.github.batchrunner.rq.pickle.Pickle;
import io.github.batchrunner.rq.pickle.PickleException;
import io.github.batchrunner.rq.pickle.PyTuple;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * The {@code data} of a job: what it calls, serialised as {@code (function, instance, args,
 * kwargs)} and compressed with zlib, which RQ lets producers leave out.
 */
public final class JobData {

  /** Below this size compressing costs more than it saves. */
  private static final int COMPRESSED_FROM = 1024;

  /** The most bytes that compressed data may become: nobody's arguments are larger. */
  private static final int MOST_BYTES = 256 << 20;

  private JobData() {}

  /**
   * Returns the bytes for a call.
   *
   * @throws RqException if an argument has no place in the format
   */
  public static byte[] encode(Call call, Serializer serializer) {
    byte[] bytes =
        serializer == Serializer.PICKLE
            ? pickle(call)
            : serializer.dumps(Arrays.asList(call.function(), null, call.args(), call.kwargs()));
    return bytes.length < COMPRESSED_FROM ? bytes : deflate(bytes);
  }

  private static byte[] pickle(Call call) {
    try {
      return Pickle.dumpsCall(call.function(), call.args(), call.kwargs());
    } catch (PickleException e) {
      throw new RqException(
          "the arguments of \"" + call.function() + "\" cannot be pickled: " + e.getMessage(), e);
    }
  }

  /**
   * Reads what a job calls.
   *
   * @throws RqException if the bytes are not those of a call; says why
   */
  public static Call decode(byte[] data, Serializer serializer) {
    List<?> parts = sequence(serializer.loads(inflateIfDeflated(data)));
    if (parts == null || parts.size() != 4) {
      throw new RqException("the job's data is not (function, instance, args, kwargs)");
    }
    if (!(parts.get(0) instanceof String function) || function.isBlank()) {
      throw new RqException("the job's data does not name a function");
    }
    if (parts.get(1) != null) {
      throw new RqException("the job calls a method of a pickled object: \"" + function + "\"");
    }
    List<?> args = sequence(parts.get(2));
    if (args == null || !(parts.get(3) instanceof Map<?, ?> named)) {
      throw new RqException("the arguments of \"" + function + "\" are not a list and a dict");
    }
    Map<String, @Nullable Object> kwargs = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : named.entrySet()) {
      if (!(entry.getKey() instanceof String name)) {
        throw new RqException("an argument of \"" + function + "\" has a name that is not text");
      }
      kwargs.put(name, entry.getValue());
    }
    return new Call(function, new ArrayList<@Nullable Object>(args), kwargs);
  }

  private static @Nullable List<?> sequence(@Nullable Object value) {
    if (value instanceof PyTuple tuple) {
      return tuple.items();
    }
    return value instanceof List<?> list ? list : null;
  }

  /** Compresses as {@code zlib.compress} does. */
  public static byte[] deflate(byte[] bytes) {
    Deflater deflater = new Deflater();
    try {
      deflater.setInput(bytes);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 2 + 64);
      byte[] buffer = new byte[8192];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return out.toByteArray();
    } finally {
      deflater.end();
    }
  }

  /**
   * Decompresses what {@code zlib.compress} made; returns anything else as it is, as RQ does.
   *
   * @throws RqException if it would become larger than 256 MiB
   */
  public static byte[] inflateIfDeflated(byte[] bytes) {
    if (bytes.length == 0 || (bytes[0] & 0x0f) != 8) {
      return bytes;
    }
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(bytes);
      ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length * 4);
      byte[] buffer = new byte[8192];
      while (!inflater.finished()) {
        int count = inflater.inflate(buffer);
        if (count == 0 && !inflater.finished()) {
          // Cut off, or made with a dictionary that nobody has.
          return bytes;
        }
        out.write(buffer, 0, count);
        if (out.size() > MOST_BYTES) {
          throw new RqException(
              "compressed data would become larger than " + MOST_BYTES + " bytes");
        }
      }
      return out.toByteArray();
    } catch (DataFormatException notDeflated) {
      return bytes;
    } finally {
      inflater.end();
    }
  }
}
