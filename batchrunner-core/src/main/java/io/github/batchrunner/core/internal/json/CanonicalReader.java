package io.github.batchrunner.core.internal.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON values from a Jackson parser and writes them as {@code json.dumps(value,
 * sort_keys=True)} of Python would.
 *
 * <p>Two members of the same name in one object are refused, where Python would keep the last one:
 * which of them is meant is not known. {@code NaN}, {@code Infinity} and {@code -Infinity} are
 * numbers, as in Python. Not safe for use by several threads.
 */
public final class CanonicalReader {

  private final JsonParser parser;
  private final JsonBytes out;
  private final SortedMembers members;

  /** Creates a reader that writes to {@code out}. */
  public CanonicalReader(JsonParser parser, JsonBytes out) {
    this.parser = parser;
    this.out = out;
    this.members = new SortedMembers(out);
  }

  /** Begins an object at the parser's current token, which starts one. */
  public void beginObject() {
    members.begin();
  }

  /**
   * Moves to the next member's name and writes it; the caller moves on to the value and writes it.
   *
   * @return null at the end of the object, which is then written too
   * @throws JsonTextException if the object has a member of this name already
   */
  public @Nullable String nextMember() throws IOException {
    String name = parser.nextFieldName();
    if (name == null) {
      members.end();
    } else if (!members.member(name)) {
      throw at("the key \"" + name + "\" stands twice in one object");
    }
    return name;
  }

  /** Copies the value that starts at the parser's current token. */
  public void copy() throws IOException {
    value(false);
  }

  /**
   * Copies the value that starts at the parser's current token and returns it.
   *
   * @return a {@code String}, {@code Long}, {@code BigInteger} (beyond the range of {@code Long}),
   *     {@code Double}, {@code Boolean}, {@code List}, {@code Map} in the order of the file, or
   *     null for JSON's null
   */
  public @Nullable Object read() throws IOException {
    return value(true);
  }

  /** Copies the number at the parser's current token and returns its value as a double. */
  public double number() throws IOException {
    char[] text = parser.getTextCharacters();
    int offset = parser.getTextOffset();
    int length = parser.getTextLength();
    if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
      NumberText.copyInteger(text, offset, length, out);
      return NumberText.parse(text, offset, length);
    }
    return decimal(text, offset, length);
  }

  /** Returns an exception for the parser's current token. */
  public JsonTextException at(String message) {
    return new JsonTextException(message, parser.currentTokenLocation().getByteOffset());
  }

  private @Nullable Object value(boolean wanted) throws IOException {
    switch (parser.currentToken()) {
      case START_OBJECT -> {
        return object(wanted);
      }
      case START_ARRAY -> {
        return array(wanted);
      }
      case VALUE_STRING -> {
        out.string(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
        return wanted ? parser.getText() : null;
      }
      case VALUE_NUMBER_INT -> {
        return integer(wanted);
      }
      case VALUE_NUMBER_FLOAT -> {
        double value =
            decimal(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
        return wanted ? value : null;
      }
      case VALUE_TRUE -> {
        out.append("true");
        return true;
      }
      case VALUE_FALSE -> {
        out.append("false");
        return false;
      }
      case VALUE_NULL -> {
        out.append("null");
        return null;
      }
      default -> throw at("a value is missing here");
    }
  }

  private @Nullable Object object(boolean wanted) throws IOException {
    Map<String, @Nullable Object> map = wanted ? new LinkedHashMap<>() : null;
    beginObject();
    for (String name = nextMember(); name != null; name = nextMember()) {
      parser.nextToken();
      Object value = value(wanted);
      if (map != null) {
        map.put(name, value);
      }
    }
    return map;
  }

  private @Nullable Object array(boolean wanted) throws IOException {
    List<@Nullable Object> list = wanted ? new ArrayList<>() : null;
    out.append('[');
    boolean first = true;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (!first) {
        out.separator();
      }
      first = false;
      Object value = value(wanted);
      if (list != null) {
        list.add(value);
      }
    }
    out.append(']');
    return list;
  }

  private @Nullable Object integer(boolean wanted) throws IOException {
    NumberText.copyInteger(
        parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength(), out);
    if (!wanted) {
      return null;
    }
    if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      BigInteger value = parser.getBigIntegerValue();
      return value;
    }
    return parser.getLongValue();
  }

  private double decimal(char[] text, int offset, int length) throws IOException {
    char first = text[offset] == '-' ? text[offset + 1] : text[offset];
    if (first >= '0' && first <= '9') {
      return NumberText.copyDecimal(text, offset, length, out);
    }
    String name = new String(text, offset, length);
    double value =
        switch (name) {
          case "NaN" -> Double.NaN;
          case "Infinity" -> Double.POSITIVE_INFINITY;
          case "-Infinity" -> Double.NEGATIVE_INFINITY;
          default -> throw at("\"" + name + "\" is not a number");
        };
    out.append(name);
    return value;
  }
}
