package io.github.batchrunner.rq.worker;

import io.github.batchrunner.rq.RqException;
import io.github.batchrunner.rq.executor.AttemptCall;
import io.github.batchrunner.rq.executor.SubmissionCodec;
import io.github.batchrunner.spi.AttemptToken;
import io.github.batchrunner.spi.CancelMode;
import io.github.batchrunner.spi.CancelRequest;
import io.github.batchrunner.spi.CloseMode;
import io.github.batchrunner.spi.Delivery;
import io.github.batchrunner.spi.ExecutorContext;
import io.github.batchrunner.spi.ExecutorOptions;
import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import io.github.batchrunner.spi.Handle;
import io.github.batchrunner.spi.Observation;
import io.github.batchrunner.spi.ObserveRequest;
import io.github.batchrunner.spi.Submission;
import io.github.batchrunner.spi.SubmitOutcome;
import io.github.batchrunner.spi.SubmitRequest;
import io.github.batchrunner.spi.TaskExecutor;
import io.github.batchrunner.spi.TaskExecutorProvider;
import io.github.batchrunner.spi.TaskHandler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The function by which executor "rq" with {@code workers=java} has attempts of all kinds run: it
 * hands each to an executor of this process, normally "local", and waits for its end. Thread-safe.
 *
 * <p>The executor should have at least as many slots as the pool has workers, or attempts wait that
 * RQ shows as started. An attempt whose job is stopped or out of time is ended by force, as
 * Python's workers do.
 */
public final class AttemptFunction implements JobFunction, AutoCloseable {

  /** The name under which a pool of workers is to have this function. */
  public static final String NAME = AttemptCall.FUNCTION;

  /** News that were pushed may get lost; this often the executor is asked in any case. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  /** Shorter than a pool waits for a function that was interrupted. */
  private static final Duration CANCEL_PATIENCE = Duration.ofSeconds(4);

  private final TaskExecutor executor;
  private final Duration wait;
  private final Map<AttemptToken, BlockingQueue<Observation>> waiting = new ConcurrentHashMap<>();

  private AttemptFunction(
      TaskExecutorProvider provider, ExecutorOptions options, List<TaskHandler> handlers) {
    boolean polled = provider.capabilities(options).delivery() == Delivery.POLL;
    wait = polled ? provider.capabilities(options).pollInterval() : LONGEST_WAIT;
    executor =
        provider.open(
            ExecutorContext.builder(options).observations(this::take).handlers(handlers).build());
  }

  /**
   * Opens an executor to run attempts on.
   *
   * @param handlers the handlers that attempts may name
   * @throws io.github.batchrunner.spi.ExecutorException if it cannot be opened
   */
  public static AttemptFunction open(
      TaskExecutorProvider provider, ExecutorOptions options, List<TaskHandler> handlers) {
    return new AttemptFunction(provider, options, handlers);
  }

  @Override
  public @Nullable Object run(JobContext job) throws InterruptedException, AttemptFailedException {
    if (job.args().isEmpty()) {
      throw new RqException("function \"" + NAME + "\" takes a submission, but none was given");
    }
    Submission submission = SubmissionCodec.decode(job.args().get(0));
    BlockingQueue<Observation> news = new LinkedBlockingQueue<>();
    waiting.put(submission.token(), news);
    try {
      Handle handle = submit(submission);
      Observation end = awaitEnd(handle, news);
      switch (end.state()) {
        case SUCCEEDED -> {
          return null;
        }
        case CANCELLED -> throw failed(FailureKind.CANCELLED, "it was cancelled where it ran");
        default -> throw new AttemptFailedException(failureOf(end));
      }
    } finally {
      waiting.remove(submission.token());
    }
  }

  private Handle submit(Submission submission) throws AttemptFailedException {
    SubmitOutcome outcome = executor.submit(new SubmitRequest(List.of(submission))).get(0);
    if (outcome instanceof SubmitOutcome.Accepted accepted) {
      return accepted.handle();
    }
    if (outcome instanceof SubmitOutcome.Rejected rejected) {
      throw new AttemptFailedException(rejected.failure());
    }
    throw failed(FailureKind.INFRASTRUCTURE, "the worker's own executor is not sure to have it");
  }

  private Observation awaitEnd(Handle handle, BlockingQueue<Observation> news)
      throws InterruptedException {
    try {
      while (true) {
        Observation end = next(handle, news, wait);
        if (end != null) {
          return end;
        }
      }
    } catch (InterruptedException e) {
      executor.cancel(new CancelRequest(List.of(handle), CancelMode.FORCED));
      awaitCancelled(handle, news);
      throw e;
    }
  }

  /** The thread was interrupted, and is not to be interrupted for a while. */
  private void awaitCancelled(Handle handle, BlockingQueue<Observation> news) {
    long end = System.nanoTime() + CANCEL_PATIENCE.toNanos();
    Duration pause = wait.compareTo(CANCEL_PATIENCE) < 0 ? wait : CANCEL_PATIENCE;
    try {
      while (System.nanoTime() - end < 0 && next(handle, news, pause) == null) {
        pause = wait.compareTo(Duration.ofMillis(100)) < 0 ? wait : Duration.ofMillis(100);
      }
    } catch (InterruptedException again) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns the end, told or asked for; null if it has not come. */
  private @Nullable Observation next(
      Handle handle, BlockingQueue<Observation> news, Duration patience)
      throws InterruptedException {
    Observation told = news.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
    if (told != null) {
      return told;
    }
    return executor.observe(new ObserveRequest(List.of(handle))).stream()
        .filter(observation -> observation.state().ended())
        .findFirst()
        .orElse(null);
  }

  private void take(List<Observation> observations) {
    for (Observation observation : observations) {
      BlockingQueue<Observation> news = waiting.get(observation.token());
      if (news != null && observation.state().ended()) {
        news.add(observation);
      }
    }
  }

  private static AttemptFailedException failed(FailureKind kind, String message) {
    return new AttemptFailedException(Failure.of(kind, message));
  }

  private static Failure failureOf(Observation end) {
    return end.failure()
        .orElseGet(() -> Failure.of(FailureKind.NODE_LOST, "it was lost where it ran"));
  }

  /** Ends the executor with all that it runs. Idempotent. */
  @Override
  public void close() {
    executor.close(CloseMode.CANCEL);
  }
}
