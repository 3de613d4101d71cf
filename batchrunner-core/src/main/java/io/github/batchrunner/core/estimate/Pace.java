package io.github.batchrunner.core.estimate;

/**
 * How many seconds of work an execution does in a second, of late: what it did in its latest third
 * counts about half. Not thread-safe.
 */
final class Pace {

  private static final double HALF_LIFE_SHARE = 1 / 3.0;

  /** What a pace may always change from now on, as a relative variance. */
  private static final double STEADY_VARIANCE = 0.05 * 0.05;

  private double work;
  private double time;
  private double lastWork;
  private double lastTime;

  /** Takes note of all work that was done until now, and of all time, in seconds. */
  void reached(double allWork, double allTime) {
    double passed = allTime - lastTime;
    if (passed > 0) {
      double kept = Math.pow(0.5, passed / (HALF_LIFE_SHARE * allTime));
      work = work * kept + Math.max(0, allWork - lastWork);
      time = time * kept + passed;
      lastWork = allWork;
      lastTime = allTime;
    }
  }

  /** Returns the seconds of work done in a second; 0 before there is any. */
  double workPerSecond() {
    return time > 0 ? work / time : 0;
  }

  /** Returns how far a pace that was measured over so many ends may be off, as a variance. */
  static double doubt(long endings) {
    return STEADY_VARIANCE + 0.25 / (endings + 1);
  }
}
