package io.github.batchrunner.core.template;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The sets of names that templates may use. */
public final class TemplateNames {

  /**
   * The names of a run-id template: {@code properties}, {@code feature}, {@code index} (from 0) and
   * {@code one_based_index}.
   */
  public static final Set<String> RUN_ID =
      ordered(List.of("properties", "feature", "index", "one_based_index"));

  /**
   * The names of the templates in commands and arguments: those of {@link #RUN_ID} and {@code
   * run_id}, {@code composite_run_id}, {@code wd}, {@code base_wd}, {@code batch}, {@code task} and
   * {@code attempt}.
   */
  public static final Set<String> COMMAND =
      ordered(
          List.of(
              "properties",
              "feature",
              "index",
              "one_based_index",
              "run_id",
              "composite_run_id",
              "wd",
              "base_wd",
              "batch",
              "task",
              "attempt"));

  private TemplateNames() {}

  private static Set<String> ordered(List<String> names) {
    return Collections.unmodifiableSet(new LinkedHashSet<>(names));
  }
}
