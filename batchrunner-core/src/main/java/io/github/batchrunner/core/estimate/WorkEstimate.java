package io.github.batchrunner.core.estimate;

import io.github.batchrunner.core.execution.TimeLeft;
import io.github.batchrunner.core.plan.RunTable;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * Tells how long what is left of an execution will take.
 *
 * <p>Runs begin with the largest watershed, so what has finished says too much about what is left:
 * durations are learnt by the size of the watershed, task by task. The durations of all that is
 * left, added up, are divided by the {@link Pace} of the execution, which is how much work it got
 * done in each second of time, waiting for clones and for the engine included. The last run, whose
 * tasks wait for each other, ends later than that: list scheduling takes no less than the longest
 * chain that is left, and no more than that chain longer than an even share of the work (Graham
 * 1969).
 *
 * <p>The range adds up how far the laws may be off, by how many samples they have and by how much
 * smaller the watersheds are that are left, and how much single durations differ from them. Nothing
 * is told as long as a task that is left has not ended twice.
 *
 * <p>What is told when an attempt ends takes constant time; {@link #timeLeft} takes time by the
 * number of tasks and of running attempts. Not thread-safe.
 */
public final class WorkEstimate {

  private static final int BINS = 64;

  /** The width of a bin, in logarithms of areas, where all areas are the same. */
  private static final double LEAST_STEP = 1e-9;

  /** The 90 % quantile of the normal distribution. */
  private static final double NINE_IN_TEN = 1.2816;

  /** What is known of a duration that was too short, or not measured: less than a millisecond. */
  private static final double LEAST_SECONDS = 0.0005;

  /** How much the errors of the laws of two tasks go together; they saw the same watersheds. */
  private static final double SHARED_DOUBT = 0.3;

  /** Tasks of which none is skipped that many count as, when the share of skipped ones is told. */
  private static final double NOT_SKIPPED = 5;

  private final int[][] needs;
  private final double[] sizes;
  private final double smallest;
  private final double step;
  private final DurationLaw[] laws;
  private final int[] left;
  private final long[] leftOfTask;
  private final long[] skipped;
  private final long[] ended;
  private final Pace pace = new Pace();
  private double work;
  private long endings;

  /** Visits the attempts that are running. */
  @FunctionalInterface
  public interface Running {
    /** Calls {@code visitor} for each of them. */
    void forEach(Visitor visitor);

    /** Is told of an attempt. */
    @FunctionalInterface
    interface Visitor {
      /** An attempt began at this time, in milliseconds since the epoch. */
      void running(int run, int task, long began);
    }
  }

  /**
   * Creates an estimate for runs with nothing to do.
   *
   * @param needs for each task of the pipeline those it needs, which come before it
   * @param runs the runs that {@link #planned} and others mean by number
   */
  public WorkEstimate(int[][] needs, RunTable runs) {
    int tasks = needs.length;
    this.needs = needs;
    this.sizes = new double[runs.size()];
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (int run = 0; run < sizes.length; run++) {
      sizes[run] = Math.log(Math.max(1, runs.area(run)));
      least = Math.min(least, sizes[run]);
      most = Math.max(most, sizes[run]);
    }
    this.smallest = least;
    this.step = Math.max(LEAST_STEP, (most - least) / BINS);
    this.laws = new DurationLaw[tasks];
    Arrays.setAll(laws, task -> new DurationLaw());
    this.left = new int[tasks * BINS];
    this.leftOfTask = new long[tasks];
    this.skipped = new long[tasks];
    this.ended = new long[tasks];
  }

  private int bin(int run) {
    return Math.min(BINS - 1, (int) ((sizes[run] - smallest) / step));
  }

  private double size(int bin) {
    return smallest + (bin + 0.5) * step;
  }

  /** A task of a run is to be done. */
  public void planned(int run, int task) {
    change(run, task, 1);
  }

  private void change(int run, int task, int by) {
    left[task * BINS + bin(run)] += by;
    leftOfTask[task] += by;
  }

  /** A task of a run took so long, at some earlier time. */
  public void learn(int run, int task, long millis) {
    laws[task].add(sizes[run], seconds(millis));
  }

  /** What was learnt until now is of earlier executions: what this one shows soon counts more. */
  void endHistory() {
    for (DurationLaw law : laws) {
      law.endHistory();
    }
  }

  static double seconds(long millis) {
    return Math.max(LEAST_SECONDS, millis / 1000.0);
  }

  /** A task of a run that was planned has ended for good, after so long. */
  public void ended(int run, int task, long millis) {
    learn(run, task, millis);
    change(run, task, -1);
    work += seconds(millis);
    ended[task]++;
    endings++;
  }

  /** A task of a run that was planned has ended in a way that tells nothing of durations. */
  public void dropped(int run, int task) {
    change(run, task, -1);
  }

  /** A task of a run that was planned will not run. */
  public void skipped(int run, int task) {
    change(run, task, -1);
    skipped[task]++;
  }

  /**
   * Returns what is left, the likely time and the range around it; empty if too little is known.
   *
   * @param started when the execution started, in milliseconds since the epoch
   * @param now the present time, likewise
   */
  public Optional<TimeLeft> timeLeft(long started, long now, Running running) {
    fit();
    Sum sum = new Sum();
    running.forEach((run, task, began) -> sum.running(run, task, (now - began) / 1000.0));
    pace.reached(work + sum.worked, (now - started) / 1000.0);
    return sum.timeLeft(pace.workPerSecond());
  }

  /**
   * Returns what is left if so many seconds of work are done in a second; empty if too little is
   * known.
   */
  public Optional<TimeLeft> timeLeft(double workPerSecond) {
    fit();
    return new Sum().timeLeft(workPerSecond);
  }

  private void fit() {
    for (int task = 0; task < laws.length; task++) {
      if (leftOfTask[task] > 0 && laws[task].known()) {
        laws[task].fit(meanSize(task));
      }
    }
  }

  private double meanSize(int task) {
    double sum = 0;
    for (int bin = 0; bin < BINS; bin++) {
      sum += left[task * BINS + bin] * size(bin);
    }
    return sum / leftOfTask[task];
  }

  /** What is left, added up. */
  private final class Sum {
    private final double[] longestRunning = new double[left.length];
    private final int[] running = new int[left.length];
    private double worked;
    private double seconds;
    private double variance;
    private double doubts;
    private double doubtSquares;
    private double samples;
    private double longestChain;
    private double straggler;

    /** An attempt has run for so long. */
    void running(int run, int task, double elapsed) {
      worked += Math.max(0, elapsed);
      if (laws[task].known() && leftOfTask[task] > 0) {
        double rest = laws[task].rest(sizes[run], elapsed, false);
        int place = task * BINS + bin(run);
        seconds += rest - laws[task].mean(sizes[run]);
        longestRunning[place] = Math.max(longestRunning[place], rest);
        running[place]++;
        straggler = Math.max(straggler, laws[task].rest(sizes[run], elapsed, true));
      }
    }

    Optional<TimeLeft> timeLeft(double workPerSecond) {
      boolean nothing = true;
      for (int task = 0; task < laws.length; task++) {
        if (leftOfTask[task] > 0) {
          if (!laws[task].known()) {
            return Optional.empty();
          }
          nothing = false;
          add(task);
        }
      }
      if (nothing) {
        return Optional.of(new TimeLeft(Duration.ZERO, Duration.ZERO, Duration.ZERO));
      }
      for (int bin = 0; bin < BINS; bin++) {
        longestChain = Math.max(longestChain, chain(bin));
      }
      return workPerSecond > 0 ? Optional.of(range(workPerSecond)) : Optional.empty();
    }

    private void add(int task) {
      DurationLaw law = laws[task];
      double total = 0;
      double sizeSum = 0;
      for (int bin = 0; bin < BINS; bin++) {
        int count = left[task * BINS + bin];
        if (count > 0) {
          double mean = law.mean(size(bin));
          total += count * mean;
          variance += count * mean * mean * law.spread();
          sizeSum += count * mean * size(bin);
        }
      }
      double share = 1 - skipped[task] / (skipped[task] + ended[task] + NOT_SKIPPED);
      double doubt = total * share * Math.sqrt(law.doubt(sizeSum / total));
      seconds += total * share;
      samples += total * share * law.samples();
      doubts += doubt;
      doubtSquares += doubt * doubt;
      straggler = Math.max(straggler, total / leftOfTask[task] * law.extreme(leftOfTask[task]));
    }

    /** Returns the longest chain of what is left of runs of one size, as if it were one run. */
    private double chain(int bin) {
      double[] chain = new double[laws.length];
      double longest = 0;
      for (int task = 0; task < chain.length; task++) {
        for (int need : needs[task]) {
          chain[task] = Math.max(chain[task], chain[need]);
        }
        int place = task * BINS + bin;
        if (left[place] > 0) {
          chain[task] +=
              running[place] < left[place] ? laws[task].mean(size(bin)) : longestRunning[place];
        }
        longest = Math.max(longest, chain[task]);
      }
      return longest;
    }

    private TimeLeft range(double workPerSecond) {
      double rest = Math.max(seconds, longestChain);
      double together =
          variance + (1 - SHARED_DOUBT) * doubtSquares + SHARED_DOUBT * doubts * doubts;
      double relative = together / (rest * rest) + Pace.doubt(endings);
      double deviation = Math.sqrt(Math.log1p(relative));
      // With few samples the deviation itself is not known well.
      double freedom = 1 + samples / rest;
      double range = Math.exp(NINE_IN_TEN * (1 + 1 / freedom) * deviation);
      double even = rest / workPerSecond;
      double apart = Math.max(0, 1 - 1 / workPerSecond);
      double least = Math.max(even, longestChain);
      double most = Math.max(least, even + longestChain * apart);
      // A single one that takes long counts only where there is nothing else left to do meanwhile.
      double high = Math.max(most * range, even * range + (straggler + longestChain / 2) * apart);
      return new TimeLeft(duration(least / range), duration((least + most) / 2), duration(high));
    }

    private static Duration duration(double seconds) {
      return Duration.ofMillis((long) Math.min(1000 * seconds, Long.MAX_VALUE / 2.0));
    }
  }
}
