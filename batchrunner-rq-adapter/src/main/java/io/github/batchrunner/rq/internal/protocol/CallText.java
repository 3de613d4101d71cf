package io.github.batchrunner.rq.internal.protocol;

import io.github.batchrunner.rq.Call;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * A call as RQ describes it to people: {@code module.function('a', n=2)}, each argument cut at 75
 * characters.
 */
public final class CallText {

  private static final int MOST_CHARACTERS = 75;

  private CallText() {}

  /** Returns the text of a call. */
  public static String of(Call call) {
    StringJoiner text = new StringJoiner(", ", call.function() + "(", ")");
    for (Object argument : call.args()) {
      text.add(cut(repr(argument)));
    }
    call.kwargs().forEach((name, value) -> text.add(name + "=" + cut(repr(value))));
    return text.toString();
  }

  private static String cut(String text) {
    return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS) + "...";
  }

  private static String repr(@Nullable Object value) {
    if (value == null) {
      return "None";
    }
    if (value instanceof Boolean truth) {
      return truth ? "True" : "False";
    }
    if (value instanceof CharSequence text) {
      String one =
          text.length() > MOST_CHARACTERS ? text.subSequence(0, MOST_CHARACTERS) + "" : text + "";
      return "'" + one.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n") + "'";
    }
    if (value instanceof Map<?, ?> map) {
      StringJoiner entries = new StringJoiner(", ", "{", "}");
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        if (entries.length() > MOST_CHARACTERS) {
          break;
        }
        entries.add(repr(entry.getKey()) + ": " + repr(entry.getValue()));
      }
      return entries.toString();
    }
    if (value instanceof Iterable<?> list) {
      StringJoiner elements = new StringJoiner(", ", "[", "]");
      for (Object element : list) {
        if (elements.length() > MOST_CHARACTERS) {
          break;
        }
        elements.add(repr(element));
      }
      return elements.toString();
    }
    return value instanceof byte[] bytes ? "<" + bytes.length + " bytes>" : value.toString();
  }
}
