package io.github.batchrunner.sample.hydrology.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The settings a person made for the project, read from one of its NoDb files.
 *
 * <p>Both shapes are understood: attributes below {@code py/state}, and flat ones. A file or an
 * attribute that is absent, or is null or a text, as WEPPcloud leaves what nobody set, means the
 * default; a number that cannot be is refused.
 */
public final class NodbFile {
  private static final long MOST_BYTES = 64L << 20;

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private final String name;
  private final JsonNode attributes;

  private NodbFile(String name, JsonNode attributes) {
    this.name = name;
    this.attributes = attributes;
  }

  /**
   * Reads a NoDb file of a run.
   *
   * @param name such as {@code climate.nodb}
   * @throws InputException if it is there but is not JSON
   */
  public static NodbFile read(Path wd, String name) throws IOException {
    Path file = wd.resolve(name);
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new InputException("\"" + name + "\" has more than 64 MiB: restore it from the base");
      }
      JsonNode root = JSON.readTree(Files.readString(file));
      JsonNode state = root.path("py/state");
      return new NodbFile(name, state.isObject() ? state : root);
    } catch (NoSuchFileException e) {
      return new NodbFile(name, MissingNode.getInstance());
    } catch (CharacterCodingException e) {
      throw new InputException("\"" + name + "\" is not UTF-8: restore it from the base", e);
    } catch (JsonProcessingException e) {
      throw new InputException(
          "\"" + name + "\" is not JSON (" + e.getOriginalMessage() + "): restore it from the base",
          e);
    }
  }

  /** Returns an attribute, which may be missing. */
  public JsonNode attribute(String attribute) {
    return attributes.path(attribute);
  }

  /**
   * Returns a numeric attribute of an attribute, or the default.
   *
   * @param path names from the outside to the inside
   * @throws InputException if it is a number outside the range
   */
  public double number(double fallback, double least, double most, String... path)
      throws InputException {
    JsonNode node = attributes;
    for (String step : path) {
      node = node.path(step);
    }
    if (!node.isNumber()) {
      return fallback;
    }
    double number = node.doubleValue();
    if (!(number >= least && number <= most)) {
      throw new InputException(
          "\""
              + String.join(".", path)
              + "\" in \""
              + name
              + "\" is "
              + number
              + ", but "
              + least
              + " to "
              + most
              + " is possible: correct it in the base project");
    }
    return number;
  }
}
