package io.github.batchrunner.sample.web.run;

import io.github.batchrunner.core.status.TaskOutcome;

/** Where a task of a run stands, as one letter of the API. */
enum Letter {
  SUCCEEDED('s'),
  FAILED('f'),
  SKIPPED('k'),
  RUNNING('r'),
  WAITING('w'),
  DISABLED('d');

  private static final Letter[] BY_CODE = new Letter[128];

  static {
    for (Letter letter : values()) {
      BY_CODE[letter.code] = letter;
    }
  }

  private final byte code;

  Letter(char code) {
    this.code = (byte) code;
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
