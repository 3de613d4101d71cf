package io.github.batchrunner.core.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.template.Template;
import io.github.batchrunner.core.text.NearestName;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The members of one JSON object, of which none may be left unread. */
final class Fields {
  private String where;
  private final JsonNode object;
  private final Set<String> known = new LinkedHashSet<>();

  Fields(String where, JsonNode object) {
    this.where = where;
    this.object = object;
    if (!object.isObject()) {
      throw error("is not a JSON object");
    }
  }

  /** Returns what messages call the object. */
  String where() {
    return where;
  }

  /** Lets messages call the object by another name from now on. */
  void rename(String name) {
    where = name;
  }

  boolean has(String key) {
    known.add(key);
    return object.has(key);
  }

  Optional<String> text(String key) {
    return has(key) ? Optional.of(text(key, object.get(key))) : Optional.empty();
  }

  String requiredText(String key) {
    return text(key).orElseThrow(() -> error("has no \"" + key + "\""));
  }

  List<JsonNode> list(String key) {
    if (!has(key)) {
      return List.of();
    }
    JsonNode node = object.get(key);
    if (!node.isArray()) {
      throw error("has a \"%s\" that is not a list: %s".formatted(key, node));
    }
    List<JsonNode> elements = new ArrayList<>();
    node.forEach(elements::add);
    return elements;
  }

  List<String> texts(String key) {
    return list(key).stream().map(node -> text(key, node)).toList();
  }

  List<@Nullable Object> values(String key) {
    List<@Nullable Object> values = new ArrayList<>();
    list(key).forEach(node -> values.add(PipelineJson.JSON.convertValue(node, Object.class)));
    return values;
  }

  Map<String, @Nullable Object> templateValues(String key) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    object(key)
        .ifPresent(
            fields ->
                fields
                    .object
                    .properties()
                    .forEach(
                        e ->
                            values.put(
                                e.getKey(),
                                WorkDefinition.templates(
                                        Collections.singletonList(
                                            PipelineJson.JSON.convertValue(
                                                e.getValue(), Object.class)))
                                    .get(0))));
    return values;
  }

  Optional<Fields> object(String key) {
    return has(key)
        ? Optional.of(new Fields("\"" + key + "\" of " + where, object.get(key)))
        : Optional.empty();
  }

  Map<String, String> allTexts() {
    Map<String, String> texts = new LinkedHashMap<>();
    object.properties().forEach(e -> texts.put(e.getKey(), text(e.getKey(), e.getValue())));
    return texts;
  }

  Optional<Duration> duration(String key) {
    return text(key)
        .map(
            text -> {
              try {
                return Duration.parse(text);
              } catch (DateTimeParseException e) {
                throw error(
                    "has a \"%s\" that is not an ISO 8601 duration such as \"PT12H\": \"%s\""
                        .formatted(key, text));
              }
            });
  }

  long integer(String key, long ifAbsent, long least, long most) {
    if (!has(key)) {
      return ifAbsent;
    }
    JsonNode node = object.get(key);
    if (!node.isIntegralNumber()
        || !node.canConvertToLong()
        || node.longValue() < least
        || node.longValue() > most) {
      throw error(
          "has a \"%s\" that is not a whole number from %d to %d: %s"
              .formatted(key, least, most, node));
    }
    return node.longValue();
  }

  double number(String key, double ifAbsent) {
    if (!has(key)) {
      return ifAbsent;
    }
    JsonNode node = object.get(key);
    if (!node.isNumber()) {
      throw error("has a \"%s\" that is not a number: %s".formatted(key, node));
    }
    return node.doubleValue();
  }

  Template template(String text) {
    try {
      return WorkDefinition.template(text);
    } catch (InvalidInputException e) {
      throw new InvalidInputException(where + ": " + e.getMessage(), e);
    }
  }

  void end() {
    object
        .fieldNames()
        .forEachRemaining(
            key -> {
              if (!known.contains(key)) {
                throw error(
                    "has an unknown key \"%s\"%s".formatted(key, NearestName.hint(key, known)));
              }
            });
  }

  InvalidInputException error(String problem) {
    return new InvalidInputException(where + " " + problem);
  }

  private String text(String key, JsonNode node) {
    if (!node.isTextual()) {
      throw error("has a \"%s\" that is not a text: %s".formatted(key, node));
    }
    return node.textValue();
  }
}
