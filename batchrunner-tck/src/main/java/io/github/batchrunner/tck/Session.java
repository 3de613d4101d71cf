package io.github.batchrunner.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.spi.AttemptState;
import io.github.batchrunner.spi.CancelMode;
import io.github.batchrunner.spi.CancelRequest;
import io.github.batchrunner.spi.Capabilities;
import io.github.batchrunner.spi.CloseMode;
import io.github.batchrunner.spi.Delivery;
import io.github.batchrunner.spi.Handle;
import io.github.batchrunner.spi.Observation;
import io.github.batchrunner.spi.ObserveRequest;
import io.github.batchrunner.spi.ReattachRequest;
import io.github.batchrunner.spi.Submission;
import io.github.batchrunner.spi.SubmitOutcome;
import io.github.batchrunner.spi.SubmitRequest;
import io.github.batchrunner.spi.SubmittedAttempt;
import io.github.batchrunner.spi.TaskExecutor;
import java.time.Duration;
import java.util.List;

/**
 * One opened executor and all that it has told.
 *
 * <p>Waiting hears what a host would hear: of an executor that pushes only what it pushes, of one
 * that polls what it answers.
 */
final class Session {

  private final TaskExecutor executor;
  private final News news;
  private final boolean pushes;
  private final Duration patience;
  private boolean closed;

  Session(TaskExecutor executor, News news, Capabilities capabilities, Duration patience) {
    this.executor = executor;
    this.news = news;
    this.pushes = capabilities.delivery() == Delivery.PUSH;
    this.patience = patience;
  }

  TaskExecutor executor() {
    return executor;
  }

  News news() {
    return news;
  }

  List<SubmitOutcome> submit(List<Submission> submissions) {
    return Waiting.within(
        patience, "submit", () -> executor.submit(new SubmitRequest(submissions)));
  }

  /** Submits work that the executor must accept. */
  Handle accept(Submission submission) {
    List<SubmitOutcome> outcomes = submit(List.of(submission));
    assertThat(outcomes).hasSize(1);
    return accepted(outcomes.get(0));
  }

  List<Handle> acceptAll(List<Submission> submissions) {
    List<SubmitOutcome> outcomes = submit(submissions);
    assertThat(outcomes).hasSameSizeAs(submissions);
    return outcomes.stream().map(Session::accepted).toList();
  }

  static Handle accepted(SubmitOutcome outcome) {
    assertThat(outcome).isInstanceOf(SubmitOutcome.Accepted.class);
    return ((SubmitOutcome.Accepted) outcome).handle();
  }

  List<Observation> observe(List<Handle> handles) {
    return Waiting.within(patience, "observe", () -> executor.observe(new ObserveRequest(handles)));
  }

  /** Asks for attempts as a host does that does not know what became of them. */
  List<Observation> reattach(List<Submission> submissions) {
    ReattachRequest request =
        new ReattachRequest(submissions.stream().map(SubmittedAttempt::of).toList());
    return Waiting.within(patience, "reattach", () -> executor.reattach(request));
  }

  void cancel(CancelMode mode, List<Handle> handles) {
    Waiting.within(
        patience,
        "cancel",
        () -> {
          executor.cancel(new CancelRequest(handles, mode));
          return mode;
        });
  }

  /** Waits until the attempt has ended, and returns how. */
  Observation awaitEnd(Handle handle) {
    Waiting.until(patience, handle.token() + " has ended", () -> hasEnded(handle));
    return news.end(handle).orElseThrow();
  }

  List<Observation> awaitEnds(List<Handle> handles) {
    return handles.stream().map(this::awaitEnd).toList();
  }

  void awaitSuccess(Handle handle) {
    Observation end = awaitEnd(handle);
    assertThat(end.state()).as("%s", end).isEqualTo(AttemptState.SUCCEEDED);
  }

  /** Tells whether a host that listens knows that the attempt has ended. */
  boolean hasEnded(Handle handle) {
    listen(List.of(handle));
    return news.end(handle).isPresent();
  }

  /** Hears what there is to hear of these attempts. */
  void listen(List<Handle> handles) {
    if (!pushes) {
      news.accept(observe(handles));
    }
  }

  void close(CloseMode mode) {
    closed = true;
    Waiting.within(
        patience,
        "close(" + mode + ")",
        () -> {
          executor.close(mode);
          return mode;
        });
  }

  boolean closed() {
    return closed;
  }

  /** Says that the test closes the executor itself. */
  void leaveClosingToTest() {
    closed = true;
  }
}
