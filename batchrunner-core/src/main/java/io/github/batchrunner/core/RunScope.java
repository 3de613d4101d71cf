package io.github.batchrunner.core;

import io.github.batchrunner.core.template.FeatureScope;
import io.github.batchrunner.core.template.TemplateScope;
import io.github.batchrunner.core.watershed.WatershedCollection;
import io.github.batchrunner.spi.TaskRef;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values of the names that templates of commands and arguments may use; a feature is read only
 * if one asks for it.
 */
final class RunScope implements TemplateScope {

  private final TaskRef ref;
  private final Path wd;
  private final Path baseWd;
  private final int feature;
  private final WatershedCollection watersheds;
  private @Nullable Map<String, @Nullable Object> document;

  RunScope(TaskRef ref, Path wd, Path baseWd, int feature, WatershedCollection watersheds) {
    this.ref = ref;
    this.wd = wd;
    this.baseWd = baseWd;
    this.feature = feature;
    this.watersheds = watersheds;
  }

  @Override
  public @Nullable Object lookup(String name) {
    return switch (name) {
      case "run_id" -> ref.runId();
      case "composite_run_id" -> ref.compositeRunId();
      case "wd" -> wd.toString();
      case "base_wd" -> baseWd.toString();
      case "batch" -> ref.batch();
      case "task" -> ref.taskId();
      case "attempt" -> (long) ref.attempt();
      case "index", "one_based_index" -> new FeatureScope(Map.of(), feature).lookup(name);
      default -> new FeatureScope(document(), feature).lookup(name);
    };
  }

  private Map<String, @Nullable Object> document() {
    Map<String, @Nullable Object> known = document;
    if (known == null) {
      known = watersheds.document(feature);
      document = known;
    }
    return known;
  }
}
