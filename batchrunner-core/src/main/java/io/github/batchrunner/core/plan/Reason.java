package io.github.batchrunner.core.plan;

import java.util.Optional;

/** Why a task of a run is planned to run or not. */
public enum Reason {
  /** Nothing says that it has to run. */
  UP_TO_DATE(0, Action.SKIP, "is up to date"),
  /** Its check-box is off. */
  DISABLED(1, Action.SKIP, "its check-box is off"),
  /** Only failed tasks were asked for, and neither it nor what it needs is one of them. */
  NOT_ASKED_FOR(2, Action.SKIP, "is not among the failures to be retried"),
  /** There is no record of an attempt. */
  NEVER_RAN(3, Action.RUN, "has never run"),
  /** Its latest attempt failed. */
  FAILED(4, Action.RUN, "failed the last time"),
  /** Its latest attempt has no known end. */
  INTERRUPTED(5, Action.RUN, "was interrupted the last time"),
  /** Its latest attempt was cancelled. */
  CANCELLED(6, Action.RUN, "was cancelled the last time"),
  /** Somebody asked for it. */
  FORCED(7, Action.RUN, "is forced"),
  /** A task it needs runs. */
  FOLLOWS(8, Action.RUN, "follows %s, which runs"),
  /** A task it needs has succeeded since. */
  NEED_IS_NEWER(9, Action.RUN, "%s has run since"),
  /** What it does is defined differently now. */
  DEFINITION_CHANGED(10, Action.RUN, "its definition has changed"),
  /** A file of the base project it declares as input has other content now. */
  INPUT_CHANGED(11, Action.RUN, "its input %s has changed in the base project"),
  /** The feature has other properties or another geometry now. */
  FEATURE_CHANGED(12, Action.RUN, "the feature has changed"),
  /** A declared output is not there any more. */
  OUTPUT_GONE(13, Action.RUN, "its output %s is gone"),
  /** The run's directory is not there any more. */
  RUN_GONE(14, Action.RUN, "the directory of the run is gone"),
  /** Its latest attempt was taken back, in most cases because a task it needs failed. */
  WITHDRAWN(15, Action.RUN, "was taken back the last time"),
  /** It is to be retried, but a task it needs has not succeeded and is not retried with it. */
  BLOCKED(16, Action.SKIP, "needs %s, which has not succeeded and is not retried");

  /** What a plan does with a task. */
  public enum Action {
    /** It runs. */
    RUN,
    /** It does not run. */
    SKIP
  }

  private static final Reason[] BY_CODE = values();

  private final byte code;
  private final Action action;
  private final String sentence;

  Reason(int code, Action action, String sentence) {
    this.code = (byte) code;
    this.action = action;
    this.sentence = sentence;
  }

  /** Returns what follows from it. */
  public Action action() {
    return action;
  }

  /** Tells whether the task runs. */
  public boolean runs() {
    return action == Action.RUN;
  }

  /**
   * Returns it as the rest of a sentence about the task.
   *
   * @param named the task, input or output that it names; not used if it names none
   */
  public String sentence(String named) {
    return sentence.formatted(named);
  }

  /** Returns the number that stands for it in the journal; it never changes. */
  public byte code() {
    return code;
  }

  /** Returns the reason with this code; empty if there is none, as of a newer version. */
  public static Optional<Reason> withCode(int code) {
    return code >= 0 && code < BY_CODE.length ? Optional.of(BY_CODE[code]) : Optional.empty();
  }

  /** Returns the reason with this code. */
  static Reason of(byte code) {
    return BY_CODE[code];
  }
}
