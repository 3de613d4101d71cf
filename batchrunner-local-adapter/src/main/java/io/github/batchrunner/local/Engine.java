package io.github.batchrunner.local;

import io.github.batchrunner.spi.CancelMode;
import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import io.github.batchrunner.spi.Submission;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What all runs of one executor share.
 *
 * @param options how it was opened
 * @param timer runs what is to happen later
 * @param logs keeps log files small
 * @param processes knows the processes of this executor
 * @param oomKills tells whether the system ended processes for want of memory
 * @param wrapper lets commands survive this process
 * @param attemptFiles knows the files of attempts
 * @param detached set when the executor is closed and leaves commands to themselves
 * @param givenUp set when the executor is closed and no longer waits for processes that do not die
 * @param hostClassLoader the context class loader of whoever opened the executor
 */
record Engine(
    LocalOptions options,
    Timer timer,
    LogKeeper logs,
    Processes processes,
    OomKills oomKills,
    Wrapper wrapper,
    AttemptFiles attemptFiles,
    AtomicBoolean detached,
    AtomicBoolean givenUp,
    @Nullable ClassLoader hostClassLoader) {

  /** Ends the attempt when its time is up; running the answer stops that clock. */
  Runnable startTimeout(Attempt attempt, Submission submission) {
    Duration limit = submission.timeout().orElse(null);
    return limit == null ? Engine::nothing : startTimeout(attempt, limit);
  }

  /** Ends the attempt after this time; running the answer stops that clock. */
  Runnable startTimeout(Attempt attempt, Duration left) {
    return timer.after(
        left, () -> attempt.requestStop(Attempt.Stop.TIMED_OUT, CancelMode.GRACEFUL));
  }

  /** Ends attempts that no thread is left to run. */
  void failAll(List<Attempt> stranded) {
    for (Attempt attempt : stranded) {
      attempt.end(
          Failure.of(
              FailureKind.INFRASTRUCTURE,
              "all threads of executor \"local\" hang in handlers that ignore their interruption;"
                  + " find them in a thread dump under \"(abandoned)\" and restart the process"));
    }
  }

  private static void nothing() {}
}
