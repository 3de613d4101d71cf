package io.github.batchrunner.core.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes JSON (RFC 8259), piece by piece. */
final class JsonText {

  private static final JsonFactory PLAIN =
      JsonFactory.builder()
          .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .build();

  private static final JsonFactory IN_HTML = PLAIN.copy().setCharacterEscapes(new WithoutMarkup());

  private JsonText() {}

  /**
   * Returns a generator for a file of its own. It writes characters, not bytes, because what is
   * half of a surrogate pair then becomes a question mark instead of an error.
   */
  static JsonGenerator generator(Writer out) throws IOException {
    return PLAIN.createGenerator(out);
  }

  /**
   * Returns a generator for a {@code script} element: nothing it writes can end that or begin one.
   */
  static JsonGenerator inHtml(Writer out) throws IOException {
    return IN_HTML.createGenerator(out);
  }

  /**
   * Writes a value.
   *
   * @param value a string, number, boolean, list, map with string keys, or null; a number that is
   *     not finite is written as null, because JSON has none
   */
  static void write(JsonGenerator json, @Nullable Object value) throws IOException {
    if (value instanceof String text) {
      json.writeString(text);
    } else if (value instanceof Double number) {
      if (Double.isFinite(number)) {
        json.writeNumber(number);
      } else {
        json.writeNull();
      }
    } else if (value instanceof Long || value instanceof Integer) {
      json.writeNumber(((Number) value).longValue());
    } else if (value instanceof BigInteger number) {
      json.writeNumber(number);
    } else if (value instanceof BigDecimal number) {
      json.writeNumber(number);
    } else if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else if (value instanceof List<?> list) {
      json.writeStartArray();
      for (Object element : list) {
        write(json, element);
      }
      json.writeEndArray();
    } else if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        json.writeFieldName((String) entry.getKey());
        write(json, entry.getValue());
      }
      json.writeEndObject();
    } else if (value == null) {
      json.writeNull();
    } else {
      throw new IllegalArgumentException("\"%s\" has no place in JSON".formatted(value));
    }
  }

  /** Escapes what HTML has a meaning for, and the line ends that JavaScript knows and JSON not. */
  private static final class WithoutMarkup extends CharacterEscapes {
    private static final long serialVersionUID = 1L;
    private static final SerializableString LINE = new SerializedString("\\u2028");
    private static final SerializableString PARAGRAPH = new SerializedString("\\u2029");

    @Override
    public int[] getEscapeCodesForAscii() {
      int[] escapes = CharacterEscapes.standardAsciiEscapesForJSON();
      for (char c : new char[] {'<', '>', '&'}) {
        escapes[c] = CharacterEscapes.ESCAPE_STANDARD;
      }
      return escapes;
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int character) {
      return character == 0x2028 ? LINE : character == 0x2029 ? PARAGRAPH : null;
    }
  }
}
