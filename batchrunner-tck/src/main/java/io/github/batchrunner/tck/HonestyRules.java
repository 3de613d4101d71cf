package io.github.batchrunner.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.batchrunner.spi.Ability;
import io.github.batchrunner.spi.AfterCloneHook;
import io.github.batchrunner.spi.CloseMode;
import io.github.batchrunner.spi.Handle;
import io.github.batchrunner.spi.LogAccess;
import io.github.batchrunner.spi.PendingExplainer;
import io.github.batchrunner.spi.PreparedRun;
import io.github.batchrunner.spi.Purgeable;
import io.github.batchrunner.spi.Submission;
import io.github.batchrunner.spi.SubmitOutcome;
import io.github.batchrunner.spi.TaskExecutor;
import io.github.batchrunner.spi.WorkKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Chapter 8: honesty. */
interface HonestyRules extends Rules {

  /** An executor that takes more in one request is asked for this many all the same. */
  int MOST_SUBMISSIONS = 50_000;

  @Test
  default void r8_1_everyDeclaredKindOfWorkRunsAndNoOther() {
    assertThat(bench().capabilities().workKinds()).isNotEmpty();
    Session session = bench().open();
    for (WorkKind kind : WorkKind.values()) {
      if (bench().declares(kind)) {
        Probe probe = bench().probe();
        WorkKit kit = bench().harness().kit(kind);
        session.awaitSuccess(session.accept(bench().submission(kit.succeeding(probe))));
        assertThat(probe.timesFinished()).as("%s work has run", kind).isEqualTo(1);
      } else {
        Refusals.assertCannotRun(session, bench().submission(bench().undeclared(kind)));
      }
    }
  }

  @Test
  default void r8_2_exactlyTheDeclaredAbilitiesAreThere() {
    TaskExecutor executor = bench().open().executor();
    for (Ability ability : Ability.values()) {
      assertThat(ability.type().isInstance(executor))
          .as("implements %s, as it is declared", ability.type().getSimpleName())
          .isEqualTo(bench().capabilities().abilities().contains(ability));
    }
  }

  @Test
  default void r8_2_declaredLogAccessReadsWhatWasPrinted() throws IOException {
    Session session = bench().open();
    assumeTrue(session.executor() instanceof LogAccess, "the executor has no log access");
    LogAccess logs = (LogAccess) session.executor();
    for (WorkKit kit : bench().kits()) {
      Handle handle = session.accept(bench().submission(kit.printing("first and second")));
      session.awaitSuccess(handle);
      assertThat(read(logs, handle, 0)).contains("first and second");
      assertThat(read(logs, handle, "first ".length())).startsWith("and second");
      assertThat(read(logs, handle, 1_000_000)).isEmpty();
    }
  }

  @Test
  default void r8_2_aDeclaredExplainerExplainsWhatWaits() {
    Session session = bench().open();
    assumeTrue(session.executor() instanceof PendingExplainer, "the executor explains nothing");
    Queueing queueing = Queueing.begin(bench());
    PendingExplainer explainer = (PendingExplainer) queueing.session().executor();
    assertThat(explainer.explainPending(queueing.waiting()))
        .hasValueSatisfying(sentence -> assertThat(sentence).isNotBlank());
    assertThat(explainer.explainPending(queueing.blocked().get(0))).isEmpty();
    queueing.release();
    queueing.session().awaitSuccess(queueing.waiting());
    assertThat(explainer.explainPending(queueing.waiting())).isEmpty();
  }

  @Test
  default void r8_2_aDeclaredPurgeForgetsOnlyWhatHasEnded() {
    Session session = bench().open();
    assumeTrue(session.executor() instanceof Purgeable, "the executor does not purge");
    Purgeable purgeable = (Purgeable) session.executor();
    Probe running = bench().probe();
    Handle blocked = session.accept(bench().submission(bench().kit().blocking(running)));
    Handle ended = session.accept(bench().submission(bench().kit().succeeding(bench().probe())));
    session.awaitSuccess(ended);
    assertThat(purgeable.purge(List.of(blocked, ended))).containsExactly(ended);
    running.open();
    session.awaitSuccess(blocked);
  }

  @Test
  default void r8_3_theLargestSubmissionIsAccepted() {
    Session session = bench().open();
    int count = Math.min(bench().capabilities().maxSubmissionSize(), MOST_SUBMISSIONS);
    List<Submission> submissions =
        bench().submissions(bench().kit().succeeding(bench().probe()), count);
    assertThat(session.submit(submissions))
        .hasSize(count)
        .allMatch(outcome -> outcome instanceof SubmitOutcome.Accepted);
    session.close(CloseMode.CANCEL);
  }

  @Test
  default void r8_4_asManyAttemptsRunAtOnceAsThereAreSlots() {
    Queueing queueing = Queueing.begin(bench());
    Waiting.never(
        "more attempts ran at once than there are slots",
        () -> queueing.waitingProbe().timesBegun() > 0);
    queueing.running().get(0).open();
    queueing.session().awaitSuccess(queueing.waiting());
    queueing.release();
    queueing.blocked().forEach(queueing.session()::awaitSuccess);
  }

  @Test
  default void r8_5_clearingUpAfterACloneCanBeRepeatedAndDoneForManyRunsAtOnce() throws Exception {
    Session session = bench().open();
    assumeTrue(
        session.executor() instanceof AfterCloneHook, "the executor does nothing after a clone");
    AfterCloneHook hook = (AfterCloneHook) session.executor();
    Path base = bench().freshDirectory("base");
    List<Future<Boolean>> answers = new ArrayList<>();
    for (int run = 0; run < 8; run++) {
      Path wd = bench().freshDirectory("wd");
      PreparedRun fresh = new PreparedRun("contract", "run-" + run, wd, base, true);
      PreparedRun found = new PreparedRun("contract", "run-" + run, wd, base, false);
      answers.add(
          Waiting.inBackground(
              "afterClone",
              () -> {
                hook.afterClone(fresh);
                hook.afterClone(found);
                return true;
              }));
    }
    for (Future<Boolean> answer : answers) {
      assertThat(answer.get(bench().patience().toNanos(), TimeUnit.NANOSECONDS)).isTrue();
    }
    session.awaitSuccess(
        session.accept(bench().submission(bench().kit().succeeding(bench().probe()))));
  }

  private static String read(LogAccess logs, Handle handle, long offset) throws IOException {
    try (InputStream stream = logs.openLog(handle, offset)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
