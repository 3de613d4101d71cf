package io.github.batchrunner.core.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A template in pieces, to be written as one or handed to Python piece by piece. */
record Sketch(List<Piece> pieces) {

  sealed interface Piece {}

  record Text(String text) implements Piece {}

  /** A field; {@code conversion} is empty, {@code s}, {@code r} or {@code a}. */
  record Field(String expression, String conversion, @Nullable Sketch format) implements Piece {}

  static Sketch of(String expression) {
    return new Sketch(List.of(new Field(expression, "", null)));
  }

  static Sketch of(String expression, String format) {
    return new Sketch(List.of(new Field(expression, "", new Sketch(List.of(new Text(format))))));
  }

  /** Writes the template. */
  String source() {
    StringBuilder source = new StringBuilder();
    for (Piece piece : pieces) {
      if (piece instanceof Text text) {
        source.append(text.text().replace("{", "{{").replace("}", "}}"));
      } else {
        appendField((Field) piece, source);
      }
    }
    return source.toString();
  }

  private static void appendField(Field field, StringBuilder source) {
    // A space on both sides: '{{' would be a brace of the text.
    source.append("{ ").append(field.expression()).append(' ');
    if (!field.conversion().isEmpty()) {
      source.append('!').append(field.conversion());
    }
    if (field.format() != null) {
      source.append(':');
      for (Piece piece : field.format().pieces()) {
        if (piece instanceof Text text) {
          source.append(text.text());
        } else {
          appendField((Field) piece, source);
        }
      }
    }
    source.append('}');
  }

  /** Writes the pieces as oracle.py reads them. */
  List<?> forPython() {
    List<Object> parts = new ArrayList<>();
    for (Piece piece : pieces) {
      if (piece instanceof Text text) {
        parts.add(text.text());
      } else {
        Field field = (Field) piece;
        Map<String, @Nullable Object> part = new LinkedHashMap<>();
        part.put("e", field.expression());
        part.put("c", field.conversion());
        part.put("f", field.format() == null ? null : field.format().forPython());
        parts.add(part);
      }
    }
    return parts;
  }
}
