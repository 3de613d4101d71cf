package io.github.batchrunner.core.dispatch;

import io.github.batchrunner.core.journal.JournalException;
import io.github.batchrunner.spi.CancelMode;
import io.github.batchrunner.spi.CancelRequest;
import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import io.github.batchrunner.spi.Handle;
import io.github.batchrunner.spi.LogAccess;
import io.github.batchrunner.spi.Observation;
import io.github.batchrunner.spi.ObserveRequest;
import io.github.batchrunner.spi.PendingExplainer;
import io.github.batchrunner.spi.ReattachRequest;
import io.github.batchrunner.spi.Submission;
import io.github.batchrunner.spi.SubmitOutcome;
import io.github.batchrunner.spi.SubmitRequest;
import io.github.batchrunner.spi.SubmittedAttempt;
import io.github.batchrunner.spi.TaskExecutor;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls the executor on threads of its own and posts the answers to the dispatcher's mailbox.
 *
 * <p>Submissions have one thread, so that they reach the engine in order; looking and cancelling
 * have another, so that a slow submission does not delay them. An executor that throws, or answers
 * what its contract forbids, is answered for: nothing it does can stop the dispatcher.
 */
final class EngineLink {

  private static final Logger LOG = LoggerFactory.getLogger(EngineLink.class);

  private final TaskExecutor executor;
  private final Mailbox mailbox;
  private final ExecutorService submitting;
  private final ExecutorService watching;

  EngineLink(TaskExecutor executor, Mailbox mailbox, String batch) {
    this.executor = executor;
    this.mailbox = mailbox;
    this.submitting =
        Executors.newSingleThreadExecutor(threads(batch, "batchrunner-submit-" + batch));
    this.watching = Executors.newSingleThreadExecutor(threads(batch, "batchrunner-watch-" + batch));
  }

  /** What became of the members of a submission, in their order. */
  @FunctionalInterface
  interface OutcomeConsumer {
    void accept(List<Flight> flights, List<SubmitOutcome> outcomes);
  }

  /**
   * Submits attempts once their intents are on disk.
   *
   * @param intentsDurable waits for the disk
   * @param factory fills in a submission; what it throws makes that member rejected for good
   * @param journalBroken called instead of {@code answer} if the intents will never be on disk
   */
  void submit(
      List<Flight> flights,
      DurableWait intentsDurable,
      Function<Flight, Submission> factory,
      OutcomeConsumer answer,
      Consumer<RuntimeException> journalBroken) {
    submitting.execute(
        () -> {
          try {
            List<SubmitOutcome> outcomes = submitNow(flights, intentsDurable, factory);
            mailbox.post(() -> answer.accept(flights, outcomes));
          } catch (JournalException e) {
            mailbox.post(() -> journalBroken.accept(e));
          }
        });
  }

  /**
   * Returns what an executor answered without the nulls that its contract forbids; it may go on
   * changing its own list.
   */
  static List<Observation> copy(@Nullable List<@Nullable Observation> observations) {
    List<Observation> copy = new ArrayList<>();
    if (observations != null) {
      for (Observation observation : observations) {
        if (observation != null) {
          copy.add(observation);
        }
      }
    }
    return copy;
  }

  /** Waits until something is on disk. */
  @FunctionalInterface
  interface DurableWait {
    void await() throws InterruptedException;
  }

  private List<SubmitOutcome> submitNow(
      List<Flight> flights, DurableWait intentsDurable, Function<Flight, Submission> factory) {
    SubmitOutcome[] outcomes = new SubmitOutcome[flights.size()];
    List<Submission> submissions = new ArrayList<>(flights.size());
    int[] places = new int[flights.size()];
    for (int i = 0; i < outcomes.length; i++) {
      try {
        Submission submission = factory.apply(flights.get(i));
        places[submissions.size()] = i;
        submissions.add(submission);
      } catch (RuntimeException | Error e) {
        outcomes[i] =
            new SubmitOutcome.Rejected(Failure.of(FailureKind.ENVIRONMENT, reason(e)), true);
      }
    }
    List<SubmitOutcome> answers;
    try {
      intentsDurable.await();
      answers = submissions.isEmpty() ? List.of() : executor.submit(new SubmitRequest(submissions));
      requireFit(answers, submissions.size());
    } catch (JournalException e) {
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      answers = uncertain(submissions.size(), "interrupted");
    } catch (RuntimeException | Error e) { // a plugin that does not fit throws errors
      LOG.warn("submitting {} attempts failed", submissions.size(), e);
      answers = uncertain(submissions.size(), reason(e));
    }
    for (int i = 0; i < answers.size(); i++) {
      outcomes[places[i]] = answers.get(i);
    }
    return List.of(outcomes);
  }

  private static void requireFit(List<SubmitOutcome> answers, int submissions) {
    if (answers.size() != submissions || answers.stream().anyMatch(Objects::isNull)) {
      throw new IllegalStateException(
          "the executor answered "
              + answers.stream().filter(Objects::nonNull).count()
              + " outcomes for "
              + submissions
              + " submissions");
    }
  }

  private static List<SubmitOutcome> uncertain(int count, String reason) {
    return Collections.nCopies(count, new SubmitOutcome.Uncertain(reason));
  }

  private static String reason(Throwable failure) {
    return failure instanceof RuntimeException && failure.getMessage() != null
        ? failure.getMessage()
        : failure.toString();
  }

  /** Asks for news of attempts; {@code unavailable} is called if the engine cannot say. */
  void observe(
      List<Handle> handles, Consumer<List<Observation>> answer, Consumer<String> unavailable) {
    watching.execute(
        () -> {
          try {
            List<Observation> news = copy(executor.observe(new ObserveRequest(handles)));
            mailbox.post(() -> answer.accept(news));
          } catch (RuntimeException | Error e) {
            LOG.warn("looking at {} attempts failed", handles.size(), e);
            mailbox.post(() -> unavailable.accept(reason(e)));
          }
        });
  }

  /**
   * Asks which of these attempts the engine knows; {@code unavailable} is called if it cannot say.
   */
  void reattach(
      List<SubmittedAttempt> attempts,
      Consumer<List<Observation>> answer,
      Consumer<String> unavailable) {
    watching.execute(
        () -> {
          try {
            List<Observation> found = copy(executor.reattach(new ReattachRequest(attempts)));
            mailbox.post(() -> answer.accept(found));
          } catch (RuntimeException | Error e) {
            LOG.warn("reattaching {} attempts failed", attempts.size(), e);
            mailbox.post(() -> unavailable.accept(reason(e)));
          }
        });
  }

  /** Asks the engine to end attempts; {@code failed} is called if it cannot be asked. */
  void cancel(List<Handle> handles, CancelMode mode, Runnable failed) {
    watching.execute(
        () -> {
          try {
            executor.cancel(new CancelRequest(handles, mode));
          } catch (RuntimeException | Error e) {
            LOG.warn("cancelling {} attempts failed", handles.size(), e);
            mailbox.post(failed);
          }
        });
  }

  /** Asks why an attempt is not running yet; an executor that cannot tell is not asked. */
  void explainPending(Handle handle, Consumer<Optional<String>> answer) {
    if (!(executor instanceof PendingExplainer explainer)) {
      return;
    }
    watching.execute(
        () -> {
          try {
            Optional<String> why = Objects.requireNonNull(explainer.explainPending(handle));
            mailbox.post(() -> answer.accept(why));
          } catch (RuntimeException | Error e) {
            LOG.warn("asking why attempt {} waits failed", handle, e);
          }
        });
  }

  /** Opens what the executor keeps of an attempt's output, if anything; called by any thread. */
  InputStream openLog(Handle handle) throws IOException {
    return executor instanceof LogAccess access
        ? access.openLog(handle, 0)
        : InputStream.nullInputStream();
  }

  /** Ends the threads; what they are doing is waited for. */
  void close() {
    submitting.shutdown();
    watching.shutdown();
    end(submitting, "the executor to answer a submission");
    end(watching, "the executor to answer");
  }

  /** Ends the threads of a service; what they are doing, and have to do still, is waited for. */
  static void end(ExecutorService service, String what) {
    service.shutdown();
    boolean interrupted = false;
    while (!service.isTerminated()) {
      try {
        if (!service.awaitTermination(1, TimeUnit.MINUTES)) {
          LOG.warn("still waiting for {}", what);
        }
      } catch (InterruptedException e) {
        interrupted = true;
        service.shutdownNow();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Makes threads that work for a batch. */
  static ThreadFactory threads(String batch, String name) {
    return work -> {
      Thread thread = new Thread(() -> LogContext.ofBatch(batch).run(work), name);
      thread.setDaemon(true);
      return thread;
    };
  }
}
