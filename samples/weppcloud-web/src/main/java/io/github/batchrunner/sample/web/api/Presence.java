package io.github.batchrunner.sample.web.api;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells in the schema of a record what its components say: whether they may be null. */
final class Presence {

  private Presence() {}

  static void tell(Class<?> type, Schema<?> schema) {
    if (!type.isRecord() || schema.getProperties() == null) {
      return;
    }
    for (RecordComponent component : type.getRecordComponents()) {
      String name =
          PropertyNamingStrategies.SnakeCaseStrategy.INSTANCE.translate(component.getName());
      Schema<?> property = schema.getProperties().get(name);
      if (property == null) {
        continue;
      }
      if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
        schema.addProperty(name, orNull(property));
      } else if (schema.getRequired() == null || !schema.getRequired().contains(name)) {
        schema.addRequiredItem(name);
      }
    }
  }

  private static Schema<?> orNull(Schema<?> property) {
    if (property.get$ref() == null) {
      property.addType("null");
      return property;
    }
    Schema<?> nothing = new Schema<>();
    nothing.addType("null");
    return new Schema<>().anyOf(List.of(property, nothing));
  }
}
