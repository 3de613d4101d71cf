package io.github.batchrunner.core.pipeline;

import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.spi.FailureKind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How often a task is tried, how long is waited in between, and with how much memory.
 *
 * <p>What decides is the cause of a failure. The task's own failures ({@code EXIT_CODE}, {@code
 * EXCEPTION}, {@code OUT_OF_MEMORY}, {@code TIMEOUT}) are tried again up to {@code maxAttempts}.
 * Losses ({@code PREEMPTED}, {@code NODE_LOST}, {@code INFRASTRUCTURE}) are no fault of the task
 * and counted by themselves, up to {@code maxLosses}, also where there is one attempt. What another
 * attempt cannot mend ({@code ENVIRONMENT}, {@code REJECTED}, {@code CANCELLED}, {@code
 * OUTPUT_MISSING}) is final. All counts are those of one execution.
 *
 * @param maxAttempts how often it may fail, 1 to 100; 1 means that its first failure is final
 * @param delay how long it waits before it is tried again for the first time, 0 to 365 days
 * @param delayFactor by what the wait grows each further time, 1 to 100
 * @param maxDelay the longest wait before {@code jitter}, {@code delay} to 365 days
 * @param jitter by which part a wait is made longer or shorter at random, 0 to 1: 0.25 takes it
 *     times a factor of 0.75 to 1.25
 * @param memoryFactor by what the declared memory grows after {@code OUT_OF_MEMORY}, 1 (not) to 100
 * @param maxMemoryMb mebibytes beyond which it does not grow; 0 for no ceiling
 * @param maxLosses how often it is tried again after losses, 0 to 100
 */
public record RetryPolicy(
    int maxAttempts,
    Duration delay,
    double delayFactor,
    Duration maxDelay,
    double jitter,
    double memoryFactor,
    long maxMemoryMb,
    int maxLosses) {

  static final int MOST = 100;

  /** Two pebibytes: what the journal has room for. */
  static final long MOST_MEMORY_MB = Integer.MAX_VALUE;

  private static final Duration LONGEST = Duration.ofDays(365);
  private static final Duration USUAL_MAX_DELAY = Duration.ofMinutes(10);

  /** One attempt, three more after losses, nothing else out of the ordinary. */
  public static final RetryPolicy NONE = builder().build();

  /** What a failure counts as. */
  public enum CountsAs {
    /** An attempt of the task that failed by itself. */
    ATTEMPT,
    /** A loss of its place, through no fault of its own. */
    LOSS,
    /** A reason not to try again: another attempt would end the same way. */
    FINAL;

    /** Returns what failures of this kind count as. */
    public static CountsAs of(FailureKind kind) {
      return switch (kind) {
        case EXIT_CODE, EXCEPTION, OUT_OF_MEMORY, TIMEOUT -> ATTEMPT;
        case PREEMPTED, NODE_LOST, INFRASTRUCTURE -> LOSS;
        case ENVIRONMENT, REJECTED, CANCELLED, OUTPUT_MISSING -> FINAL;
      };
    }
  }

  /** Checks the ranges. */
  public RetryPolicy {
    require("max_attempts", maxAttempts, 1, MOST);
    require("max_losses", maxLosses, 0, MOST);
    require("delay_factor", delayFactor, 1, MOST);
    require("jitter", jitter, 0, 1);
    require("memory_factor", memoryFactor, 1, MOST);
    requireNotLonger("delay", delay, LONGEST);
    requireNotLonger("max_delay", maxDelay, LONGEST);
    if (maxDelay.compareTo(delay) < 0) {
      throw new InvalidInputException(
          "\"max_delay\" is not shorter than \"delay\" (%s), but \"%s\" was given"
              .formatted(delay, maxDelay));
    }
    if (maxMemoryMb < 0 || maxMemoryMb > MOST_MEMORY_MB) {
      throw new InvalidInputException(
          "\"max_memory_mb\" is a number of mebibytes up to %d, or 0 for no ceiling, but \"%d\" was given"
              .formatted(MOST_MEMORY_MB, maxMemoryMb));
    }
    if (maxMemoryMb > 0 && memoryFactor == 1) {
      throw new InvalidInputException(
          "\"max_memory_mb\" (%d) is the ceiling of what \"memory_factor\" makes grow: give a factor of more than 1 as well, such as 1.5"
              .formatted(maxMemoryMb));
    }
  }

  private static void require(String key, int value, int least, int most) {
    if (value < least || value > most) {
      throw new InvalidInputException(
          "\"%s\" is a whole number from %d to %d, but \"%d\" was given"
              .formatted(key, least, most, value));
    }
  }

  private static void require(String key, double value, int least, int most) {
    if (!(value >= least && value <= most)) { // so that NaN is refused
      throw new InvalidInputException(
          "\"%s\" is a number from %d to %d, but \"%s\" was given"
              .formatted(key, least, most, value));
    }
  }

  private static void requireNotLonger(String key, Duration value, Duration most) {
    if (value.isNegative() || value.compareTo(most) > 0) {
      throw new InvalidInputException(
          "\"%s\" is a duration from PT0S to %s, but \"%s\" was given".formatted(key, most, value));
    }
  }

  /** Returns a policy of so many attempts with the usual waits. */
  public static RetryPolicy attempts(int maxAttempts) {
    return builder().maxAttempts(maxAttempts).build();
  }

  /**
   * Starts a policy of one attempt, three losses, a wait of a second that doubles up to ten minutes
   * with a jitter of 0.25, and memory that does not grow.
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Tells whether a task is tried again.
   *
   * @param kind how its latest attempt failed
   * @param times how many of its attempts in this execution ended in what counts as the same {@link
   *     CountsAs}, this one included
   */
  public boolean triesAgain(FailureKind kind, int times) {
    return switch (CountsAs.of(kind)) {
      case ATTEMPT -> times < maxAttempts;
      case LOSS -> times <= maxLosses;
      case FINAL -> false;
    };
  }

  /**
   * Returns how long a task waits before it is tried again.
   *
   * @param times which time it is tried again after what counts as the same {@link CountsAs}, from
   *     1
   * @param random from 0 (the shortest wait) to 1 (the longest)
   */
  public Duration delayBefore(int times, double random) {
    double longest = seconds(maxDelay);
    double grown = Math.min(longest, seconds(delay) * Math.pow(delayFactor, times - 1.0));
    double seconds = grown * (1 + jitter * (2 * random - 1));
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }

  private static double seconds(Duration duration) {
    return duration.getSeconds() + duration.getNano() / 1e9;
  }

  /**
   * Tells whether a task that declares so much memory is given more after {@code OUT_OF_MEMORY}.
   */
  public boolean growsMemory(long declaredMb) {
    return declaredMb > 0 && declaredMb <= MOST_MEMORY_MB && memoryFactor > 1;
  }

  /**
   * Returns what an attempt asks for after one that had {@code memoryMb} and ran out of it; the
   * same if that is the ceiling.
   */
  public long grown(long memoryMb) {
    if (memoryFactor == 1) {
      return memoryMb;
    }
    double product = Math.ceil(memoryMb * memoryFactor);
    return capped(Math.max(memoryMb, (long) Math.min(MOST_MEMORY_MB, product)));
  }

  /** Returns {@code memoryMb}, or the ceiling where that is lower. */
  public long capped(long memoryMb) {
    return maxMemoryMb == 0 ? memoryMb : Math.min(maxMemoryMb, memoryMb);
  }

  /** Collects the parts of a {@link RetryPolicy}; not thread-safe. */
  public static final class Builder {
    private int maxAttempts = 1;
    private Duration delay = Duration.ofSeconds(1);
    private double delayFactor = 2;
    private @Nullable Duration maxDelay;
    private double jitter = 0.25;
    private double memoryFactor = 1;
    private long maxMemoryMb;
    private int maxLosses = 3;

    private Builder() {}

    /** Sets how often the task may fail; default: once, which is final. */
    public Builder maxAttempts(int most) {
      maxAttempts = most;
      return this;
    }

    /** Sets how long it waits the first time; default: a second. */
    public Builder delay(Duration first) {
      delay = first;
      return this;
    }

    /** Sets by what the wait grows each further time; default: 2. */
    public Builder delayFactor(double factor) {
      delayFactor = factor;
      return this;
    }

    /** Sets the longest wait; default: ten minutes, or the first wait where that is longer. */
    public Builder maxDelay(Duration longest) {
      maxDelay = longest;
      return this;
    }

    /** Sets by which part waits vary; default: 0.25. */
    public Builder jitter(double part) {
      jitter = part;
      return this;
    }

    /** Sets by what declared memory grows after {@code OUT_OF_MEMORY}; default: 1, not at all. */
    public Builder memoryFactor(double factor) {
      memoryFactor = factor;
      return this;
    }

    /** Sets the mebibytes beyond which memory does not grow; default: 0, no ceiling. */
    public Builder maxMemoryMb(long ceiling) {
      maxMemoryMb = ceiling;
      return this;
    }

    /** Sets how often it is tried again after losses; default: three times. */
    public Builder maxLosses(int most) {
      maxLosses = most;
      return this;
    }

    /**
     * Returns the policy.
     *
     * @throws InvalidInputException if a part is out of its range
     */
    public RetryPolicy build() {
      Duration usual = USUAL_MAX_DELAY.compareTo(delay) < 0 ? delay : USUAL_MAX_DELAY;
      return new RetryPolicy(
          maxAttempts,
          delay,
          delayFactor,
          maxDelay == null ? usual : maxDelay,
          jitter,
          memoryFactor,
          maxMemoryMb,
          maxLosses);
    }
  }
}
