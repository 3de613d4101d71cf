package io.github.batchrunner.rq.pickle;

import java.math.BigInteger;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Shows values much as Python's {@code repr} does, for people to read.
 *
 * <p>Stops after a thousand characters and a few levels, whatever the value.
 */
final class PyRepr {

  private static final int LENGTH = 1000;
  private static final int DEPTH = 12;
  private static final int INTEGER_BITS = 1000;
  private static final String MORE = "...";

  private final StringBuilder out = new StringBuilder();
  private int depth;

  private PyRepr() {}

  static String of(@Nullable Object value) {
    PyRepr repr = new PyRepr();
    repr.value(value);
    return shortened(repr.out.toString());
  }

  static String shortened(String text) {
    return text.length() <= LENGTH ? text : text.substring(0, LENGTH) + MORE;
  }

  private void value(@Nullable Object value) {
    if (full()) {
      return;
    }
    if (++depth > DEPTH) {
      out.append(MORE);
    } else if (value instanceof PyObject object) {
      object(object);
    } else if (value instanceof PyTuple tuple) {
      sequence("(", tuple.items(), tuple.size() == 1 ? ",)" : ")");
    } else if (value instanceof List<?> list) {
      sequence("[", list, "]");
    } else if (value instanceof Set<?> set) {
      set(set);
    } else if (value instanceof Map<?, ?> map) {
      out.append('{');
      entries(map, ": ", false);
      out.append('}');
    } else {
      leaf(value);
    }
    depth--;
  }

  private boolean full() {
    return out.length() > LENGTH;
  }

  private void leaf(@Nullable Object value) {
    if (value == null) {
      out.append("None");
    } else if (value instanceof Boolean truth) {
      out.append(truth ? "True" : "False");
    } else if (value instanceof CharSequence text) {
      text(text);
    } else if (value instanceof byte[] bytes) {
      bytes(bytes);
    } else if (value instanceof BigInteger integer && integer.bitLength() > INTEGER_BITS) {
      out.append("<int of ").append(integer.bitLength()).append(" bits>");
    } else {
      out.append(value);
    }
  }

  private void sequence(String open, Iterable<?> values, String close) {
    out.append(open);
    Iterator<?> each = values.iterator();
    while (each.hasNext() && !full()) {
      value(each.next());
      out.append(each.hasNext() ? ", " : "");
    }
    out.append(close);
  }

  private void set(Set<?> set) {
    boolean frozen = set instanceof PySet values && values.frozen();
    if (set.isEmpty()) {
      out.append(frozen ? "frozenset()" : "set()");
    } else {
      sequence(frozen ? "frozenset({" : "{", set, frozen ? "})" : "}");
    }
  }

  /** Writes a dict's inside, or the arguments of a call by name. */
  private void entries(Map<?, ?> map, String between, boolean names) {
    String separator = "";
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (full()) {
        return;
      }
      out.append(separator);
      if (names && entry.getKey() instanceof String name) {
        out.append(shortened(name));
      } else {
        value(entry.getKey());
      }
      out.append(between);
      value(entry.getValue());
      separator = ", ";
    }
  }

  private void object(PyObject object) {
    value(object.maker());
    out.append('(');
    int start = out.length();
    String dateTime = PyDateTimes.fields(object);
    if (dateTime == null) {
      sequence("", object.args().items(), "");
    } else {
      out.append(dateTime);
      if (object.args().size() > 1) {
        out.append(", tzinfo=");
        value(object.args().get(1));
      }
    }
    named(object.kwargs(), start);
    attributes(object.state(), start);
    if (!object.items().isEmpty()) {
      separate(start);
      sequence("[", object.items(), "]");
    }
    if (!object.entries().isEmpty()) {
      separate(start);
      value(object.entries());
    }
    out.append(')');
  }

  /** The state of an object with slots is a tuple of its dict and of the slots' values. */
  private void attributes(@Nullable Object state, int start) {
    if (state instanceof Map<?, ?> map) {
      named(map, start);
    } else if (state instanceof PyTuple tuple
        && tuple.size() == 2
        && (tuple.get(0) == null || tuple.get(0) instanceof Map<?, ?>)
        && tuple.get(1) instanceof Map<?, ?> slots) {
      attributes(tuple.get(0), start);
      named(slots, start);
    } else if (state != null) {
      separate(start);
      out.append("state=");
      value(state);
    }
  }

  private void named(Map<?, ?> map, int start) {
    if (!map.isEmpty()) {
      separate(start);
      entries(map, "=", true);
    }
  }

  private void separate(int start) {
    out.append(out.length() > start ? ", " : "");
  }

  private void text(CharSequence text) {
    int end = Math.min(text.length(), LENGTH);
    char quote =
        text.toString().indexOf('\'') >= 0 && text.toString().indexOf('"') < 0 ? '"' : '\'';
    out.append(quote);
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c) || (Character.isSurrogate(c) && !paired(text, i))) {
        out.append(c < 0x100 ? escaped(c) : String.format("\\u%04x", (int) c));
      } else {
        out.append(c == quote || c == '\\' ? "\\" : "").append(c);
      }
    }
    out.append(end < text.length() ? MORE : "").append(quote);
  }

  private static boolean paired(CharSequence text, int i) {
    return Character.isHighSurrogate(text.charAt(i))
        ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
        : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
  }

  private void bytes(byte[] bytes) {
    int end = Math.min(bytes.length, LENGTH);
    out.append("b'");
    for (int i = 0; i < end; i++) {
      char c = (char) (bytes[i] & 0xff);
      if (c < ' ' || c > '~') {
        out.append(escaped(c));
      } else {
        out.append(c == '\'' || c == '\\' ? "\\" : "").append(c);
      }
    }
    out.append(end < bytes.length ? MORE : "").append('\'');
  }

  private static String escaped(char c) {
    return switch (c) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> String.format("\\x%02x", (int) c);
    };
  }
}
