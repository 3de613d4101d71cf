package io.github.batchrunner.core.execution;

import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.clone.OnConflict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How a plan is carried out: limits, pace, listeners. Immutable. */
public final class ExecutionOptions {

  private static final ExecutionOptions DEFAULTS = builder().build();

  private final @Nullable Integer maxInFlight;
  private final @Nullable Integer stopThreshold;
  private final @Nullable Integer resumeThreshold;
  private final @Nullable Integer stopAfterFailures;
  private final @Nullable Double stopWhenFailing;
  private final int canary;
  private final Duration submitInterval;
  private final double submitsPerSecond;
  private final int cloneThreads;
  private final Duration engineRetry;
  private final Dependencies dependencies;
  private final boolean runLogs;
  private final OnConflict onConflict;
  private final List<ExecutionListener> listeners;

  private ExecutionOptions(Builder builder) {
    maxInFlight = builder.maxInFlight;
    stopThreshold = builder.stopThreshold;
    resumeThreshold = builder.resumeThreshold;
    stopAfterFailures = builder.stopAfterFailures;
    stopWhenFailing = builder.stopWhenFailing;
    canary = builder.canary;
    submitInterval = builder.submitInterval;
    submitsPerSecond = builder.submitsPerSecond;
    cloneThreads = builder.cloneThreads;
    engineRetry = builder.engineRetry;
    dependencies = builder.dependencies;
    runLogs = builder.runLogs;
    onConflict = builder.onConflict;
    listeners = List.copyOf(builder.listeners);
  }

  /** Returns the defaults that {@link Builder} names. */
  public static ExecutionOptions defaults() {
    return DEFAULTS;
  }

  /** Starts options with all defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the greatest number of attempts that are submitted and have not ended; empty to follow
   * the executor.
   */
  public OptionalInt maxInFlight() {
    return maxInFlight == null ? OptionalInt.empty() : OptionalInt.of(maxInFlight);
  }

  /** Returns the number of started runs at which no more are started; empty for none. */
  public OptionalInt stopThreshold() {
    return stopThreshold == null ? OptionalInt.empty() : OptionalInt.of(stopThreshold);
  }

  /**
   * Returns the number of started runs, less than the stop threshold, at which starting goes on;
   * empty without one.
   */
  public OptionalInt resumeThreshold() {
    return resumeThreshold == null ? OptionalInt.empty() : OptionalInt.of(resumeThreshold);
  }

  /** Returns the number of failed runs at which the execution stops; empty for none. */
  public OptionalInt stopAfterFailures() {
    return stopAfterFailures == null ? OptionalInt.empty() : OptionalInt.of(stopAfterFailures);
  }

  /**
   * Returns the percentage of the planned runs that may fail without stopping the execution; empty
   * for no limit.
   */
  public OptionalDouble stopWhenFailing() {
    return stopWhenFailing == null ? OptionalDouble.empty() : OptionalDouble.of(stopWhenFailing);
  }

  /** Returns how many runs go before all others; 0 for none. */
  public int canary() {
    return canary;
  }

  /** Returns the least time between two submissions; zero for none. */
  public Duration submitInterval() {
    return submitInterval;
  }

  /** Returns the greatest number of submissions per second; positive infinity for no limit. */
  public double submitsPerSecond() {
    return submitsPerSecond;
  }

  /** Returns how many runs are cloned at the same time. */
  public int cloneThreads() {
    return cloneThreads;
  }

  /**
   * Returns how long to wait before an engine that did not answer, or refused for now, is asked
   * again.
   */
  public Duration engineRetry() {
    return engineRetry;
  }

  /** Returns who keeps the dependencies of tasks. */
  public Dependencies dependencies() {
    return dependencies;
  }

  /** Tells whether each run keeps a log of what happened to it. */
  public boolean runLogs() {
    return runLogs;
  }

  /** Returns what becomes of what both the base project and a run have changed. */
  public OnConflict onConflict() {
    return onConflict;
  }

  /** Returns who is told of everything from the start. */
  public List<ExecutionListener> listeners() {
    return listeners;
  }

  /** Collects execution options; not thread-safe. */
  public static final class Builder {
    private @Nullable Integer maxInFlight;
    private @Nullable Integer stopThreshold;
    private @Nullable Integer resumeThreshold;
    private @Nullable Integer stopAfterFailures;
    private @Nullable Double stopWhenFailing;
    private int canary;
    private Duration submitInterval = Duration.ZERO;
    private double submitsPerSecond = Double.POSITIVE_INFINITY;
    private int cloneThreads = 2;
    private Duration engineRetry = Duration.ofSeconds(2);
    private Dependencies dependencies = Dependencies.AUTO;
    private boolean runLogs = true;
    private OnConflict onConflict = OnConflict.FAIL;
    private final List<ExecutionListener> listeners = new ArrayList<>();

    private Builder() {}

    /**
     * Limits the attempts that are submitted and have not ended, 1 or more; default: four for each
     * slot of the executor; where it does not know its slots 100, or 100,000 if it is given all
     * tasks of a run at once.
     */
    public Builder maxInFlight(int attempts) {
      maxInFlight = positive(attempts, "max in flight");
      return this;
    }

    /**
     * Stops starting runs when {@code stop} runs are started and unfinished, and goes on when these
     * are down to {@code resume}; default: no thresholds. At most {@code stop} attempts are in
     * flight as well.
     */
    public Builder thresholds(int stop, int resume) {
      positive(stop, "the stop threshold");
      if (resume < 0 || resume >= stop) {
        throw new InvalidInputException(
            "the resume threshold is 0 or more and less than the stop threshold %d, but \"%d\" was given"
                .formatted(stop, resume));
      }
      stopThreshold = stop;
      resumeThreshold = resume;
      return this;
    }

    /**
     * Stops when so many runs of this execution have failed, 1 or more; default: never. A run has
     * failed when the first of its tasks has failed for good, and counts once.
     *
     * <p>An execution that stops begins nothing new, takes back what waits at the engine, and lets
     * end what runs; the rest is left as it was, for a later execution.
     */
    public Builder stopAfterFailures(int runs) {
      stopAfterFailures = positive(runs, "the number of failures to stop after");
      return this;
    }

    /**
     * Stops, as {@link #stopAfterFailures} does, when more than this percentage of the planned runs
     * have failed, from 0 to less than 100; default: never. The planned runs are those that have
     * something to do, begun or not, so that early failures alone do not stop it.
     */
    public Builder stopWhenFailing(double percent) {
      if (!(percent >= 0 && percent < 100)) {
        throw new InvalidInputException(
            "the percentage of failures to stop at is from 0 to less than 100, but \"%s\" was given"
                .formatted(percent));
      }
      stopWhenFailing = percent;
      return this;
    }

    /**
     * Lets so many of the most telling runs go first, 1 or more; default: none. The others begin
     * when all of these have ended well; if one fails, the execution stops, as {@link
     * #stopAfterFailures} says. {@link ExecutionEvent.CanaryChosen} tells which they are. Runs of
     * which an earlier host left attempts at the engine go on beside them.
     */
    public Builder canary(int runs) {
      canary = positive(runs, "the number of canaries");
      return this;
    }

    /** Sets the least time between two submissions; default: none. */
    public Builder submitInterval(Duration interval) {
      if (interval.isNegative()) {
        throw new InvalidInputException(
            "the submit interval is not negative, but \"%s\" was given".formatted(interval));
      }
      submitInterval = interval;
      return this;
    }

    /** Limits the submissions per second, more than 0; default: what the executor tolerates. */
    public Builder submitsPerSecond(double rate) {
      if (!(rate > 0)) {
        throw new InvalidInputException(
            "the submissions per second are more than 0, but \"%s\" was given".formatted(rate));
      }
      submitsPerSecond = rate;
      return this;
    }

    /** Sets how many runs are cloned at the same time, 1 or more; default: 2. */
    public Builder cloneThreads(int threads) {
      cloneThreads = positive(threads, "the number of clone threads");
      return this;
    }

    /**
     * Sets how long to wait before an engine that did not answer, or refused for now, is asked
     * again; the wait doubles up to a minute. Default: 2 seconds.
     */
    public Builder engineRetry(Duration wait) {
      if (wait.isNegative() || wait.isZero()) {
        throw new InvalidInputException(
            "the wait for an engine is longer than zero, but \"%s\" was given".formatted(wait));
      }
      engineRetry = wait;
      return this;
    }

    /** Sets who keeps the dependencies of tasks; default: {@link Dependencies#AUTO}. */
    public Builder dependencies(Dependencies keeper) {
      dependencies = keeper;
      return this;
    }

    /**
     * Sets what becomes of what both the base project and an existing run have changed since the
     * run was cloned; default: {@link OnConflict#FAIL}, the run fails before anything of it runs.
     */
    public Builder onConflict(OnConflict choice) {
      onConflict = choice;
      return this;
    }

    /** Adds somebody who is told of everything from the start. */
    public Builder listener(ExecutionListener listener) {
      listeners.add(listener);
      return this;
    }

    /** Adds somebody who takes every event in one place, from the start. */
    public Builder listener(Consumer<? super ExecutionEvent> listener) {
      return listener(new EventConsumer(listener));
    }

    /**
     * Sets whether each run keeps a log of what happened to it, {@code logs/run.log} in its
     * directory; default: true.
     */
    public Builder runLogs(boolean keep) {
      runLogs = keep;
      return this;
    }

    /** Returns the options. */
    public ExecutionOptions build() {
      return new ExecutionOptions(this);
    }

    private static int positive(int value, String what) {
      if (value < 1) {
        throw new InvalidInputException(
            "%s is 1 or more, but \"%d\" was given".formatted(what, value));
      }
      return value;
    }
  }
}
