package io.github.batchrunner.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.batchrunner.spi.AttemptState;
import io.github.batchrunner.spi.AttemptToken;
import io.github.batchrunner.spi.CancelMode;
import io.github.batchrunner.spi.Handle;
import io.github.batchrunner.spi.Observation;
import io.github.batchrunner.spi.Submission;
import io.github.batchrunner.spi.WorkKind;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Chapter 5: cancelling. */
interface CancelRules extends Rules {

  @Test
  default void r5_1_cancellingAgainOrAfterTheEndOrOfTheUnknownDoesNothing() {
    Session session = bench().open();
    Handle ended = session.accept(bench().submission(bench().kit().succeeding(bench().probe())));
    session.awaitSuccess(ended);
    Handle foreign = new Handle(new AttemptToken("contract-foreign"), "foreign");
    for (CancelMode mode : CancelMode.values()) {
      session.cancel(mode, List.of(ended, foreign, ended));
    }
    session.cancel(CancelMode.FORCED, List.of());
    session.news().accept(session.observe(List.of(ended, foreign)));
    assertThat(session.news().of(ended))
        .filteredOn(told -> told.state().ended())
        .allMatch(told -> told.state() == AttemptState.SUCCEEDED);
    assertThat(session.news().end(foreign)).isEmpty();
  }

  @Test
  default void r5_2_aWaitingAttemptIsCancelledWithoutEverStarting() {
    assumeTrue(bench().capabilities().cancelsQueued(), "the executor does not cancel what waits");
    Queueing queueing = Queueing.begin(bench());
    Session session = queueing.session();
    session.cancel(CancelMode.GRACEFUL, List.of(queueing.waiting()));
    assertThat(session.awaitEnd(queueing.waiting()).state()).isEqualTo(AttemptState.CANCELLED);
    queueing.release();
    queueing.blocked().forEach(session::awaitSuccess);
    Waiting.never("the cancelled work began", () -> queueing.waitingProbe().timesBegun() > 0);
  }

  @Test
  default void r5_2_cancellingWhatWaitsIsHarmlessWhereItIsNotDeclared() {
    assumeTrue(!bench().capabilities().cancelsQueued(), "the executor cancels what waits");
    Queueing queueing = Queueing.begin(bench());
    queueing.session().cancel(CancelMode.GRACEFUL, List.of(queueing.waiting()));
    queueing.release();
    Observation end = queueing.session().awaitEnd(queueing.waiting());
    assertThat(end.state() == AttemptState.SUCCEEDED)
        .as("%s is the truth", end)
        .isEqualTo(queueing.waitingProbe().timesFinished() == 1);
  }

  @Test
  default void r5_3_runningWorkIsCancelled() {
    assumeTrue(bench().capabilities().cancelsRunning(), "the executor does not cancel what runs");
    for (WorkKit kit : bench().kits()) {
      for (CancelMode mode : CancelMode.values()) {
        Session session = bench().open();
        Probe probe = bench().probe();
        Handle handle = session.accept(bench().submission(kit.blocking(probe)));
        Waiting.until(bench().patience(), "the work has begun", () -> probe.timesBegun() == 1);
        session.cancel(mode, List.of(handle));
        session.cancel(mode, List.of(handle));
        assertThat(session.awaitEnd(handle).state()).isEqualTo(AttemptState.CANCELLED);
        probe.open();
        Waiting.never("the cancelled work went on", () -> probe.timesFinished() > 0);
        session.awaitSuccess(session.accept(bench().submission(kit.succeeding(bench().probe()))));
      }
    }
  }

  @Test
  default void r5_3_aCancelledProcessDiesWithItsDescendants() {
    assumeTrue(
        bench().declares(WorkKind.COMMAND) && bench().capabilities().cancelsRunning(),
        "the executor does not cancel running commands");
    for (CancelMode mode : CancelMode.values()) {
      Session session = bench().open();
      Probe probe = bench().probe();
      Handle handle = session.accept(bench().submission(new CommandKit().family(probe)));
      Waiting.until(bench().patience(), "the work has begun", () -> probe.timesBegun() == 1);
      session.cancel(mode, List.of(handle));
      assertThat(session.awaitEnd(handle).state()).isEqualTo(AttemptState.CANCELLED);
      Leaks.assertEnded(CommandKit.familyOf(probe), bench().patience());
    }
  }

  @Test
  default void r5_3_cancellingWhatRunsIsHarmlessWhereItIsNotDeclared() {
    assumeTrue(!bench().capabilities().cancelsRunning(), "the executor cancels what runs");
    Session session = bench().open();
    Probe probe = bench().probe();
    Handle handle = session.accept(bench().submission(bench().kit().blocking(probe)));
    Waiting.until(bench().patience(), "the work has begun", () -> probe.timesBegun() == 1);
    session.cancel(CancelMode.FORCED, List.of(handle));
    probe.open();
    Observation end = session.awaitEnd(handle);
    assertThat(end.state() == AttemptState.SUCCEEDED)
        .as("%s is the truth", end)
        .isEqualTo(probe.timesFinished() == 1);
  }

  @Test
  default void r5_4_endingAndCancellingAtOnceGivesOneEnd() {
    Session session = bench().open();
    List<Submission> submissions =
        bench().submissions(bench().kit().succeeding(bench().probe()), 200);
    List<Handle> handles = session.acceptAll(submissions);
    for (Handle handle : handles) {
      session.cancel(CancelMode.FORCED, List.of(handle));
    }
    session.awaitEnds(handles);
    session.cancel(CancelMode.FORCED, handles);
    session.news().accept(session.observe(handles));
    for (Handle handle : handles) {
      assertThat(
              session.news().of(handle).stream()
                  .map(Observation::state)
                  .filter(AttemptState::ended)
                  .collect(Collectors.toSet()))
          .as("ended states of %s", handle)
          .hasSize(1);
    }
  }
}
