package io.github.batchrunner.sample.web.run;

import io.github.batchrunner.core.status.TaskOutcome;

/** Where a task of a run stands, as one letter of the API. */
enum Letter {
  SUCCEEDED('s', TaskOutcome.SUCCEEDED),
  FAILED('f', TaskOutcome.FAILED),
  SKIPPED('k', TaskOutcome.SKIPPED),
  RUNNING('r', TaskOutcome.RUNNING),
  WAITING('w', TaskOutcome.WAITING),
  DISABLED('d', TaskOutcome.DISABLED);

  private static final Letter[] BY_CODE = new Letter[128];

  static {
    for (Letter letter : values()) {
      BY_CODE[letter.code] = letter;
    }
  }

  private final byte code;
  private final TaskOutcome outcome;

  Letter(char code, TaskOutcome outcome) {
    this.code = (byte) code;
    this.outcome = outcome;
  }

  TaskOutcome outcome() {
    return outcome;
  }

  byte code() {
    return code;
  }

  static Letter of(byte code) {
    return BY_CODE[code];
  }

  static Letter of(TaskOutcome outcome) {
    return switch (outcome) {
      case SUCCEEDED -> SUCCEEDED;
      case FAILED -> FAILED;
      case SKIPPED -> SKIPPED;
      case RUNNING -> RUNNING;
      case WAITING -> WAITING;
      case DISABLED -> DISABLED;
    };
  }
}
