package io.github.batchrunner.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.batchrunner.spi.AttemptState;
import io.github.batchrunner.spi.AttemptToken;
import io.github.batchrunner.spi.CancelMode;
import io.github.batchrunner.spi.Capabilities.NativeDependencies;
import io.github.batchrunner.spi.Capabilities.NativeDependencies.OnFailure;
import io.github.batchrunner.spi.Handle;
import io.github.batchrunner.spi.Observation;
import io.github.batchrunner.spi.Submission;
import io.github.batchrunner.spi.SubmitOutcome;
import io.github.batchrunner.spi.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The rules of executors that order attempts by themselves: 3.8, 3.10, 3.11, 5.2 and 8.6. */
interface DependencyRules extends Rules {

  /** An engine that takes more needs is asked for this many all the same. */
  int MOST_NEEDS = 1_000;

  @Test
  default void r3_8_anAttemptStartsAfterAllItNeedsHaveSucceeded() {
    requireDependencies();
    Session session = bench().open();
    Probe first = bench().probe();
    Probe second = bench().probe();
    Submission needed = bench().submission(bench().kit().blocking(first));
    Submission dependent = needing(bench().kit().succeeding(second), needed);
    List<Handle> handles = session.acceptAll(List.of(needed, dependent));
    Waiting.until(bench().patience(), "the needed work has begun", () -> first.timesBegun() == 1);
    Waiting.never("the dependent began too early", () -> second.timesBegun() > 0);
    first.open();
    handles.forEach(session::awaitSuccess);
  }

  @Test
  default void r3_8_aDiamondIsRunFromItsTopToItsBottom() {
    NativeDependencies dependencies = requireDependencies();
    assumeTrue(dependencies.maxFanIn() > 1, "an attempt can need only one other");
    Session session = bench().open();
    Probe top = bench().probe();
    Probe side = bench().probe();
    Probe blockedSide = bench().probe();
    Probe bottom = bench().probe();
    Submission first = bench().submission(bench().kit().succeeding(top));
    Submission left = needing(bench().kit().succeeding(side), first);
    Submission right = needing(bench().kit().blocking(blockedSide), first);
    Submission last = needing(bench().kit().succeeding(bottom), left, right);
    List<Handle> handles = session.acceptAll(List.of(first, left, right, last));
    Waiting.until(bench().patience(), "one side has begun", () -> blockedSide.timesBegun() == 1);
    assertThat(top.timesFinished()).as("the top has run before").isEqualTo(1);
    session.awaitSuccess(handles.get(1));
    Waiting.never("the bottom began with one side running", () -> bottom.timesBegun() > 0);
    blockedSide.open();
    handles.forEach(session::awaitSuccess);
    for (Probe probe : List.of(top, side, blockedSide, bottom)) {
      assertThat(probe.timesFinished()).isEqualTo(1);
    }
  }

  @Test
  default void r3_8_whatHasSucceededBeforeTheSubmissionIsMet() {
    requireDependencies();
    Session session = bench().open();
    Submission needed = bench().submission(bench().kit().succeeding(bench().probe()));
    session.awaitSuccess(session.accept(needed));
    SubmitOutcome outcome =
        session.submit(List.of(needing(bench().kit().succeeding(bench().probe()), needed))).get(0);
    if (outcome instanceof SubmitOutcome.Rejected) {
      // An engine that has forgotten the ended attempt does not know it: rule 3.10.
      assumeTrue(
          bench().capabilities().endedRetention().compareTo(bench().patience()) >= 0,
          "the executor does not remember ended attempts for as long as this test may take");
    }
    session.awaitSuccess(Session.accepted(outcome));
  }

  @Test
  default void r3_10_whatNeedsTheUnknownIsRejectedForNow() {
    requireDependencies();
    Session session = bench().open();
    Submission unknown = bench().submission(bench().kit().succeeding(bench().probe()));
    Probe probe = bench().probe();
    assertRejectedForNow(
        session.submit(List.of(needing(bench().kit().succeeding(probe), unknown))).get(0));
    List<Handle> handles =
        session.acceptAll(List.of(unknown, needing(bench().kit().succeeding(probe), unknown)));
    handles.forEach(session::awaitSuccess);
    assertThat(probe.timesFinished()).isEqualTo(1);
  }

  @Test
  default void r3_10_whatNeedsTheRejectedIsRejectedForNow() {
    requireDependencies();
    Session session = bench().open();
    for (Work impossible : bench().impossibleWork()) {
      Probe probe = bench().probe();
      Submission refused = bench().submission(impossible);
      Submission dependent = needing(bench().kit().succeeding(probe), refused);
      Submission last = needing(bench().kit().succeeding(probe), dependent);
      List<SubmitOutcome> outcomes = session.submit(List.of(refused, dependent, last));
      if (outcomes.get(0) instanceof SubmitOutcome.Rejected) {
        assertRejectedForNow(outcomes.get(1));
        assertRejectedForNow(outcomes.get(2));
      }
      Waiting.never("a dependent began", () -> probe.timesBegun() > 0);
    }
  }

  @Test
  default void r3_11_dependentsOfAFailureEndAsDeclaredAndNeverBegin() {
    OnFailure onFailure = requireDependencies().onFailure();
    Session session = bench().open();
    Probe probe = bench().probe();
    Submission needed = bench().submission(bench().kit().failing(bench().probe()));
    Submission dependent = needing(bench().kit().succeeding(probe), needed);
    Submission last = needing(bench().kit().succeeding(probe), dependent);
    List<Handle> handles = session.acceptAll(List.of(needed, dependent, last));
    assertThat(session.awaitEnd(handles.get(0)).state()).isEqualTo(AttemptState.FAILED);
    List<Handle> behind = handles.subList(1, 3);
    if (onFailure == OnFailure.STUCK) {
      Waiting.never(
          "what waits for a failure has ended", () -> behind.stream().anyMatch(session::hasEnded));
      session.cancel(CancelMode.GRACEFUL, behind);
    }
    for (Observation end : session.awaitEnds(behind)) {
      assertThat(end.state())
          .as("%s", end)
          .isEqualTo(onFailure == OnFailure.FAILS ? AttemptState.FAILED : AttemptState.CANCELLED);
    }
    Waiting.never("a dependent began", () -> probe.timesBegun() > 0);
  }

  @Test
  default void r5_2_whatWaitsForAnotherIsCancelledWithoutEverStarting() {
    requireDependencies();
    assumeTrue(bench().capabilities().cancelsQueued(), "the executor does not cancel what waits");
    Session session = bench().open();
    Probe blocked = bench().probe();
    Probe probe = bench().probe();
    Submission needed = bench().submission(bench().kit().blocking(blocked));
    Submission dependent = needing(bench().kit().succeeding(probe), needed);
    List<Handle> handles = session.acceptAll(List.of(needed, dependent));
    session.cancel(CancelMode.GRACEFUL, handles.subList(1, 2));
    assertThat(session.awaitEnd(handles.get(1)).state()).isEqualTo(AttemptState.CANCELLED);
    blocked.open();
    session.awaitSuccess(handles.get(0));
    Waiting.never("the cancelled work began", () -> probe.timesBegun() > 0);
  }

  @Test
  default void r8_6_anAttemptMayNeedAsManyOthersAsIsDeclared() {
    NativeDependencies dependencies = requireDependencies();
    Session session = bench().open();
    assertThat(dependencies.maxFanIn()).as("maxFanIn").isPositive();
    int limit = Math.min(dependencies.maxFanIn(), MOST_NEEDS);
    int count = Math.min(limit, bench().capabilities().maxSubmissionSize() - 1);
    assumeTrue(count > 0, "a request holds one submission");
    List<Submission> request =
        new ArrayList<>(bench().submissions(bench().kit().succeeding(bench().probe()), count));
    Probe probe = bench().probe();
    request.add(needing(bench().kit().succeeding(probe), request.toArray(new Submission[0])));
    List<Handle> handles = session.acceptAll(request);
    session.awaitSuccess(handles.get(count));
    assertThat(probe.timesFinished()).isEqualTo(1);
  }

  private NativeDependencies requireDependencies() {
    NativeDependencies dependencies = bench().capabilities().nativeDependencies().orElse(null);
    assumeTrue(dependencies != null, "the executor declares no native dependencies");
    return Objects.requireNonNull(dependencies);
  }

  private Submission needing(Work work, Submission... needed) {
    List<AttemptToken> tokens = new ArrayList<>();
    for (Submission each : needed) {
      tokens.add(each.token());
    }
    return bench().builder(work).needs(tokens).build();
  }

  private static void assertRejectedForNow(SubmitOutcome outcome) {
    assertThat(outcome).isInstanceOf(SubmitOutcome.Rejected.class);
    assertThat(((SubmitOutcome.Rejected) outcome).permanent())
        .as("it is rejected for good")
        .isFalse();
  }
}
