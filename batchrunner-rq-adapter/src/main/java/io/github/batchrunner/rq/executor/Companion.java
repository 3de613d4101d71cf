package io.github.batchrunner.rq.executor;

import io.github.batchrunner.spi.CloseMode;
import io.github.batchrunner.spi.Observation;
import io.github.batchrunner.spi.Submission;
import io.github.batchrunner.spi.SubmitOutcome;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that goes along with the attempts of an executor, such as a job that shows the tree of
 * a batch, or messages about its state. Thread-safe.
 *
 * <p>What it throws in {@link #beforeEnqueue} keeps the jobs from being enqueued; anything else it
 * throws is logged and otherwise ignored.
 */
interface Companion {

  /**
   * A job that is to be enqueued, or was.
   *
   * @param submission the attempt
   * @param jobId its job
   */
  record Planned(Submission submission, String jobId) {}

  /**
   * An attempt that an earlier process submitted and that was found again.
   *
   * @param batch its batch, from the job's metadata
   * @param runId its run, from the job's metadata
   * @param observation how it is
   */
  record Found(String batch, String runId, Observation observation) {}

  /** Returns why an attempt must not be enqueued, now or ever; empty if it may. */
  default Optional<SubmitOutcome.Rejected> objection(Submission submission) {
    return Optional.empty();
  }

  /**
   * Returns what is to be in the metadata of these jobs, by their ids; called once for each request
   * before {@link #beforeEnqueue}.
   *
   * @param jobs in an order in which each stands after those it needs
   */
  default Map<String, Map<String, @Nullable Object>> meta(List<Planned> jobs) {
    return Map.of();
  }

  /** Is called before any of these jobs is in Redis. */
  default void beforeEnqueue(List<Planned> jobs) {}

  /**
   * Is called when Redis has answered.
   *
   * @param accepted those of the jobs that are there now
   * @param refused those that are not
   */
  default void accepted(List<Planned> accepted, List<Planned> refused) {}

  /** Is called with open attempts that an earlier process submitted. */
  default void reattached(List<Found> attempts) {}

  /** Is called after each look at the jobs, with what is news; also when nothing is. */
  default void observed(List<Observation> news) {}

  /** Is called with what a person should know of a batch. */
  default void warned(String batch, String warning) {}

  /** Is called once, when no more attempts will be submitted and those to be ended have ended. */
  default void close(CloseMode mode) {}
}
