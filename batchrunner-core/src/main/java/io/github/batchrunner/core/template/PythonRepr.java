package io.github.batchrunner.core.template;

import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Python's {@code str()}, {@code repr()} and {@code ascii()}. */
final class PythonRepr {

  private final StringBuilder out = new StringBuilder();
  private final boolean asciiOnly;

  private PythonRepr(boolean asciiOnly) {
    this.asciiOnly = asciiOnly;
  }

  /** Returns {@code str(value)}. */
  static String str(Object value) {
    if (value instanceof String text) {
      return text;
    }
    if (value instanceof Long || value instanceof BigInteger) {
      return value.toString();
    }
    return repr(value);
  }

  /** Returns {@code repr(value)}. */
  static String repr(Object value) {
    return of(value, false);
  }

  /** Returns {@code ascii(value)}. */
  static String ascii(Object value) {
    return of(value, true);
  }

  private static String of(Object value, boolean asciiOnly) {
    PythonRepr repr = new PythonRepr(asciiOnly);
    repr.append(value, 0);
    return repr.out.toString();
  }

  private void append(@Nullable Object value, int depth) {
    if (depth > Limits.VALUE_NESTING) {
      throw new PythonError("the value is nested too deeply");
    }
    if (value == null) {
      throw new PythonError("the value holds null, which has no place in a text");
    }
    if (value instanceof String text) {
      appendText(text);
    } else if (value instanceof Boolean truth) {
      out.append(truth ? "True" : "False");
    } else if (value instanceof Double number) {
      out.append(FloatText.repr(number));
    } else if (value instanceof List<?> list) {
      appendList(list, depth);
    } else if (value instanceof Map<?, ?> map) {
      appendMap(map, depth);
    } else {
      out.append(value);
    }
    Limits.checkLength(out.length());
  }

  private void appendList(List<?> list, int depth) {
    out.append('[');
    String separator = "";
    for (Object element : list) {
      out.append(separator);
      append(PythonValue.of(element), depth + 1);
      separator = ", ";
    }
    out.append(']');
  }

  private void appendMap(Map<?, ?> map, int depth) {
    out.append('{');
    String separator = "";
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      out.append(separator);
      append(entry.getKey(), depth + 1);
      out.append(": ");
      append(PythonValue.of(entry.getValue()), depth + 1);
      separator = ", ";
    }
    out.append('}');
  }

  private void appendText(String text) {
    Limits.checkLength(text.length());
    char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
    out.append(quote);
    text.codePoints().forEach(character -> appendCharacter(character, quote));
    out.append(quote);
  }

  private void appendCharacter(int character, char quote) {
    if (character == quote || character == '\\') {
      out.append('\\').appendCodePoint(character);
    } else if (character == '\n') {
      out.append("\\n");
    } else if (character == '\r') {
      out.append("\\r");
    } else if (character == '\t') {
      out.append("\\t");
    } else if (asciiOnly ? character >= ' ' && character < 0x7f : isPrintable(character)) {
      out.appendCodePoint(character);
    } else if (character <= 0xff) {
      escape("\\x%02x", character);
    } else if (character <= 0xffff) {
      escape("\\u%04x", character);
    } else {
      escape("\\U%08x", character);
    }
  }

  private void escape(String pattern, int character) {
    out.append(String.format(Locale.ROOT, pattern, character));
  }

  /** Python's {@code str.isprintable} for one character. */
  private static boolean isPrintable(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.SPACE_SEPARATOR -> character == ' ';
      default -> true;
    };
  }
}
