package io.github.batchrunner.core.journal;

import io.github.batchrunner.spi.Failure;
import org.jspecify.annotations.Nullable;

/** What a snapshot says of the latest attempt of a task; numbers as in {@link TaskRows}. */
record SnapshotRow(
    int version,
    int status,
    int attempts,
    int intended,
    int order,
    long began,
    long ended,
    Cause cause,
    long feature,
    int memoryMb,
    @Nullable String nativeIdOrNull,
    @Nullable Failure failureOrNull) {

  /** How many numbers stand in the list of a task, in the order of the components. */
  static final int NUMBERS = 8;

  /** Returns the row with these numbers, from a place in a list of them, and the rest. */
  static SnapshotRow of(
      long[] numbers,
      int from,
      long feature,
      String what,
      int memoryMb,
      @Nullable String nativeId,
      @Nullable Failure failure) {
    int cause = Math.toIntExact(numbers[from + 7]);
    return new SnapshotRow(
        Math.toIntExact(numbers[from]),
        Math.toIntExact(numbers[from + 1]),
        Math.toIntExact(numbers[from + 2]),
        Math.toIntExact(numbers[from + 3]),
        Math.toIntExact(numbers[from + 4]),
        numbers[from + 5],
        numbers[from + 6],
        cause < 0 ? Cause.UNKNOWN : Cause.of(cause, what),
        feature,
        memoryMb,
        nativeId,
        failure);
  }
}
