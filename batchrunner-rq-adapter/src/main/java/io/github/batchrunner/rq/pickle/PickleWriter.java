package io.github.batchrunner.rq.pickle;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes one value as a pickle of protocol 3, the first with real bytes.
 *
 * <p>Needs no memo: nothing is shared, which is what data needs.
 */
final class PickleWriter {

  private static final int PROTOCOL = 3;
  private static final byte[] SET = "cbuiltins\nset\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FROZENSET =
      "cbuiltins\nfrozenset\n".getBytes(StandardCharsets.US_ASCII);

  /** From this depth on it is worth looking whether a value contains itself. */
  private static final int SUSPICIOUS_DEPTH = 16;

  private final PickleLimits limits = PickleLimits.DEFAULT;
  private final PickleOutput out = new PickleOutput(limits.bytes());
  private int depth;
  private @Nullable Object @Nullable [] suspects;

  byte[] value(@Nullable Object value) {
    out.byte1(Opcodes.PROTO, PROTOCOL);
    part("value", value);
    return finished();
  }

  byte[] call(String function, List<?> args, Map<String, ?> kwargs) {
    out.byte1(Opcodes.PROTO, PROTOCOL);
    out.byte1(Opcodes.MARK);
    part("function", function);
    out.byte1(Opcodes.NONE);
    part("args", PyTuple.of(args.toArray()));
    part("kwargs", kwargs);
    out.byte1(Opcodes.TUPLE);
    return finished();
  }

  private byte[] finished() {
    out.byte1(Opcodes.STOP);
    return out.toBytes();
  }

  private void part(String name, @Nullable Object value) {
    try {
      write(value);
    } catch (UnpicklableException e) {
      throw e.under(name);
    }
  }

  private void write(@Nullable Object value) {
    if (value == null) {
      out.byte1(Opcodes.NONE);
    } else if (value instanceof String text) {
      out.text(Opcodes.BINUNICODE, text);
    } else if (value instanceof Number number) {
      number(number);
    } else if (value instanceof Boolean truth) {
      out.byte1(truth ? Opcodes.NEWTRUE : Opcodes.NEWFALSE);
    } else if (value instanceof CharSequence text) {
      out.text(Opcodes.BINUNICODE, text.toString());
    } else if (value instanceof byte[] bytes) {
      bytes(bytes);
    } else {
      container(value);
    }
  }

  private void number(Number number) {
    if (number instanceof Long
        || number instanceof Integer
        || number instanceof Short
        || number instanceof Byte) {
      integer(number.longValue());
    } else if (number instanceof Double || number instanceof Float) {
      out.double8(Opcodes.BINFLOAT, number.doubleValue());
    } else if (number instanceof BigInteger integer) {
      integer(integer);
    } else if (number instanceof BigDecimal) {
      throw new UnpicklableException(
          "is a BigDecimal, which has no counterpart among Python's plain values;"
              + " give it as a Double or as text");
    } else {
      throw unknown(number);
    }
  }

  private void integer(long value) {
    if (value != (int) value) {
      integer(BigInteger.valueOf(value));
    } else if ((value & 0xff) == value) {
      out.byte1(Opcodes.BININT1, (int) value);
    } else {
      out.int4(Opcodes.BININT, (int) value);
    }
  }

  private void integer(BigInteger value) {
    byte[] highestFirst = value.toByteArray();
    if (highestFirst.length <= 0xff) {
      out.byte1(Opcodes.LONG1, highestFirst.length);
    } else {
      out.int4(Opcodes.LONG4, highestFirst.length);
    }
    out.reversed(highestFirst);
  }

  private void bytes(byte[] bytes) {
    if (bytes.length <= 0xff) {
      out.byte1(Opcodes.SHORT_BINBYTES, bytes.length);
    } else {
      out.int4(Opcodes.BINBYTES, bytes.length);
    }
    out.raw(bytes);
  }

  private void container(Object value) {
    enter(value);
    if (value instanceof Map<?, ?> map) {
      map(map);
    } else if (value instanceof List<?> list) {
      list(list);
    } else if (value instanceof PyTuple tuple) {
      tuple(tuple);
    } else if (value instanceof Set<?> set) {
      set(set);
    } else {
      throw unknown(value);
    }
    depth--;
  }

  /** A value that contains itself is found at the latest once round after the suspicious depth. */
  private void enter(Object value) {
    if (++depth > limits.depth()) {
      throw new UnpicklableException(
          "is nested deeper than " + limits.depth() + " lists, maps, tuples and sets");
    }
    if (depth > SUSPICIOUS_DEPTH) {
      if (suspects == null) {
        suspects = new Object[limits.depth() + 1];
      }
      for (int i = SUSPICIOUS_DEPTH + 1; i < depth; i++) {
        if (suspects[i] == value) {
          throw new UnpicklableException("is a value that contains itself");
        }
      }
      suspects[depth] = value;
    }
  }

  private void list(List<?> list) {
    out.byte1(Opcodes.EMPTY_LIST);
    if (!list.isEmpty()) {
      out.byte1(Opcodes.MARK);
      elements(list);
      out.byte1(Opcodes.APPENDS);
    }
  }

  private void tuple(PyTuple tuple) {
    switch (tuple.size()) {
      case 0 -> out.byte1(Opcodes.EMPTY_TUPLE);
      case 1, 2, 3 -> {
        elements(tuple.items());
        out.byte1(Opcodes.TUPLE1 + tuple.size() - 1);
      }
      default -> {
        out.byte1(Opcodes.MARK);
        elements(tuple.items());
        out.byte1(Opcodes.TUPLE);
      }
    }
  }

  private void elements(List<?> values) {
    int index = 0;
    for (Object value : values) {
      try {
        write(value);
      } catch (UnpicklableException e) {
        throw e.inPlace(index);
      }
      index++;
    }
  }

  private void map(Map<?, ?> map) {
    PythonKeys.check(map.keySet());
    out.byte1(Opcodes.EMPTY_DICT);
    if (map.isEmpty()) {
      return;
    }
    out.byte1(Opcodes.MARK);
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      write(entry.getKey());
      try {
        write(entry.getValue());
      } catch (UnpicklableException e) {
        throw e.inKey(entry.getKey());
      }
    }
    out.byte1(Opcodes.SETITEMS);
  }

  /**
   * Sets have opcodes of their own from protocol 4 on only; before, they are called with a list.
   */
  private void set(Set<?> set) {
    PythonKeys.check(set);
    out.raw(set instanceof PySet values && values.frozen() ? FROZENSET : SET);
    out.byte1(Opcodes.EMPTY_LIST);
    if (!set.isEmpty()) {
      out.byte1(Opcodes.MARK);
      for (Object value : set) {
        write(value);
      }
      out.byte1(Opcodes.APPENDS);
    }
    out.byte1(Opcodes.TUPLE1);
    out.byte1(Opcodes.REDUCE);
  }

  private static UnpicklableException unknown(Object value) {
    return new UnpicklableException(
        "is of "
            + value.getClass().getName()
            + "; only null, Boolean, whole numbers, Double, Float, text, byte[], List, Map, Set and"
            + " PyTuple can be pickled");
  }
}
