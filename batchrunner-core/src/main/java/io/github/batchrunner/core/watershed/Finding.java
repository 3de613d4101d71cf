package io.github.batchrunner.core.watershed;

/**
 * An issue before its line and column are known.
 *
 * @param code as in {@link InputIssue#code}
 * @param message as in {@link InputIssue#message}
 * @param featureIndex from 0, or {@link #NO_FEATURE}
 * @param offset the byte of the file, or {@link #NO_PLACE}
 */
record Finding(String code, String message, int featureIndex, long offset) {

  static final int NO_FEATURE = -1;
  static final long NO_PLACE = -1;
}
