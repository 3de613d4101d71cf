package io.github.batchrunner.core.nodb;

import io.github.batchrunner.core.InvalidInputException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * Checks that bytes are one JSON value as Python's {@code json} module reads it, and reports every
 * token with its position.
 *
 * <p>Against RFC 8259 it also takes {@code NaN}, {@code Infinity} and {@code -Infinity}; against
 * Python it refuses keys that occur twice in one object, since an edit could not tell which one
 * counts.
 */
final class JsonScanner {

  /** Python's own encoder gives up near this depth. */
  static final int MAX_DEPTH = 1000;

  /** Python neither writes nor reads an integer of more digits. */
  static final int MAX_NUMBER_LENGTH = 4301;

  private final String name;
  private final byte[] bytes;
  private final JsonVisitor visitor;
  private int at;
  private int depth;

  private JsonScanner(String name, byte[] bytes, JsonVisitor visitor) {
    this.name = name;
    this.bytes = bytes;
    this.visitor = visitor;
  }

  /**
   * Reports the tokens of {@code bytes} to {@code visitor}.
   *
   * @param name what the bytes are, for messages
   * @throws InvalidInputException when the bytes are not one JSON value in UTF-8
   */
  static void scan(String name, byte[] bytes, JsonVisitor visitor) {
    new JsonScanner(name, bytes, visitor).document();
  }

  private void document() {
    requireUtf8();
    skipWhitespace();
    value();
    skipWhitespace();
    if (at < bytes.length) {
      throw malformed("text goes on after the end of the JSON value");
    }
  }

  private void requireUtf8() {
    if (bytes.length >= 3
        && bytes[0] == (byte) 0xEF
        && bytes[1] == (byte) 0xBB
        && bytes[2] == (byte) 0xBF) {
      throw malformed("it begins with a byte order mark, which Python refuses; remove it");
    }
    boolean ascii = true;
    for (byte b : bytes) {
      if (b < 0) {
        ascii = false;
        break;
      }
    }
    if (ascii) {
      return;
    }
    ByteBuffer input = ByteBuffer.wrap(bytes);
    try {
      // A new decoder reports malformed input instead of replacing it.
      StandardCharsets.UTF_8.newDecoder().decode(input);
    } catch (CharacterCodingException e) {
      at = input.position();
      throw malformed("its bytes are not valid UTF-8");
    }
  }

  private void value() {
    switch (peek()) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> {
        int start = at;
        string();
        visitor.scalar(JsonVisitor.Scalar.STRING, start, at);
      }
      case 't' -> word("true", JsonVisitor.Scalar.TRUE);
      case 'f' -> word("false", JsonVisitor.Scalar.FALSE);
      case 'n' -> word("null", JsonVisitor.Scalar.NULL);
      case 'N' -> word("NaN", JsonVisitor.Scalar.NON_FINITE);
      case 'I' -> word("Infinity", JsonVisitor.Scalar.NON_FINITE);
      case '-' -> {
        if (at + 1 < bytes.length && bytes[at + 1] == 'I') {
          word("-Infinity", JsonVisitor.Scalar.NON_FINITE);
        } else {
          number();
        }
      }
      case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
      default -> throw malformed("a JSON value was expected");
    }
  }

  private void object() {
    descend();
    visitor.startObject(at);
    at++;
    Set<String> keys = new HashSet<>();
    skipWhitespace();
    if (peek() != '}') {
      member(keys);
      skipWhitespace();
      while (peek() == ',') {
        at++;
        skipWhitespace();
        member(keys);
        skipWhitespace();
      }
    }
    expect('}', "',' or '}' was expected");
    visitor.endObject(at);
    depth--;
  }

  private void member(Set<String> keys) {
    if (peek() != '"') {
      throw malformed("a key in double quotes was expected");
    }
    int start = at;
    string();
    String key = JsonStrings.decode(bytes, start, at);
    if (!keys.add(key)) {
      at = start;
      throw malformed("the key \"" + key + "\" occurs twice in one object");
    }
    visitor.key(key, start, at);
    skipWhitespace();
    expect(':', "':' was expected after the key \"" + key + "\"");
    skipWhitespace();
    value();
  }

  private void array() {
    descend();
    visitor.startArray(at);
    at++;
    skipWhitespace();
    if (peek() != ']') {
      value();
      skipWhitespace();
      while (peek() == ',') {
        at++;
        skipWhitespace();
        value();
        skipWhitespace();
      }
    }
    expect(']', "',' or ']' was expected");
    visitor.endArray(at);
    depth--;
  }

  private void string() {
    at++;
    while (true) {
      int c = peek();
      if (c == '"') {
        at++;
        return;
      }
      if (c >= 0 && c < 0x20) {
        throw malformed("a control character stands unescaped in a string");
      }
      if (c == '\\') {
        at++;
        escape();
      } else {
        at++;
      }
    }
  }

  private void escape() {
    switch (peek()) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at++;
      case 'u' -> {
        at++;
        for (int i = 0; i < 4; i++) {
          if (Character.digit(peek(), 16) < 0) {
            throw malformed("four hexadecimal digits were expected after \\u");
          }
          at++;
        }
      }
      default -> throw malformed("this escape is not one of JSON's");
    }
  }

  private void number() {
    int start = at;
    boolean isFloat = false;
    if (bytes[at] == '-') {
      at++;
    }
    if (more() && bytes[at] == '0') {
      at++;
    } else {
      digits();
    }
    if (more() && bytes[at] == '.') {
      isFloat = true;
      at++;
      digits();
    }
    if (more() && (bytes[at] == 'e' || bytes[at] == 'E')) {
      isFloat = true;
      at++;
      if (more() && (bytes[at] == '+' || bytes[at] == '-')) {
        at++;
      }
      digits();
    }
    if (at - start > MAX_NUMBER_LENGTH) {
      at = start;
      throw malformed("a number is longer than " + MAX_NUMBER_LENGTH + " characters");
    }
    visitor.scalar(isFloat ? JsonVisitor.Scalar.FLOAT : JsonVisitor.Scalar.INTEGER, start, at);
  }

  private void digits() {
    int start = at;
    while (more() && bytes[at] >= '0' && bytes[at] <= '9') {
      at++;
    }
    if (at == start) {
      throw malformed("a digit was expected");
    }
  }

  private void word(String word, JsonVisitor.Scalar kind) {
    int start = at;
    for (int i = 0; i < word.length(); i++) {
      if (peek() != word.charAt(i)) {
        throw malformed("\"" + word + "\" was expected");
      }
      at++;
    }
    visitor.scalar(kind, start, at);
  }

  private void descend() {
    depth++;
    if (depth > MAX_DEPTH) {
      throw malformed("it is nested deeper than " + MAX_DEPTH + " levels");
    }
  }

  private void skipWhitespace() {
    while (more()
        && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t')) {
      at++;
    }
  }

  private boolean more() {
    return at < bytes.length;
  }

  private byte peek() {
    if (at >= bytes.length) {
      throw malformed("the text ends too early; it may have been cut off");
    }
    return bytes[at];
  }

  private void expect(char c, String otherwise) {
    if (peek() != c) {
      throw malformed(otherwise);
    }
    at++;
  }

  private InvalidInputException malformed(String what) {
    int line = 1;
    int column = 1;
    for (int i = 0; i < at && i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        line++;
        column = 1;
      } else {
        column++;
      }
    }
    return new InvalidInputException(
        "\""
            + name
            + "\" is not JSON as Python writes it: "
            + what
            + " at line "
            + line
            + ", byte "
            + column
            + " of the line.");
  }
}
