package io.github.batchrunner.sample.web.batch;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a person asks to plan or to run; every part may be left out.
 *
 * @param force {@code none}, {@code all} (Force Rebuild), or {@code tasks}: those of {@code
 *     forceTasks} and all that follows them
 * @param forceTasks ids of tasks or of check-boxes; not used unless {@code force} is {@code tasks}
 * @param controls the values of the controls of the base project, by control and field; controls
 *     that are absent stay as they are
 * @param retry {@code all} for what has failed, or the signature of a group of failures
 * @param page number of the page of the single decisions, from 0
 * @param size decisions on a page, 1 to 1000
 */
public record PlanRequest(
    @Nullable String force,
    @Nullable List<String> forceTasks,
    @Nullable Map<String, Map<String, Object>> controls,
    @Nullable String retry,
    @Nullable Integer page,
    @Nullable Integer size) {

  /** Returns the values of the controls; none if they were left out. */
  public Map<String, Map<String, Object>> forms() {
    return controls == null ? Map.of() : controls;
  }
}
