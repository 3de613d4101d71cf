package io.github.batchrunner.rq.internal.protocol;

import io.github.batchrunner.rq.Call;
import io.github.batchrunner.rq.pickle.PyTuple;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * A call as RQ describes it to people: {@code module.function('a', n=2)}, each argument cut at 75
 * characters.
 */
public final class CallText {

  private static final int MOST_CHARACTERS = 75;

  /** More brackets than these are not shown anyway. */
  private static final int MOST_LEVELS = MOST_CHARACTERS + 1;

  private CallText() {}

  /** Returns the text of a call. */
  public static String of(Call call) {
    StringJoiner text = new StringJoiner(", ", call.function() + "(", ")");
    for (Object argument : call.args()) {
      text.add(cut(repr(argument, MOST_LEVELS)));
    }
    call.kwargs().forEach((name, value) -> text.add(name + "=" + cut(repr(value, MOST_LEVELS))));
    return text.toString();
  }

  private static String cut(String text) {
    if (text.length() <= MOST_CHARACTERS) {
      return text;
    }
    // Half a character is none.
    int end = Character.isHighSurrogate(text.charAt(MOST_CHARACTERS - 1)) ? 1 : 0;
    return text.substring(0, MOST_CHARACTERS - end) + "...";
  }

  private static String repr(@Nullable Object value, int levels) {
    if (levels == 0) {
      return "...";
    }
    if (value == null) {
      return "None";
    }
    if (value instanceof Boolean truth) {
      return truth ? "True" : "False";
    }
    if (value instanceof CharSequence text) {
      return quoted(text);
    }
    if (value instanceof PyTuple tuple) {
      StringJoiner elements = new StringJoiner(", ", "(", tuple.size() == 1 ? ",)" : ")");
      return elements(tuple.items(), elements, levels);
    }
    if (value instanceof Map<?, ?> map) {
      StringJoiner entries = new StringJoiner(", ", "{", "}");
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        if (entries.length() > MOST_CHARACTERS) {
          break;
        }
        entries.add(repr(entry.getKey(), levels - 1) + ": " + repr(entry.getValue(), levels - 1));
      }
      return entries.toString();
    }
    if (value instanceof Iterable<?> list) {
      return elements(list, new StringJoiner(", ", "[", "]"), levels);
    }
    return value instanceof byte[] bytes ? "<" + bytes.length + " bytes>" : value.toString();
  }

  private static String elements(Iterable<?> list, StringJoiner elements, int levels) {
    for (Object element : list) {
      if (elements.length() > MOST_CHARACTERS) {
        break;
      }
      elements.add(repr(element, levels - 1));
    }
    return elements.toString();
  }

  /** As Python quotes text: with double quotes if that saves escapes. */
  private static String quoted(CharSequence text) {
    int length = Math.min(text.length(), MOST_CHARACTERS);
    StringBuilder out = new StringBuilder(length + 2);
    char quote = '\'';
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c == '"') {
        quote = '\'';
        break;
      }
      if (c == '\'') {
        quote = '"';
      }
    }
    out.append(quote);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\\' -> out.append("\\\\");
        default -> {
          if (c == quote) {
            out.append('\\');
          }
          if (c < ' ') {
            out.append(String.format("\\x%02x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.append(quote).toString();
  }
}
