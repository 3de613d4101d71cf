package io.github.batchrunner.sample.nice;

import io.github.batchrunner.spi.AttemptState;
import io.github.batchrunner.spi.AttemptToken;
import io.github.batchrunner.spi.CancelMode;
import io.github.batchrunner.spi.CancelRequest;
import io.github.batchrunner.spi.CloseMode;
import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import io.github.batchrunner.spi.Handle;
import io.github.batchrunner.spi.Observation;
import io.github.batchrunner.spi.ObserveRequest;
import io.github.batchrunner.spi.ReattachRequest;
import io.github.batchrunner.spi.Submission;
import io.github.batchrunner.spi.SubmitOutcome;
import io.github.batchrunner.spi.SubmitRequest;
import io.github.batchrunner.spi.TaskExecutor;
import io.github.batchrunner.spi.Work;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Runs {@code nice -n <niceness> <command>} on as many threads as there are slots.
 *
 * <p>The host polls it: it tells nothing by itself, and answers {@link #observe} from memory.
 * Thread-safe.
 */
final class NiceExecutor implements TaskExecutor {

  private final int niceness;
  private final Clock clock;
  private final ExecutorService slots;
  private final Map<AttemptToken, NiceAttempt> attempts = new ConcurrentHashMap<>();
  private boolean closed;

  NiceExecutor(int niceness, int slots, Clock clock) {
    this.niceness = niceness;
    this.clock = clock;
    this.slots = Executors.newFixedThreadPool(slots);
  }

  /** Synchronized with {@link #close}, so that nothing is accepted that nobody would end. */
  @Override
  public synchronized List<SubmitOutcome> submit(SubmitRequest request) {
    checkOpen();
    forgetLongEnded();
    return request.submissions().stream().map(this::submit).toList();
  }

  private SubmitOutcome submit(Submission submission) {
    // Rule 3.2: a token that is known starts nothing.
    NiceAttempt known = attempts.get(submission.token());
    if (known != null) {
      return new SubmitOutcome.Accepted(known.handle());
    }
    // Rule 3.4: what can never run here is rejected for good.
    if (!(submission.work() instanceof Work.Command command)) {
      return rejected("executor \"nice\" runs commands only");
    }
    if (command.envScript().isPresent()) {
      return rejected("executor \"nice\" sources no env_script: use executor \"local\"");
    }
    NiceAttempt attempt = new NiceAttempt(submission, command, niceness, clock);
    attempts.put(submission.token(), attempt);
    slots.execute(attempt::run);
    return new SubmitOutcome.Accepted(attempt.handle());
  }

  private static SubmitOutcome rejected(String why) {
    return new SubmitOutcome.Rejected(Failure.of(FailureKind.REJECTED, why), true);
  }

  @Override
  public synchronized List<Observation> observe(ObserveRequest request) {
    checkOpen();
    List<Observation> observations = new ArrayList<>();
    for (Handle handle : request.handles()) {
      // Rule 4.5: what is not listed any more is unknown, which is not a failure.
      observations.add(
          known(handle)
              .map(NiceAttempt::observation)
              .orElseGet(() -> Observation.of(handle, AttemptState.UNKNOWN, clock.instant())));
    }
    return observations;
  }

  @Override
  public synchronized void cancel(CancelRequest request) {
    checkOpen();
    for (Handle handle : request.handles()) {
      known(handle).ifPresent(attempt -> attempt.cancel(request.mode()));
    }
  }

  /** Knows only what it runs itself; of any other token it says nothing: it does not run. */
  @Override
  public synchronized List<Observation> reattach(ReattachRequest request) {
    checkOpen();
    return request.tokens().stream()
        .map(attempts::get)
        .flatMap(attempt -> Optional.ofNullable(attempt).stream())
        .map(NiceAttempt::observation)
        .toList();
  }

  /** Its processes belong to this one, so {@link CloseMode#DETACH} ends them too. */
  @Override
  public void close(CloseMode mode) {
    synchronized (this) {
      closed = true;
      slots.shutdown(); // what waits still runs, unless it is cancelled now
    }
    if (mode != CloseMode.DRAIN) {
      cancelAll();
    }
    awaitSlots();
  }

  private void cancelAll() {
    attempts.values().forEach(attempt -> attempt.cancel(CancelMode.FORCED));
  }

  /** Rule 7.1: no thread is left. Whoever interrupts this wants it to be quick. */
  private void awaitSlots() {
    boolean interrupted = false;
    while (!slots.isTerminated()) {
      try {
        slots.awaitTermination(1, TimeUnit.DAYS);
      } catch (InterruptedException e) {
        interrupted = true;
        cancelAll();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void forgetLongEnded() {
    Instant limit = clock.instant().minus(NiceExecutorProvider.ENDED_RETENTION);
    attempts.values().removeIf(attempt -> attempt.endedBefore(limit));
  }

  private Optional<NiceAttempt> known(Handle handle) {
    return Optional.ofNullable(attempts.get(handle.token()))
        .filter(attempt -> attempt.handle().equals(handle));
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("executor \"nice\" has been closed");
    }
  }
}
