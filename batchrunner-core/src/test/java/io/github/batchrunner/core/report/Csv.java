package io.github.batchrunner.core.report;

import java.util.ArrayList;
import java.util.List;

/** Reads a table as RFC 4180 has it, strictly. */
final class Csv {

  private final String text;
  private int at;

  private Csv(String text) {
    this.text = text;
  }

  static List<List<String>> rows(String text) {
    Csv csv = new Csv(text);
    List<List<String>> rows = new ArrayList<>();
    while (csv.at < text.length()) {
      rows.add(csv.row());
    }
    return rows;
  }

  /** Returns what was meant by a text that a writer may have guarded. */
  static String unguarded(String field) {
    return field.startsWith("'") ? field.substring(1) : field;
  }

  private List<String> row() {
    List<String> fields = new ArrayList<>();
    while (true) {
      fields.add(text.startsWith("\"", at) ? quoted() : plain());
      if (text.startsWith("\r\n", at)) {
        at += 2;
        return fields;
      }
      expect(',');
    }
  }

  private String plain() {
    int start = at;
    while (at < text.length() && ",\"\r\n".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return text.substring(start, at);
  }

  private String quoted() {
    expect('"');
    StringBuilder field = new StringBuilder();
    while (true) {
      char c = text.charAt(at++);
      if (c != '"') {
        field.append(c);
      } else if (text.startsWith("\"", at)) {
        field.append(text.charAt(at++));
      } else {
        return field.toString();
      }
    }
  }

  private void expect(char c) {
    if (text.charAt(at) != c) {
      throw new IllegalArgumentException("no '" + c + "' at " + at + " of: " + text);
    }
    at++;
  }
}
