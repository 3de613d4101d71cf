package io.github.batchrunner.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.batchrunner.spi.AttemptToken;
import io.github.batchrunner.spi.Handle;
import io.github.batchrunner.spi.Observation;
import io.github.batchrunner.spi.Submission;
import io.github.batchrunner.spi.SubmitOutcome;
import io.github.batchrunner.spi.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Chapter 3: submitting. */
interface SubmitRules extends Rules {

  @Test
  default void r3_1_everySubmissionHasItsOutcomeInOrder() {
    Session session = bench().open();
    List<Submission> submissions = new ArrayList<>();
    for (Work impossible : bench().impossibleWork()) {
      submissions.add(bench().submission(bench().kit().succeeding(bench().probe())));
      submissions.add(bench().submission(impossible));
      submissions.add(bench().submission(bench().kit().succeeding(bench().probe())));
    }
    List<SubmitOutcome> outcomes = session.submit(submissions);
    assertThat(outcomes).hasSameSizeAs(submissions);
    for (int i = 0; i < outcomes.size(); i++) {
      if (i % 3 != 1 || outcomes.get(i) instanceof SubmitOutcome.Accepted) {
        assertThat(Session.accepted(outcomes.get(i)).token()).isEqualTo(submissions.get(i).token());
      }
    }
  }

  @Test
  default void r3_1_anEmptyRequestHasNoOutcomes() {
    assertThat(bench().open().submit(List.of())).isEmpty();
  }

  @Test
  default void r3_2_submittingATokenAgainStartsNothing() {
    for (WorkKit kit : bench().kits()) {
      Session session = bench().open();
      Probe probe = bench().probe();
      Submission submission = bench().submission(kit.blocking(probe));
      Handle handle = session.accept(submission);
      assertThat(session.accept(submission)).isEqualTo(handle);
      Waiting.until(bench().patience(), "the work has begun", () -> probe.timesBegun() > 0);
      assertThat(session.accept(submission)).isEqualTo(handle);
      probe.open();
      session.awaitSuccess(handle);
      Waiting.never("the work began twice", () -> probe.timesBegun() > 1);
    }
  }

  @Test
  default void r3_2_submittingATokenAfterItsEndStartsNothing() {
    assumeTrue(
        bench().capabilities().endedRetention().compareTo(bench().patience()) >= 0,
        "the executor does not remember ended attempts for as long as this test may take");
    Session session = bench().open();
    Probe probe = bench().probe();
    Submission submission = bench().submission(bench().kit().succeeding(probe));
    Handle handle = session.accept(submission);
    session.awaitSuccess(handle);
    assertThat(session.accept(submission)).isEqualTo(handle);
    Waiting.never("the work began twice", () -> probe.timesBegun() > 1);
  }

  @Test
  default void r3_2_aTokenThatStandsTwiceInARequestStartsOnce() {
    Session session = bench().open();
    Probe probe = bench().probe();
    Submission submission = bench().submission(bench().kit().succeeding(probe));
    List<Handle> handles = session.acceptAll(List.of(submission, submission));
    assertThat(handles.get(1)).isEqualTo(handles.get(0));
    session.awaitSuccess(handles.get(0));
    Waiting.never("the work began twice", () -> probe.timesBegun() > 1);
  }

  @Test
  default void r3_2_aTokenThatIsSubmittedByManyThreadsStartsOnce() throws Exception {
    Session session = bench().open();
    Probe probe = bench().probe();
    Submission submission = bench().submission(bench().kit().succeeding(probe));
    CountDownLatch start = new CountDownLatch(1);
    List<Future<Handle>> answers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      answers.add(
          Waiting.inBackground(
              "submit",
              () -> {
                start.await();
                return session.accept(submission);
              }));
    }
    start.countDown();
    List<Handle> handles = new ArrayList<>();
    for (Future<Handle> answer : answers) {
      handles.add(answer.get(bench().patience().toNanos(), TimeUnit.NANOSECONDS));
    }
    assertThat(handles).containsOnly(handles.get(0));
    session.awaitSuccess(handles.get(0));
    Waiting.never("the work began twice", () -> probe.timesBegun() > 1);
  }

  @Test
  default void r3_3_aRefusalDoesNotAffectTheOthers() {
    Session session = bench().open();
    for (Work impossible : bench().impossibleWork()) {
      Probe first = bench().probe();
      Probe last = bench().probe();
      List<SubmitOutcome> outcomes =
          session.submit(
              List.of(
                  bench().submission(bench().kit().succeeding(first)),
                  bench().submission(impossible),
                  bench().submission(bench().kit().succeeding(last))));
      assertThat(outcomes).hasSize(3);
      session.awaitSuccess(Session.accepted(outcomes.get(0)));
      session.awaitSuccess(Session.accepted(outcomes.get(2)));
    }
  }

  @Test
  default void r3_4_workThatCannotRunIsRejectedForGoodOrFailsForWantOfWhatItNeeds() {
    Session session = bench().open();
    for (Work impossible : bench().impossibleWork()) {
      Refusals.assertCannotRun(session, bench().submission(impossible));
    }
  }

  @Test
  default void r3_4_whatIsRejectedNeverRuns() {
    Session session = bench().open();
    List<Submission> rejected = new ArrayList<>();
    for (Work impossible : bench().impossibleWork()) {
      Submission submission = bench().submission(impossible);
      if (session.submit(List.of(submission)).get(0) instanceof SubmitOutcome.Rejected) {
        rejected.add(submission);
      }
    }
    session.awaitSuccess(
        session.accept(bench().submission(bench().kit().succeeding(bench().probe()))));
    assertThat(session.reattach(rejected)).isEmpty();
    List<AttemptToken> tokens = rejected.stream().map(Submission::token).toList();
    assertThat(session.news().all()).noneMatch(told -> tokens.contains(told.token()));
  }

  @Test
  default void r3_5_aLostReplyIsUncertainUnlessTheTruthIsKnown() {
    Session session = bench().open();
    Probe probe = bench().probe();
    Submission submission = bench().submission(bench().kit().succeeding(probe));
    assumeTrue(bench().harness().loseNextReply(), "the harness cannot lose replies");
    SubmitOutcome outcome = session.submit(List.of(submission)).get(0);
    if (outcome instanceof SubmitOutcome.Uncertain) {
      List<Observation> found = session.reattach(List.of(submission));
      if (found.isEmpty()) {
        Waiting.never("the work began although it is absent", () -> probe.timesBegun() > 0);
      } else {
        session.awaitSuccess(found.get(0).handle());
      }
    } else if (outcome instanceof SubmitOutcome.Accepted accepted) {
      session.awaitSuccess(accepted.handle());
    } else {
      Waiting.never("the work began although it was rejected", () -> probe.timesBegun() > 0);
    }
  }

  @Test
  default void r3_6_submittingDoesNotWaitForTheWork() {
    for (WorkKit kit : bench().kits()) {
      Session session = bench().open();
      List<Submission> submissions = new ArrayList<>();
      for (Probe probe : bench().probes(4)) {
        submissions.add(bench().submission(kit.blocking(probe)));
      }
      session.acceptAll(submissions);
    }
  }

  @Test
  default void r3_7_theHandleCarriesTheTokenAndAStableNativeId() {
    Session session = bench().open();
    Submission submission = bench().submission(bench().kit().succeeding(bench().probe()));
    Handle handle = session.accept(submission);
    assertThat(handle.token()).isEqualTo(submission.token());
    Observation end = session.awaitEnd(handle);
    assertThat(end.handle()).isEqualTo(handle);
    assertThat(session.news().of(handle)).allMatch(told -> told.handle().equals(handle));
    Handle other = session.accept(bench().submission(bench().kit().succeeding(bench().probe())));
    assertThat(other.nativeId()).isNotEqualTo(handle.nativeId());
  }
}
