package io.github.batchrunner.core.dispatch;

import io.github.batchrunner.core.journal.JournalException;
import io.github.batchrunner.spi.AttemptToken;
import io.github.batchrunner.spi.CancelMode;
import io.github.batchrunner.spi.CancelRequest;
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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
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
    this.submitting = Executors.newSingleThreadExecutor(threads("batchrunner-submit-" + batch));
    this.watching = Executors.newSingleThreadExecutor(threads("batchrunner-watch-" + batch));
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
      } catch (RuntimeException e) {
        outcomes[i] =
            new SubmitOutcome.Rejected(
                Failure.of(FailureKind.ENVIRONMENT, String.valueOf(e.getMessage())), true);
      }
    }
    List<SubmitOutcome> answers;
    try {
      intentsDurable.await();
      answers = submissions.isEmpty() ? List.of() : executor.submit(new SubmitRequest(submissions));
      if (answers.size() != submissions.size()) {
        throw new IllegalStateException(
            "the executor answered "
                + answers.size()
                + " outcomes for "
                + submissions.size()
                + " submissions");
      }
    } catch (JournalException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.warn("submitting {} attempts failed", submissions.size(), e);
      String reason = String.valueOf(e.getMessage());
      answers =
          submissions.stream()
              .map(s -> (SubmitOutcome) new SubmitOutcome.Uncertain(reason))
              .toList();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      answers =
          submissions.stream()
              .map(s -> (SubmitOutcome) new SubmitOutcome.Uncertain("interrupted"))
              .toList();
    }
    for (int i = 0; i < answers.size(); i++) {
      outcomes[places[i]] = answers.get(i);
    }
    return List.of(outcomes);
  }

  /** Asks for news of attempts; {@code answer} is called in any case. */
  void observe(List<Handle> handles, Consumer<List<Observation>> answer) {
    watching.execute(
        () -> {
          List<Observation> news = List.of();
          try {
            news = executor.observe(new ObserveRequest(handles));
          } catch (RuntimeException e) {
            LOG.warn("looking at {} attempts failed", handles.size(), e);
          }
          List<Observation> answers = news;
          mailbox.post(() -> answer.accept(answers));
        });
  }

  /**
   * Asks which of these attempts the engine knows; {@code unavailable} is called if it cannot say.
   */
  void reattach(
      List<AttemptToken> tokens, Consumer<List<Observation>> answer, Consumer<String> unavailable) {
    watching.execute(
        () -> {
          try {
            List<Observation> found = executor.reattach(new ReattachRequest(tokens));
            mailbox.post(() -> answer.accept(found));
          } catch (RuntimeException e) {
            LOG.warn("reattaching {} attempts failed", tokens.size(), e);
            mailbox.post(() -> unavailable.accept(String.valueOf(e.getMessage())));
          }
        });
  }

  /**
   * Asks the engine to end attempts; an engine that cannot be asked is asked again by the
   * dispatcher's next look.
   */
  void cancel(List<Handle> handles, CancelMode mode) {
    watching.execute(
        () -> {
          try {
            executor.cancel(new CancelRequest(handles, mode));
          } catch (RuntimeException e) {
            LOG.warn("cancelling {} attempts failed", handles.size(), e);
          }
        });
  }

  /** Ends the threads; what they are doing is waited for. */
  void close() {
    for (ExecutorService service : List.of(submitting, watching)) {
      service.shutdown();
    }
    boolean interrupted = false;
    for (ExecutorService service : List.of(submitting, watching)) {
      while (!service.isTerminated()) {
        try {
          if (!service.awaitTermination(1, TimeUnit.MINUTES)) {
            LOG.warn("still waiting for the executor to answer");
          }
        } catch (InterruptedException e) {
          interrupted = true;
          service.shutdownNow();
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static ThreadFactory threads(String name) {
    return work -> {
      Thread thread = new Thread(work, name);
      thread.setDaemon(true);
      return thread;
    };
  }
}
