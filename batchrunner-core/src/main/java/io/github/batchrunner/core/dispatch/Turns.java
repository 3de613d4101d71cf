package io.github.batchrunner.core.dispatch;

/**
 * The order in which runs have begun: each has a turn, counted from 1.
 *
 * <p>Belongs to the dispatcher's thread.
 */
final class Turns {

  private final int[] turns;
  private final int[] runs;
  private int given;

  /** Creates the turns of so many runs, none of which has begun. */
  Turns(int runs) {
    this.turns = new int[runs];
    this.runs = new int[runs];
  }

  /** Tells whether a run has begun. */
  boolean begun(int run) {
    return turns[run] > 0;
  }

  /** Gives a run that begins the next turn. */
  void begin(int run) {
    runs[given] = run;
    turns[run] = ++given;
  }

  /** Returns the turn of a run that has begun. */
  int of(int run) {
    return turns[run];
  }

  /** Returns the run that began with this turn. */
  int run(int turn) {
    return runs[turn - 1];
  }
}
