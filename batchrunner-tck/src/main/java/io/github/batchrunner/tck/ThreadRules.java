package io.github.batchrunner.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.batchrunner.spi.AttemptState;
import io.github.batchrunner.spi.CancelMode;
import io.github.batchrunner.spi.Delivery;
import io.github.batchrunner.spi.Handle;
import io.github.batchrunner.spi.Observation;
import io.github.batchrunner.spi.ObserveRequest;
import io.github.batchrunner.spi.ReattachRequest;
import io.github.batchrunner.spi.Submission;
import io.github.batchrunner.spi.SubmittedAttempt;
import io.github.batchrunner.spi.TaskExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Chapter 10: threads. */
interface ThreadRules extends Rules {

  @Test
  default void r10_1_allMethodsCanBeCalledFromSeveralThreads() throws Exception {
    Session session = bench().open();
    List<List<Submission>> shares = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      shares.add(
          bench().probes(10).stream()
              .map(probe -> bench().submission(bench().kit().succeeding(probe)))
              .toList());
    }
    List<Future<List<Handle>>> answers =
        shares.stream()
            .<Future<List<Handle>>>map(
                share -> Waiting.inBackground("all methods", () -> callEverything(session, share)))
            .toList();
    for (Future<List<Handle>> answer : answers) {
      List<Handle> handles = answer.get(2 * bench().patience().toNanos(), TimeUnit.NANOSECONDS);
      for (Observation end : session.awaitEnds(handles)) {
        assertThat(end.state()).isIn(AttemptState.SUCCEEDED, AttemptState.CANCELLED);
      }
    }
  }

  @Test
  default void r10_2_theSinkIsCalledWithoutALockThatTheExecutorNeeds() throws Exception {
    assumeTrue(bench().capabilities().delivery() == Delivery.PUSH, "the executor does not push");
    CompletableFuture<TaskExecutor> opened = new CompletableFuture<>();
    CompletableFuture<Integer> answered = new CompletableFuture<>();
    AtomicBoolean first = new AtomicBoolean(true);
    Submission submission = bench().submission(bench().kit().succeeding(bench().probe()));
    News news = new News();
    Session session =
        bench()
            .open(
                bench().provider(),
                news,
                observations -> {
                  news.accept(observations);
                  if (first.getAndSet(false)) {
                    answerFromAnotherThread(opened.join(), submission, observations, answered);
                  }
                });
    opened.complete(session.executor());
    session.awaitSuccess(session.accept(submission));
    assertThat(answered.get(bench().patience().toNanos(), TimeUnit.NANOSECONDS)).isZero();
  }

  private static List<Handle> callEverything(Session session, List<Submission> share) {
    List<Handle> handles = session.acceptAll(share);
    for (Handle handle : handles) {
      session.observe(handles);
      session.reattach(share);
      session.cancel(CancelMode.GRACEFUL, List.of(handle));
    }
    return handles;
  }

  /** Calls the executor on another thread while this one is still within the sink. */
  private void answerFromAnotherThread(
      TaskExecutor executor,
      Submission submission,
      List<Observation> observations,
      CompletableFuture<Integer> answered) {
    List<Handle> handles = observations.stream().map(Observation::handle).toList();
    try {
      Waiting.within(
          bench().patience().dividedBy(2),
          "observe from within the sink",
          () -> executor.observe(new ObserveRequest(handles)));
      Waiting.within(
          bench().patience().dividedBy(2),
          "reattach from within the sink",
          () -> executor.reattach(new ReattachRequest(List.of(SubmittedAttempt.of(submission)))));
      answered.complete(0);
    } catch (RuntimeException | AssertionError e) {
      answered.completeExceptionally(e);
    }
  }
}
