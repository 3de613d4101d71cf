package io.github.batchrunner.core.watershed;

import com.fasterxml.jackson.core.JsonToken;
import io.github.batchrunner.core.internal.json.CodePointOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Which properties the features have and of what type, as {@code _build_property_schema} of
 * WEPPcloud has it.
 */
final class AttributeSchema {

  private static final String MIXED = "mixed";

  private final Map<String, String> types = new LinkedHashMap<>();

  /** Takes note of a property whose value starts with this token. */
  void observe(String property, JsonToken value) {
    observe(property, typeOf(value));
  }

  /** Takes note of what another schema, of features further down in the file, has seen. */
  void observeAll(AttributeSchema later) {
    later.types.forEach(this::observe);
  }

  /** Returns the type of each property, in the order in which they first occur. */
  Map<String, Object> toMap() {
    return new LinkedHashMap<>(types);
  }

  /** Returns the properties, by code point. */
  List<Object> names() {
    List<String> names = new ArrayList<>(types.keySet());
    names.sort(CodePointOrder.COMPARATOR);
    return new ArrayList<>(names);
  }

  private void observe(String property, String type) {
    String known = types.get(property);
    if (!Objects.equals(known, type)) {
      types.put(property, known == null ? type : MIXED);
    }
  }

  private static String typeOf(JsonToken value) {
    return switch (value) {
      case VALUE_NULL -> "null";
      case VALUE_TRUE, VALUE_FALSE -> "boolean";
      case VALUE_NUMBER_INT -> "integer";
      case VALUE_NUMBER_FLOAT -> "number";
      case VALUE_STRING -> "string";
      case START_ARRAY -> "array";
      default -> "object";
    };
  }
}
