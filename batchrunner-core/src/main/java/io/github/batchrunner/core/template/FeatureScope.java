package io.github.batchrunner.core.template;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The names of a run-id template for one GeoJSON feature.
 *
 * @param feature the feature as a JSON reader gives it; its {@code properties} member becomes the
 *     name {@code properties}, and counts as empty when it is absent or no object
 * @param index the position of the feature in its file, from 0
 */
public record FeatureScope(Map<String, ?> feature, int index) implements TemplateScope {

  @Override
  public @Nullable Object lookup(String name) {
    return switch (name) {
      case "properties" -> feature.get("properties") instanceof Map<?, ?> found ? found : Map.of();
      case "feature" -> feature;
      case "index" -> (long) index;
      case "one_based_index" -> index + 1L;
      default -> throw new IllegalArgumentException("a feature has no value for \"" + name + "\"");
    };
  }
}
