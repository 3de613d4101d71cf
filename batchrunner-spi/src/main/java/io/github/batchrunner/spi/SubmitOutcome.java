package io.github.batchrunner.spi;

/** What became of one submission. */
public sealed interface SubmitOutcome {

  /**
   * The engine has it and will run it.
   *
   * @param handle how the engine knows it
   */
  record Accepted(Handle handle) implements SubmitOutcome {}

  /**
   * The engine does not have it and never will under this token.
   *
   * @param failure why
   * @param permanent true if the same submission would be refused again; false if trying later
   *     makes sense
   */
  record Rejected(Failure failure, boolean permanent) implements SubmitOutcome {}

  /**
   * Nobody knows whether the engine has it, such as after a lost reply; the host asks by {@link
   * TaskExecutor#reattach}.
   *
   * @param reason what happened, for a person
   */
  record Uncertain(String reason) implements SubmitOutcome {}
}
