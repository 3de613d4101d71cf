package io.github.batchrunner.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.batchrunner.spi.AttemptState;
import io.github.batchrunner.spi.AttemptToken;
import io.github.batchrunner.spi.CloseMode;
import io.github.batchrunner.spi.Delivery;
import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import io.github.batchrunner.spi.Handle;
import io.github.batchrunner.spi.Observation;
import io.github.batchrunner.spi.Submission;
import io.github.batchrunner.spi.WorkKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Chapter 4: observing. */
interface ObserveRules extends Rules {

  @Test
  default void r4_1_everyAcceptedAttemptComesToAnEndThatTheHostSees() {
    Session session = bench().open();
    List<Submission> submissions = new ArrayList<>();
    for (WorkKit kit : bench().kits()) {
      for (Probe probe : bench().probes(10)) {
        submissions.add(bench().submission(kit.succeeding(probe)));
        submissions.add(bench().submission(kit.failing(probe)));
      }
    }
    List<Observation> ends = session.awaitEnds(session.acceptAll(submissions));
    for (int i = 0; i < ends.size(); i++) {
      assertThat(ends.get(i).state())
          .as("%s: %s", submissions.get(i).work(), ends.get(i))
          .isEqualTo(i % 2 == 0 ? AttemptState.SUCCEEDED : AttemptState.FAILED);
    }
  }

  @Test
  default void r4_1_anEndCanBeObservedForAsLongAsIsDeclared() {
    Duration retention = bench().capabilities().endedRetention();
    if (bench().capabilities().delivery() == Delivery.POLL) {
      assertThat(retention).as("the ends of a polled executor can be observed").isPositive();
    }
    assumeTrue(
        retention.compareTo(Duration.ofSeconds(5)) >= 0,
        "the executor remembers ended attempts for a very short time only");
    Session session = bench().open();
    Handle handle = session.accept(bench().submission(bench().kit().succeeding(bench().probe())));
    session.awaitSuccess(handle);
    assertThat(session.observe(List.of(handle)))
        .singleElement()
        .extracting(Observation::state)
        .isEqualTo(AttemptState.SUCCEEDED);
  }

  @Test
  default void r4_2_nothingElseIsReportedAfterAnEnd() {
    Session session = bench().open();
    List<Handle> handles = new ArrayList<>();
    for (Probe probe : bench().probes(20)) {
      handles.add(session.accept(bench().submission(bench().kit().succeeding(probe))));
    }
    session.awaitEnds(handles);
    session.news().accept(session.observe(handles));
    session.awaitEnd(session.accept(bench().submission(bench().kit().succeeding(bench().probe()))));
    Waiting.never(
        "a state was reported after another end",
        () -> handles.stream().anyMatch(handle -> contradictsItself(session, handle)));
  }

  @Test
  default void r4_3_onlyWorkThatCameToAGoodEndSucceeds() {
    for (WorkKit kit : bench().kits()) {
      Session session = bench().open();
      Probe running = bench().probe();
      Handle blocked = session.accept(bench().submission(kit.blocking(running)));
      Handle failing = session.accept(bench().submission(kit.failing(bench().probe())));
      assertThat(session.awaitEnd(failing).state()).isEqualTo(AttemptState.FAILED);
      Waiting.until(bench().patience(), "the work has begun", () -> running.timesBegun() == 1);
      Waiting.never("an end was reported while it ran", () -> session.hasEnded(blocked));
      running.open();
      session.awaitSuccess(blocked);
      assertThat(running.timesFinished()).isEqualTo(1);
    }
  }

  @Test
  default void r4_4_aFailureSaysTruly() {
    for (WorkKit kit : bench().kits()) {
      Session session = bench().open();
      Handle handle = session.accept(bench().submission(kit.failing(bench().probe())));
      Failure failure = session.awaitEnd(handle).failure().orElseThrow();
      if (kit.kind() == WorkKind.COMMAND) {
        assertThat(failure.kind()).isEqualTo(FailureKind.EXIT_CODE);
        assertThat(failure.exitCode()).hasValue(CommandKit.FAILING_EXIT_CODE);
        assertThat(failure.signal()).isEmpty();
      } else {
        assertThat(failure.kind()).isEqualTo(FailureKind.EXCEPTION);
        assertThat(failure.message()).contains(ContractHandler.FAILURE_MESSAGE);
        assertThat(failure.detail()).isNotBlank();
      }
      if (kit.kind() == WorkKind.HANDLER) {
        assertThat(failure.detail())
            .contains(IllegalStateException.class.getName(), ContractHandler.class.getName());
      }
    }
  }

  @Test
  default void r4_4_anEndBySignalIsToldApartFromAnExitCode() {
    assumeTrue(bench().declares(WorkKind.COMMAND), "the executor runs no commands");
    Session session = bench().open();
    Handle handle = session.accept(bench().submission(new CommandKit().killingItself()));
    Failure failure = session.awaitEnd(handle).failure().orElseThrow();
    assertThat(failure.kind()).isEqualTo(FailureKind.EXIT_CODE);
    assertThat(failure.signal()).hasValue(9);
  }

  @Test
  default void r4_5_whatIsNotListedAnyMoreIsUnknown() {
    Session earlier = bench().open();
    Handle handle = earlier.accept(bench().submission(bench().kit().succeeding(bench().probe())));
    earlier.awaitSuccess(handle);
    earlier.close(CloseMode.CANCEL);
    List<Observation> told = bench().open().observe(List.of(handle));
    assertThat(told)
        .allMatch(
            observation ->
                observation.state() == AttemptState.UNKNOWN
                    || observation.state() == AttemptState.SUCCEEDED);
  }

  @Test
  default void r4_6_aHandleThatWasNeverGivenOutHasNoEnd() {
    Handle foreign = foreignHandles(1).get(0);
    assertThat(bench().open().observe(List.of(foreign)))
        .allMatch(observation -> observation.state() == AttemptState.UNKNOWN);
  }

  @Test
  default void r4_7_runningIsNotReportedBeforeTheWorkHasBegun() {
    Queueing queueing = Queueing.begin(bench());
    queueing.session().listen(List.of(queueing.waiting()));
    Waiting.never(
        "a waiting attempt was reported as running",
        () -> {
          queueing.session().listen(List.of(queueing.waiting()));
          return queueing.session().news().of(queueing.waiting()).stream()
              .anyMatch(told -> told.state() == AttemptState.RUNNING);
        });
    queueing.release();
    queueing.session().awaitSuccess(queueing.waiting());
  }

  @Test
  default void r4_8_anyNumberOfHandlesCanBeObserved() {
    Session session = bench().open();
    Probe probe = bench().probe();
    Handle handle = session.accept(bench().submission(bench().kit().blocking(probe)));
    List<Handle> handles = new ArrayList<>(foreignHandles(5_000));
    handles.add(handle);
    List<Observation> told = session.observe(handles);
    assertThat(told)
        .filteredOn(observation -> !observation.handle().equals(handle))
        .allMatch(observation -> observation.state() == AttemptState.UNKNOWN);
    assertThat(session.observe(List.of())).isEmpty();
    probe.open();
    session.awaitSuccess(handle);
  }

  private static List<Handle> foreignHandles(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new Handle(new AttemptToken("contract-foreign-" + i), "foreign-" + i))
        .toList();
  }

  private static boolean contradictsItself(Session session, Handle handle) {
    List<AttemptState> states = session.news().of(handle).stream().map(Observation::state).toList();
    int end =
        IntStream.range(0, states.size()).filter(i -> states.get(i).ended()).findFirst().orElse(0);
    return states.subList(end, states.size()).stream().anyMatch(s -> s != states.get(end));
  }
}
