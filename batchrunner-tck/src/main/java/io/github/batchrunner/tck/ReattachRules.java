package io.github.batchrunner.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.batchrunner.spi.AttemptState;
import io.github.batchrunner.spi.AttemptsDirectory;
import io.github.batchrunner.spi.CloseMode;
import io.github.batchrunner.spi.Handle;
import io.github.batchrunner.spi.Observation;
import io.github.batchrunner.spi.Reattach;
import io.github.batchrunner.spi.Submission;
import io.github.batchrunner.spi.WorkKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Chapter 6: reattaching. */
interface ReattachRules extends Rules {

  @Test
  default void r6_1_everyKnownTokenHasAnAnswer() {
    Session session = bench().open();
    Probe running = bench().probe();
    Submission submission = bench().submission(bench().kit().blocking(running));
    Handle handle = session.accept(submission);
    Waiting.until(bench().patience(), "the work has begun", () -> running.timesBegun() == 1);
    List<Observation> found = reattach(session, submission);
    assertThat(found).singleElement().extracting(Observation::handle).isEqualTo(handle);
    assertThat(found.get(0).state().ended()).isFalse();
    running.open();
    session.awaitSuccess(handle);
  }

  @Test
  default void r6_2_anAbsentTokenCanBeSubmitted() {
    Session session = bench().open();
    Probe probe = bench().probe();
    Submission submission = bench().submission(bench().kit().succeeding(probe));
    assertThat(reattach(session, submission)).isEmpty();
    session.awaitSuccess(session.accept(submission));
    assertThat(probe.timesBegun()).isEqualTo(1);
  }

  @Test
  default void r6_2_anAttemptThatIsAbsentAfterTheLossOfItsExecutorDoesNotRun() {
    for (WorkKit kit : bench().kits()) {
      Probe probe = bench().probe();
      Submission submission = bench().submission(kit.blocking(probe));
      detachWhileRunning(submission, probe);
      Session later = bench().open();
      List<Observation> found = reattach(later, submission);
      probe.open();
      if (found.isEmpty()) {
        Waiting.never("absent work went on", () -> probe.timesFinished() > 0);
      } else {
        assertThat(found.get(0).token()).isEqualTo(submission.token());
      }
    }
  }

  @Test
  default void r6_3_anAttemptIsFoundAfterTheLossOfItsExecutor() {
    assumeTrue(
        bench().capabilities().reattach() != Reattach.NONE,
        "the executor does not know attempts of an earlier one");
    for (WorkKind kind : bench().capabilities().reattachKinds()) {
      Probe probe = bench().probe();
      Submission submission = bench().submission(bench().harness().kit(kind).blocking(probe));
      detachWhileRunning(submission, probe);
      assertTakenOver(submission, probe);
    }
  }

  @Test
  default void r6_3_anAttemptIsFoundAfterTheDeathOfItsProcess() throws IOException {
    assumeTrue(
        bench().capabilities().reattachKinds().contains(WorkKind.COMMAND),
        "commands do not go on without their host");
    assumeTrue(
        bench().harness().opensInOtherProcesses(), "the engine lives in the process of the tests");
    Probe probe = bench().probe();
    Submission submission = bench().submission(WorkKit.commands().blocking(probe));
    Process host =
        ContractHost.start(bench().provider(), bench().harness().options(), submission, probe);
    try {
      Waiting.until(bench().patience(), "the work has begun", () -> probe.timesBegun() == 1);
    } finally {
      host.destroyForcibly().onExit().join();
    }
    assertTakenOver(submission, probe);
  }

  @Test
  default void r6_3_theEndIsFoundOfWhatHasEndedMeanwhile() {
    assumeTrue(
        bench().capabilities().reattach() != Reattach.NONE,
        "the executor does not know attempts of an earlier one");
    for (WorkKind kind : bench().capabilities().reattachKinds()) {
      Probe probe = bench().probe();
      Submission submission = bench().submission(bench().harness().kit(kind).blocking(probe));
      detachWhileRunning(submission, probe);
      probe.open();
      Waiting.until(bench().patience(), "it has finished", () -> probe.timesFinished() == 1);
      assertSucceeded(submission, probe);
    }
  }

  @Test
  default void r6_4_filesAboutAttemptsAreWhereTheHostFindsThem() throws IOException {
    for (WorkKit kit : bench().kits()) {
      Session session = bench().open();
      Submission submission = bench().submission(kit.succeeding(bench().probe()));
      session.awaitSuccess(session.accept(submission));
      try (Stream<Path> files = Files.walk(submission.wd())) {
        assertThat(files.filter(Files::isRegularFile))
            .as("files in the directory of the run")
            .allMatch(file -> isLog(file, submission) || isAboutAttempt(file, submission));
      }
    }
  }

  private static boolean isLog(Path file, Submission submission) {
    return file.equals(submission.logFile());
  }

  private static boolean isAboutAttempt(Path file, Submission submission) {
    return AttemptsDirectory.in(submission.wd()).equals(file.getParent())
        && file.getFileName().toString().startsWith(submission.token().value());
  }

  private void assertTakenOver(Submission submission, Probe probe) {
    Session later = bench().open();
    List<Observation> found = reattach(later, submission);
    assertThat(found).singleElement().extracting(Observation::token).isEqualTo(submission.token());
    probe.open();
    assertThat(later.awaitEnd(found.get(0).handle()).state()).isEqualTo(AttemptState.SUCCEEDED);
    assertThat(probe.timesBegun()).isEqualTo(1);
  }

  private void assertSucceeded(Submission submission, Probe probe) {
    Session later = bench().open();
    List<Observation> found = reattach(later, submission);
    assertThat(found).singleElement().extracting(Observation::token).isEqualTo(submission.token());
    later.news().accept(found);
    assertThat(later.awaitEnd(found.get(0).handle()).state()).isEqualTo(AttemptState.SUCCEEDED);
    assertThat(probe.timesBegun()).isEqualTo(1);
  }

  private void detachWhileRunning(Submission submission, Probe probe) {
    Session earlier = bench().open();
    earlier.accept(submission);
    Waiting.until(bench().patience(), "the work has begun", () -> probe.timesBegun() == 1);
    earlier.close(CloseMode.DETACH);
  }

  private static List<Observation> reattach(Session session, Submission submission) {
    return session.reattach(List.of(submission));
  }
}
