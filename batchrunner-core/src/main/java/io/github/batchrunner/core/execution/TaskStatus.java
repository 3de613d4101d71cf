package io.github.batchrunner.core.execution;

/** What the journal says of a task of a run. */
public enum TaskStatus {
  /** It has never been submitted. */
  NEW(0),
  /** Its latest attempt was, or may have been, submitted, and has not ended as far as is known. */
  SUBMITTED(1),
  /** Its latest attempt succeeded. */
  SUCCEEDED(2),
  /** Its latest attempt failed. */
  FAILED(3),
  /** Its latest attempt was cancelled. */
  CANCELLED(4),
  /** Its latest attempt is gone without a result. */
  LOST(5),
  /** Its latest attempt was taken back, in most cases because a task it needs failed. */
  WITHDRAWN(6);

  private static final TaskStatus[] BY_CODE = values();

  private final byte code;

  TaskStatus(int code) {
    this.code = (byte) code;
  }

  /** Returns the status with this code. */
  public static TaskStatus of(byte code) {
    return BY_CODE[code];
  }

  /** Returns the number that stands for it in tables. */
  public byte code() {
    return code;
  }
}
