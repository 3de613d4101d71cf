package io.github.batchrunner.core.dispatch;

import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.pipeline.RetryPolicy;
import io.github.batchrunner.core.pipeline.RetryPolicy.CountsAs;
import io.github.batchrunner.core.pipeline.TaskDefinition;
import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * Decides by its policy whether a task that failed is tried again, and how long it waits; counts
 * its failures and losses in this execution.
 *
 * <p>Belongs to the dispatcher's thread.
 */
final class Retries {

  private final Pipeline pipeline;
  private final DoubleSupplier random;
  private final Map<Long, Tally> tallies = new HashMap<>();

  /** What became of a task in this execution; tasks that never failed have none. */
  private record Tally(int attempts, int losses) {
    static final Tally NONE = new Tally(0, 0);

    Tally and(CountsAs what) {
      return switch (what) {
        case ATTEMPT -> new Tally(attempts + 1, losses);
        case LOSS -> new Tally(attempts, losses + 1);
        case FINAL -> this;
      };
    }

    int times(CountsAs what) {
      return switch (what) {
        case ATTEMPT -> attempts;
        case LOSS -> losses;
        case FINAL -> 0;
      };
    }
  }

  /**
   * Starts with no failures.
   *
   * @param random numbers from 0 to 1, for the jitter
   */
  Retries(Pipeline pipeline, DoubleSupplier random) {
    this.pipeline = pipeline;
    this.random = random;
  }

  /** Counts a failure, and returns how long to wait for the next attempt; empty for no other. */
  Optional<Duration> after(Flight flight, Failure failure) {
    TaskDefinition task = pipeline.task(flight.task);
    RetryPolicy policy = task.retry();
    CountsAs what = CountsAs.of(failure.kind());
    Tally tally = tallies.getOrDefault(place(flight), Tally.NONE).and(what);
    int times = tally.times(what);
    if (flight.refused
        || !policy.triesAgain(failure.kind(), times)
        || (failure.kind() == FailureKind.OUT_OF_MEMORY && hasMostMemory(flight, task))) {
      return Optional.empty();
    }
    tallies.put(place(flight), tally);
    return Optional.of(policy.delayBefore(times, random.getAsDouble()));
  }

  /** With the same memory it would run out of it again. */
  private static boolean hasMostMemory(Flight flight, TaskDefinition task) {
    return task.retry().growsMemory(task.resources().memoryMb())
        && task.retry().grown(flight.memoryMb) <= flight.memoryMb;
  }

  /** Forgets a task that has ended. */
  void forget(Flight flight) {
    tallies.remove(place(flight));
  }

  private long place(Flight flight) {
    return (long) flight.run * pipeline.size() + flight.task;
  }
}
