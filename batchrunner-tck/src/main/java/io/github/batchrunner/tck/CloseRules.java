package io.github.batchrunner.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.batchrunner.spi.CancelMode;
import io.github.batchrunner.spi.CancelRequest;
import io.github.batchrunner.spi.CloseMode;
import io.github.batchrunner.spi.Handle;
import io.github.batchrunner.spi.ObserveRequest;
import io.github.batchrunner.spi.ReattachRequest;
import io.github.batchrunner.spi.Submission;
import io.github.batchrunner.spi.SubmitRequest;
import io.github.batchrunner.spi.SubmittedAttempt;
import io.github.batchrunner.spi.TaskExecutor;
import io.github.batchrunner.spi.WorkKind;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Chapter 7: closing. */
interface CloseRules extends Rules {

  @Test
  default void r7_1_closingLeavesNothingBehind() {
    useAndClose(CloseMode.CANCEL); // classes, and threads of the JDK that stay for good
    for (CloseMode mode : List.of(CloseMode.CANCEL, CloseMode.DRAIN)) {
      Leaks leaks = Leaks.sinceNow();
      useAndClose(mode);
      leaks.assertNone(bench().patience());
    }
  }

  @Test
  default void r7_1_detachingLeavesNothingOfThisProcessBehind() {
    assumeTrue(
        bench().capabilities().reattachKinds().isEmpty(),
        "what the engine goes on with may be a child of this process");
    useAndClose(CloseMode.DETACH);
    Leaks leaks = Leaks.sinceNow();
    useAndClose(CloseMode.DETACH);
    leaks.assertNone(bench().patience());
  }

  @Test
  default void r7_1_closingEndsAllDescendantsOfACommand() {
    assumeTrue(bench().declares(WorkKind.COMMAND), "the executor runs no commands");
    Session session = bench().open();
    Probe probe = bench().probe();
    session.accept(bench().submission(new CommandKit().family(probe)));
    Waiting.until(bench().patience(), "the work has begun", () -> probe.timesBegun() == 1);
    session.close(CloseMode.CANCEL);
    Leaks.assertEnded(CommandKit.familyOf(probe), bench().patience());
  }

  @Test
  default void r7_2_closingIsIdempotent() {
    for (CloseMode first : CloseMode.values()) {
      Session session = bench().open();
      session.awaitSuccess(
          session.accept(bench().submission(bench().kit().succeeding(bench().probe()))));
      session.close(first);
      for (CloseMode again : CloseMode.values()) {
        session.close(again);
      }
    }
  }

  @Test
  default void r7_2_aClosedExecutorAnswersNothing() {
    Session session = bench().open();
    Submission submission = bench().submission(bench().kit().succeeding(bench().probe()));
    Handle handle = session.accept(submission);
    session.awaitSuccess(handle);
    session.close(CloseMode.CANCEL);
    TaskExecutor executor = session.executor();
    SubmitRequest submit =
        new SubmitRequest(List.of(bench().submission(bench().kit().succeeding(bench().probe()))));
    assertThatIllegalStateException().isThrownBy(() -> executor.submit(submit));
    ObserveRequest observe = new ObserveRequest(List.of(handle));
    assertThatIllegalStateException().isThrownBy(() -> executor.observe(observe));
    CancelRequest cancel = new CancelRequest(List.of(handle), CancelMode.FORCED);
    assertThatIllegalStateException().isThrownBy(() -> executor.cancel(cancel));
    ReattachRequest reattach = new ReattachRequest(List.of(SubmittedAttempt.of(submission)));
    assertThatIllegalStateException().isThrownBy(() -> executor.reattach(reattach));
  }

  @Test
  default void r7_3_closingWithCancelEndsWhatHasNotEnded() {
    for (WorkKit kit : bench().kits()) {
      Session session = bench().open();
      List<Probe> probes = bench().probes(5);
      session.acceptAll(probes.stream().map(p -> bench().submission(kit.blocking(p))).toList());
      Waiting.until(
          bench().patience(),
          "some work has begun",
          () -> probes.stream().anyMatch(probe -> probe.timesBegun() > 0));
      session.close(CloseMode.CANCEL);
      probes.forEach(Probe::open);
      Waiting.never(
          "work went on after closing",
          () -> probes.stream().anyMatch(probe -> probe.timesFinished() > 0));
    }
  }

  @Test
  default void r7_3_closingWithDrainWaitsForWhatHasNotEnded() throws Exception {
    for (WorkKit kit : bench().kits()) {
      Session session = bench().open();
      session.leaveClosingToTest();
      List<Probe> probes = bench().probes(5);
      session.acceptAll(probes.stream().map(p -> bench().submission(kit.blocking(p))).toList());
      FutureTask<CloseMode> closing =
          Waiting.inBackground(
              "close(DRAIN)",
              () -> {
                session.executor().close(CloseMode.DRAIN);
                return CloseMode.DRAIN;
              });
      Waiting.never("close(DRAIN) returned while work was running", closing::isDone);
      probes.forEach(Probe::open);
      closing.get(bench().patience().toNanos(), TimeUnit.NANOSECONDS);
      assertThat(probes).allMatch(probe -> probe.timesFinished() == 1);
    }
  }

  @Test
  default void r7_4_detachingDoesNotWaitAndLeavesToTheEngineWhatItCanFinish() {
    for (WorkKit kit : bench().kits()) {
      Session session = bench().open();
      Probe probe = bench().probe();
      session.accept(bench().submission(kit.blocking(probe)));
      Waiting.until(bench().patience(), "the work has begun", () -> probe.timesBegun() == 1);
      session.close(CloseMode.DETACH);
      probe.open();
      if (!bench().capabilities().reattachKinds().contains(kit.kind())) {
        Waiting.never(
            "work of a closed executor went on, but nobody will ever ask for it",
            () -> probe.timesFinished() > 0);
      } else {
        Waiting.until(
            bench().patience(),
            "the engine has finished the work",
            () -> probe.timesFinished() == 1);
      }
    }
  }

  /** Lets an executor do some of everything and closes it in the midst of that. */
  private void useAndClose(CloseMode mode) {
    Session session = bench().open();
    for (WorkKit kit : bench().kits()) {
      session.awaitEnd(session.accept(bench().submission(kit.succeeding(bench().probe()))));
      session.awaitEnd(session.accept(bench().submission(kit.failing(bench().probe()))));
      session.awaitEnd(session.accept(bench().submission(kit.printing("line"))));
      Probe running = bench().probe();
      session.accept(bench().submission(kit.blocking(running)));
      Waiting.until(bench().patience(), "the work has begun", () -> running.timesBegun() == 1);
      if (mode == CloseMode.DRAIN) {
        running.open();
      }
    }
    session.close(mode);
  }
}
