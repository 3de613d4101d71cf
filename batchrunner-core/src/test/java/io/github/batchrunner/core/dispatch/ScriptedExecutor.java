package io.github.batchrunner.core.dispatch;

import io.github.batchrunner.spi.AttemptState;
import io.github.batchrunner.spi.AttemptToken;
import io.github.batchrunner.spi.CancelRequest;
import io.github.batchrunner.spi.CloseMode;
import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import io.github.batchrunner.spi.Handle;
import io.github.batchrunner.spi.Observation;
import io.github.batchrunner.spi.ObservationSink;
import io.github.batchrunner.spi.ObserveRequest;
import io.github.batchrunner.spi.ReattachRequest;
import io.github.batchrunner.spi.Submission;
import io.github.batchrunner.spi.SubmitOutcome;
import io.github.batchrunner.spi.SubmitRequest;
import io.github.batchrunner.spi.SubmittedAttempt;
import io.github.batchrunner.spi.TaskExecutor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * An executor that does nothing but answer as a test tells it to: each submission is given to a
 * script, which says how it ends, or that it does not.
 */
class ScriptedExecutor implements TaskExecutor {

  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

  /** How an attempt goes. */
  enum Course {
    SUCCEEDS,
    FAILS,
    LOST,
    LOST_BY_ENGINE,
    HANGS,
    RUNS,
    REJECTED,
    REJECTED_FOR_NOW,
    UNCERTAIN_AND_UNKNOWN,
    UNCERTAIN_AND_DONE
  }

  private final Function<Submission, Course> script;
  private final List<Submission> submitted = new ArrayList<>();
  private final List<SubmittedAttempt> reattached = new ArrayList<>();
  private final Map<AttemptToken, Handle> hanging = new LinkedHashMap<>();
  private final Map<AttemptToken, Integer> submissionsOfToken = new LinkedHashMap<>();
  private boolean cancelledEarlier;
  private ObservationSink sink = news -> {};

  ScriptedExecutor(Function<Submission, Course> script) {
    this.script = script;
  }

  /** Returns the attempts that it was asked for by whoever did not know what became of them. */
  synchronized List<SubmittedAttempt> reattached() {
    return List.copyOf(reattached);
  }

  void deliverTo(ObservationSink target) {
    sink = target;
  }

  /** Returns what was submitted so far, as {@code run/task#attempt}. */
  synchronized List<String> submitted() {
    return submitted.stream()
        .map(s -> s.task().runId() + "/" + s.task().taskId() + "#" + s.task().attempt())
        .toList();
  }

  /** Answers for what was submitted by others that it was cancelled. */
  synchronized void hasCancelledWhatEarlierHostsSubmitted() {
    cancelledEarlier = true;
  }

  /** Tells whether something goes on. */
  synchronized boolean isBusy() {
    return !hanging.isEmpty();
  }

  /** Ends a hanging attempt well. */
  void release(String runAndTask) {
    List<Observation> news = new ArrayList<>();
    synchronized (this) {
      for (Submission submission : submitted) {
        if ((submission.task().runId() + "/" + submission.task().taskId()).equals(runAndTask)
            && hanging.containsKey(submission.token())) {
          news.add(observation(submission.token(), AttemptState.SUCCEEDED));
          hanging.remove(submission.token());
        }
      }
    }
    sink.accept(news);
  }

  @Override
  public List<SubmitOutcome> submit(SubmitRequest request) {
    List<SubmitOutcome> outcomes = new ArrayList<>();
    List<Observation> news = new ArrayList<>();
    synchronized (this) {
      for (Submission submission : request.submissions()) {
        submitted.add(submission);
        Handle handle = handle(submission.token());
        boolean first = submissionsOfToken.merge(submission.token(), 1, Integer::sum) == 1;
        Course course = script.apply(submission);
        outcomes.add(outcome(course, handle, first));
        switch (course) {
          case SUCCEEDS -> news.add(observation(submission.token(), AttemptState.SUCCEEDED));
          case FAILS ->
              news.add(
                  Observation.failed(handle, Failure.of(FailureKind.EXIT_CODE, "it failed"), AT));
          case LOST ->
              news.add(Observation.lost(handle, Failure.of(FailureKind.NODE_LOST, "gone"), AT));
          case LOST_BY_ENGINE ->
              news.add(
                  Observation.lost(handle, Failure.of(FailureKind.INFRASTRUCTURE, "evicted"), AT));
          case HANGS -> hanging.put(submission.token(), handle);
          case RUNS -> {
            hanging.put(submission.token(), handle);
            news.add(observation(submission.token(), AttemptState.RUNNING));
          }
          case UNCERTAIN_AND_UNKNOWN -> {
            if (!first) {
              news.add(observation(submission.token(), AttemptState.SUCCEEDED));
            }
          }
          case REJECTED, REJECTED_FOR_NOW, UNCERTAIN_AND_DONE -> {
            // nothing runs
          }
        }
      }
    }
    sink.accept(news);
    return outcomes;
  }

  private static SubmitOutcome outcome(Course course, Handle handle, boolean first) {
    return switch (course) {
      case REJECTED ->
          new SubmitOutcome.Rejected(Failure.of(FailureKind.REJECTED, "not wanted"), true);
      case REJECTED_FOR_NOW ->
          new SubmitOutcome.Rejected(Failure.of(FailureKind.REJECTED, "not now"), false);
      case UNCERTAIN_AND_UNKNOWN ->
          first
              ? new SubmitOutcome.Uncertain("the reply was lost")
              : new SubmitOutcome.Accepted(handle);
      case UNCERTAIN_AND_DONE -> new SubmitOutcome.Uncertain("the reply was lost");
      default -> new SubmitOutcome.Accepted(handle);
    };
  }

  @Override
  public List<Observation> observe(ObserveRequest request) {
    return List.of();
  }

  @Override
  public void cancel(CancelRequest request) {
    List<Observation> news = new ArrayList<>();
    synchronized (this) {
      for (Handle handle : request.handles()) {
        if (hanging.remove(handle.token()) != null) {
          news.add(observation(handle.token(), AttemptState.CANCELLED));
        }
      }
    }
    sink.accept(news);
  }

  @Override
  public synchronized List<Observation> reattach(ReattachRequest request) {
    reattached.addAll(request.attempts());
    List<Observation> found = new ArrayList<>();
    for (AttemptToken token : request.tokens()) {
      if (cancelledEarlier && submitted.stream().noneMatch(s -> s.token().equals(token))) {
        found.add(observation(token, AttemptState.CANCELLED));
      }
      if (hanging.containsKey(token)) {
        found.add(observation(token, AttemptState.RUNNING));
      }
      submitted.stream()
          .filter(s -> s.token().equals(token) && script.apply(s) == Course.UNCERTAIN_AND_DONE)
          .findFirst()
          .ifPresent(s -> found.add(observation(token, AttemptState.SUCCEEDED)));
    }
    return found;
  }

  @Override
  public void close(CloseMode mode) {
    // nothing to leave behind
  }

  private static Handle handle(AttemptToken token) {
    return new Handle(token, "native-" + token);
  }

  private static Observation observation(AttemptToken token, AttemptState state) {
    return Observation.of(handle(token), state, AT);
  }
}
