package io.github.batchrunner.core.runid;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of a validation in columns; a row costs one string. Not thread-safe. */
final class ReportRows {

  private @Nullable String[] runIds = new String[1024];
  private @Nullable Object @Nullable [] featureIds;
  private final Map<Integer, String> errors = new LinkedHashMap<>();
  private int size;

  void add(@Nullable Object featureId, @Nullable String runId) {
    if (size == runIds.length) {
      runIds = Arrays.copyOf(runIds, size + (size >> 1));
    }
    if (featureId != null) {
      if (featureIds == null) {
        featureIds = new Object[runIds.length];
      }
      if (featureIds.length < runIds.length) {
        featureIds = Arrays.copyOf(featureIds, runIds.length);
      }
      featureIds[size] = featureId;
    }
    runIds[size++] = runId;
  }

  void error(@Nullable Object featureId, @Nullable String runId, String problem) {
    errors.put(size, problem);
    add(featureId, runId);
  }

  int size() {
    return size;
  }

  @Nullable String runId(int index) {
    return runIds[index];
  }

  @Nullable Object featureId(int index) {
    return featureIds == null || index >= featureIds.length ? null : featureIds[index];
  }

  Map<Integer, String> errors() {
    return errors;
  }
}
