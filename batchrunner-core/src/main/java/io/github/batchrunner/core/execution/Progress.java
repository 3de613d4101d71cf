package io.github.batchrunner.core.execution;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far an execution is, at one moment.
 *
 * @param runs its runs that have something to do
 * @param tasks their planned tasks
 * @param inFlight attempts that are submitted and have not ended
 * @param elapsed time since the start
 * @param note why nothing goes on at the moment, or an empty string
 * @param timeLeftOrNull what is left of it as far as can be told; null if that is unknown
 */
public record Progress(
    Counts runs,
    Counts tasks,
    int inFlight,
    Duration elapsed,
    String note,
    @Nullable TimeLeft timeLeftOrNull) {

  /** Returns what is left of it; empty as long as too little has finished to tell. */
  public Optional<TimeLeft> timeLeft() {
    return Optional.ofNullable(timeLeftOrNull);
  }

  /**
   * Runs or tasks by what has become of them.
   *
   * @param total all of them
   * @param succeeded ended well
   * @param failed ended badly or were cancelled
   * @param skipped will not run because something they need failed; always 0 for runs
   * @param running begun and not ended; for tasks: submitted and not ended
   */
  public record Counts(long total, long succeeded, long failed, long skipped, long running) {

    /** Returns how many have ended in any way. */
    public long ended() {
      return succeeded + failed + skipped;
    }

    /** Returns how many have not begun. */
    public long waiting() {
      return total - ended() - running;
    }
  }

  /** Returns ended tasks per second since the start; 0 before the first. */
  public double tasksPerSecond() {
    double seconds = elapsed.toNanos() / 1e9;
    return seconds > 0 ? (tasks.succeeded() + tasks.failed()) / seconds : 0;
  }
}
