package io.github.batchrunner.sample.cli;

/** What a command's exit code tells a script. */
final class ExitCode {

  /** Done, and all is well. */
  static final int DONE = 0;

  /** The batch or the template has failures, or the work broke off. */
  static final int FAILURES = 1;

  /** Wrong usage, bad input, or a batch that somebody else is running. */
  static final int BAD_INPUT = 2;

  /** The engine cannot be reached. */
  static final int NO_ENGINE = 3;

  /** Interrupted; what was done is kept. */
  static final int INTERRUPTED = 130;

  private ExitCode() {}
}
