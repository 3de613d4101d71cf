package io.github.batchrunner.core.internal.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;

/** Opens Jackson parsers for JSON as Python reads it, with bounds for hostile input. */
public final class JsonInput {

  /** Objects and arrays inside one another, at most. */
  public static final int MAX_DEPTH = 100;

  /** Characters of one number, at most. */
  public static final int MAX_NUMBER_LENGTH = 1_000;

  /** Characters of one string, at most. */
  public static final int MAX_STRING_LENGTH = 16 << 20;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(MAX_NUMBER_LENGTH)
                  .maxStringLength(MAX_STRING_LENGTH)
                  .build())
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          // Names of a user's file would stay in the JVM's own table for ever.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          .build();

  private JsonInput() {}

  /** Opens a parser for a part of an array that holds UTF-8 text; offsets count from its start. */
  public static JsonParser parser(byte[] text, int offset, int length) throws IOException {
    return FACTORY.createParser(text, offset, length);
  }
}
