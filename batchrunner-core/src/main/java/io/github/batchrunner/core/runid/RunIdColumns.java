package io.github.batchrunner.core.runid;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of a validation, kept by column so that a million of them are small. */
final class RunIdColumns {

  /** Errors that name a value of the feature may all differ; then sharing them is no use. */
  private static final int MOST_SHARED_ERRORS = 10_000;

  private @Nullable String[] runIds = new @Nullable String[256];
  private @Nullable Object[] featureIds = new @Nullable Object[0];
  private int[] errorRows = new int[16];
  private String[] errorTexts = new String[16];
  private final Map<String, String> sharedErrors = new HashMap<>();
  private int rows;
  private int errors;

  /** Adds a row with a run id. */
  void addNamed(@Nullable Object featureId, String runId) {
    if (rows == runIds.length) {
      runIds = Arrays.copyOf(runIds, grown(rows));
    }
    runIds[rows] = runId;
    addRow(featureId);
  }

  /** Adds a row with an error instead. */
  void addRefused(@Nullable Object featureId, String error) {
    if (rows == runIds.length) {
      runIds = Arrays.copyOf(runIds, grown(rows));
    }
    if (errors == errorRows.length) {
      errorRows = Arrays.copyOf(errorRows, grown(errors));
      errorTexts = Arrays.copyOf(errorTexts, grown(errors));
    }
    errorRows[errors] = rows;
    errorTexts[errors] = shared(error);
    errors++;
    addRow(featureId);
  }

  /** A mistake in the template gives every feature the same error. */
  private String shared(String error) {
    String known = sharedErrors.get(error);
    if (known == null && sharedErrors.size() < MOST_SHARED_ERRORS) {
      sharedErrors.put(error, error);
    }
    return known == null ? error : known;
  }

  private void addRow(@Nullable Object featureId) {
    if (featureId != null) {
      if (rows >= featureIds.length) {
        featureIds = Arrays.copyOf(featureIds, runIds.length);
      }
      featureIds[rows] = featureId;
    }
    rows++;
  }

  private static int grown(int length) {
    return length + (length >> 1) + 16;
  }

  int rows() {
    return rows;
  }

  int errors() {
    return errors;
  }

  /** Returns the run id of a row; null where there is an error instead. */
  @Nullable String runId(int row) {
    if (row < 0 || row >= rows) {
      throw new IndexOutOfBoundsException("row " + row + " of " + rows);
    }
    return runIds[row];
  }

  /** Returns the row of the n-th error. */
  int errorRow(int n) {
    if (n < 0 || n >= errors) {
      throw new IndexOutOfBoundsException("error " + n + " of " + errors);
    }
    return errorRows[n];
  }

  /** Returns the {@code id} of the feature; null when it has none. */
  @Nullable Object featureId(int row) {
    return row < featureIds.length ? featureIds[row] : null;
  }

  /** Returns why a row has no run id; null when it has one. */
  @Nullable String error(int row) {
    int error = Arrays.binarySearch(errorRows, 0, errors, row);
    return error < 0 ? null : errorTexts[error];
  }
}
