package io.github.batchrunner.core.dispatch;

import io.github.batchrunner.core.execution.ExecutionEvent;
import io.github.batchrunner.core.execution.Sharing;
import io.github.batchrunner.core.log.LogFindings;
import io.github.batchrunner.spi.AttemptToken;
import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.Submission;
import io.github.batchrunner.spi.SubmittedAttempt;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What dispatch has done to the directories of runs; called by threads of its own, several at once.
 *
 * <p>Runs are known by their place in the plan, tasks by their number in the pipeline.
 */
public interface RunWorkshop {

  /**
   * Makes the directory of a run ready for its first planned task.
   *
   * @throws io.github.batchrunner.core.BatchRunnerException if that cannot be done; the run has
   *     failed then
   */
  void prepare(int run);

  /**
   * Fills a task's definition in for one attempt.
   *
   * @param memoryMb the mebibytes it asks for, in place of what its definition says
   * @param needs the attempts that must have succeeded before it starts; empty unless the executor
   *     orders attempts by itself
   * @throws io.github.batchrunner.core.BatchRunnerException if a placeholder has no value for this
   *     run; the task has failed then
   */
  Submission submission(
      int run, int task, int attempt, long memoryMb, AttemptToken token, List<AttemptToken> needs);

  /** Returns what is known of an attempt that was, or may have been, submitted. */
  SubmittedAttempt submitted(int run, int task, int attempt, AttemptToken token);

  /** Returns the first declared output of a task that is not there after its success. */
  Optional<String> missingOutput(int run, int task);

  /**
   * Writes what happened to a run into its log, in this order, after what is there; by one thread
   * at a time for one run, and for the last time before {@link #ended}.
   */
  void log(int run, List<ExecutionEvent> events);

  /**
   * Looks for what the rules of a task name in the log of one of its attempts.
   *
   * @param elsewhere opens what the executor keeps, which is read if the attempt has no log file;
   *     an empty stream if there is nothing
   * @throws io.github.batchrunner.core.InvalidInputException if a pattern takes too many steps
   * @throws io.github.batchrunner.core.BatchRunnerException if the log cannot be read
   */
  LogFindings findInLog(int run, int task, int attempt, LogSource elsewhere);

  /** Opens a log that is not in the directory of a run. */
  @FunctionalInterface
  interface LogSource {
    /** Opens the log at its beginning. */
    InputStream open() throws IOException;
  }

  /**
   * Tells what runs share with the base project, and looks whether that is as it was; asked when no
   * run is worked on any more.
   *
   * @throws io.github.batchrunner.core.BatchRunnerException if that cannot be seen
   */
  Sharing sharing();

  /** Leaves a note of how a run ended in its directory. */
  void ended(RunEnd end);

  /**
   * Removes what executors keep about the attempts of a run that has {@linkplain #ended ended} and
   * whose ends are on disk.
   */
  void forgetAttempts(int run);

  /**
   * How a run ended.
   *
   * @param run which run
   * @param startedAt when it began in this execution
   * @param endedAt when its last task ended
   * @param succeededAt when each task of the pipeline succeeded last, in seconds since the epoch;
   *     null if it has not
   * @param failureOrNull why the first of its failed tasks failed
   */
  record RunEnd(
      int run,
      Instant startedAt,
      Instant endedAt,
      Map<String, @Nullable Long> succeededAt,
      @Nullable Failure failureOrNull) {}
}
