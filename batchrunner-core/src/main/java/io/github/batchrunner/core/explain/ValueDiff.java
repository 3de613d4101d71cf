package io.github.batchrunner.core.explain;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names the values in which two JSON documents differ; at most {@value #MOST} of them are kept.
 *
 * <p>Values that look secret, by their name or as a password in an address, are not shown.
 */
final class ValueDiff {

  static final int MOST = 20;
  private static final int MOST_CHARACTERS = 120;
  private static final int MOST_DEPTH = 200;
  private static final String HIDDEN = "\"***\"";

  private static final Pattern SECRET =
      Pattern.compile(
          "(?i)secret|passw|passphrase|token|credential|private|authori[sz]ation|api_?-?key|access_?-?key"
              + "|(?:^|[_.-])(?:key|pwd|pw|pass|auth)(?:$|[_.\\[-])|pgpass");

  /** To the last "@" of the text, for a password may hold anything itself. */
  private static final Pattern USER_INFO = Pattern.compile("(?i)([a-z][a-z0-9+.-]{0,20}://).*@");

  private final List<Change.Value> values = new ArrayList<>();
  private int count;

  private ValueDiff() {}

  /**
   * Compares two documents.
   *
   * @param name what stands before the name of each value; may be empty
   */
  static ValueDiff of(String name, JsonNode before, JsonNode now) {
    ValueDiff diff = new ValueDiff();
    diff.compare(name, before, now, 0);
    return diff;
  }

  /** Returns the values that differ, the first of them. */
  List<Change.Value> values() {
    return values;
  }

  /** Returns how many further ones differ. */
  int more() {
    return count - values.size();
  }

  private void compare(String name, @Nullable JsonNode before, @Nullable JsonNode now, int depth) {
    if (before != null && before.equals(now)) {
      return;
    }
    if (before != null && now != null && depth < MOST_DEPTH) {
      if (before.isObject() && now.isObject()) {
        Set<String> members = new LinkedHashSet<>();
        before.fieldNames().forEachRemaining(members::add);
        now.fieldNames().forEachRemaining(members::add);
        members.forEach(
            member ->
                compare(
                    name.isEmpty() ? member : name + "." + member,
                    before.get(member),
                    now.get(member),
                    depth + 1));
        return;
      }
      if (before.isArray() && now.isArray()) {
        for (int i = 0; i < Math.max(before.size(), now.size()); i++) {
          compare(name + "[" + i + "]", before.get(i), now.get(i), depth + 1);
        }
        return;
      }
    }
    count++;
    if (values.size() < MOST) {
      values.add(new Change.Value(name, shown(name, before), shown(name, now)));
    }
  }

  private static String shown(String name, @Nullable JsonNode value) {
    if (value == null) {
      return "";
    }
    if (SECRET.matcher(name).find()) {
      return HIDDEN;
    }
    String text = USER_INFO.matcher(value.toString()).replaceAll("$1***@");
    if (text.length() <= MOST_CHARACTERS) {
      return text;
    }
    int end =
        MOST_CHARACTERS - (Character.isHighSurrogate(text.charAt(MOST_CHARACTERS - 1)) ? 1 : 0);
    return text.substring(0, end) + "…";
  }
}
