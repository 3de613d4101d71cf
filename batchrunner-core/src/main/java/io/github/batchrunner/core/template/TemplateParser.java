package io.github.batchrunner.core.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Splits a template into text and fields, and has the expressions of the fields parsed. */
final class TemplateParser {

  private final String source;
  private final ExpressionParser expressions;

  private TemplateParser(String source, Set<String> names) {
    this.source = source;
    this.expressions = new ExpressionParser(source, names);
  }

  static List<Part> parse(String source, Set<String> names) {
    if (source.length() > Limits.SOURCE_LENGTH) {
      throw new TemplateException(
          source,
          Limits.SOURCE_LENGTH,
          "the template is longer than the limit of " + Limits.SOURCE_LENGTH + " characters");
    }
    return new TemplateParser(source, names).template();
  }

  private List<Part> template() {
    List<Part> parts = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    int position = 0;
    while (position < source.length()) {
      char c = source.charAt(position);
      if (c != '{' && c != '}') {
        text.append(c);
        position++;
      } else if (source.startsWith(String.valueOf(c), position + 1)) {
        text.append(c);
        position += 2;
      } else if (c == '}') {
        throw error(position, "single '}'; write '}}' for a brace in the text");
      } else {
        flush(text, parts);
        position = field(position, parts, true);
      }
    }
    flush(text, parts);
    return List.copyOf(parts);
  }

  private static void flush(StringBuilder text, List<Part> parts) {
    if (text.length() > 0) {
      parts.add(new Part.Text(text.toString()));
      text.setLength(0);
    }
  }

  /** Reads the field whose brace is at a position and returns the position after it. */
  private int field(int open, List<Part> parts, boolean mayNest) {
    Expression expression = expressions.parse(open);
    Token token = expressions.current();
    Part.Conversion conversion = Part.Conversion.NONE;
    if (token.is("!")) {
      conversion = conversion(token);
      token = expressions.skipTo(token.end() + 1);
    }
    if (token.is(":")) {
      return format(open, token.end(), new Field(expression, conversion), parts, mayNest);
    }
    if (!token.is("}")) {
      throw expressions.unexpected(token);
    }
    parts.add(new Part.Field(expression, conversion, new Part.Format.None(token.at())));
    return token.end();
  }

  /** A field whose format is still to be read. */
  private record Field(Expression expression, Part.Conversion conversion) {
    Part.Field with(Part.Format format) {
      return new Part.Field(expression, conversion, format);
    }
  }

  private Part.Conversion conversion(Token mark) {
    char letter = mark.end() < source.length() ? source.charAt(mark.end()) : 0;
    return switch (letter) {
      case 's' -> Part.Conversion.STR;
      case 'r' -> Part.Conversion.REPR;
      case 'a' -> Part.Conversion.ASCII;
      default -> throw error(mark.at(), "after '!' comes s, r or a, as in {x!r}");
    };
  }

  /** Reads a format up to the brace that closes the field, and returns the position after it. */
  private int format(int open, int start, Field field, List<Part> parts, boolean mayNest) {
    List<Part> pieces = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    int position = start;
    while (position < source.length() && source.charAt(position) != '}') {
      if (source.charAt(position) != '{') {
        text.append(source.charAt(position++));
      } else if (mayNest) {
        flush(text, pieces);
        position = field(position, pieces, false);
      } else {
        throw error(position, "a format inside a format can hold no further field");
      }
    }
    if (position == source.length()) {
      throw error(open, "this '{' is never closed");
    }
    flush(text, pieces);
    parts.add(field.with(format(start, pieces)));
    return position + 1;
  }

  private Part.Format format(int start, List<Part> pieces) {
    if (pieces.isEmpty()) {
      return new Part.Format.None(start);
    }
    if (pieces.size() == 1 && pieces.get(0) instanceof Part.Text fixed) {
      try {
        return new Part.Format.Fixed(start, FormatSpec.parse(fixed.text()));
      } catch (PythonError invalid) {
        throw error(start, invalid.problem());
      }
    }
    return new Part.Format.Computed(start, List.copyOf(pieces));
  }

  private TemplateException error(int at, String problem) {
    return new TemplateException(source, at, problem);
  }
}
