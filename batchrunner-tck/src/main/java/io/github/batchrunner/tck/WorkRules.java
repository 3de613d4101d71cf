package io.github.batchrunner.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.batchrunner.spi.AttemptState;
import io.github.batchrunner.spi.FailureKind;
import io.github.batchrunner.spi.Handle;
import io.github.batchrunner.spi.LogAccess;
import io.github.batchrunner.spi.Observation;
import io.github.batchrunner.spi.Submission;
import io.github.batchrunner.spi.Work;
import io.github.batchrunner.spi.WorkKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Chapter 9: work. */
interface WorkRules extends Rules {

  Duration SHORT_TIMEOUT = Duration.ofMillis(400);

  /** Long enough for three processes to start on a busy machine. */
  Duration FAMILY_TIMEOUT = Duration.ofSeconds(2);

  @Test
  default void r9_1_aCommandGetsItsArgumentsAsTheyAre() throws IOException {
    assumeTrue(bench().declares(WorkKind.COMMAND), "the executor runs no commands");
    List<String> arguments =
        List.of(
            "a b",
            "",
            "$(echo x)",
            "`echo x`",
            "$HOME",
            "*",
            "'",
            "\"",
            "\\",
            "line\nbreak",
            "\ttab ",
            "-n",
            "--",
            ";",
            "&",
            "|",
            ">",
            "#",
            "~",
            "%s");
    Session session = bench().open();
    Probe probe = bench().probe();
    Work work = new CommandKit().writingArguments(probe, arguments);
    session.awaitSuccess(session.accept(bench().submission(work)));
    assertThat(Files.readString(probe.finished())).isEqualTo(String.join("\0", arguments) + "\0");
  }

  @Test
  default void r9_1_aCommandRunsInItsDirectoryWithItsEnvironment() throws IOException {
    assumeTrue(bench().declares(WorkKind.COMMAND), "the executor runs no commands");
    String value = "a 'quoted'\n\"value\" $HOME";
    Session session = bench().open();
    Probe probe = bench().probe();
    Submission submission = bench().submission(new CommandKit().writingSurroundings(probe, value));
    session.awaitSuccess(session.accept(submission));
    assertThat(Probe.lines(probe.finished())).containsExactly(submission.wd().toString());
    assertThat(Files.readString(Path.of(probe.finished() + ".value"))).isEqualTo(value);
  }

  @Test
  default void r9_2_outputIsAppendedToTheLogFileOrCanBeRead() throws IOException {
    for (WorkKit kit : bench().kits()) {
      Session session = bench().open();
      Path log = bench().freshDirectory("log").resolve("deeper/task.log");
      Handle first =
          session.accept(bench().builder(kit.printing("first line")).logFile(log).build());
      session.awaitSuccess(first);
      Handle second =
          session.accept(bench().builder(kit.printing("second line")).logFile(log).build());
      session.awaitSuccess(second);
      if (Files.exists(log)) {
        assertThat(Files.readString(log)).contains("first line", "second line");
      } else {
        assertThat(session.executor()).isInstanceOf(LogAccess.class);
        LogAccess logs = (LogAccess) session.executor();
        try (InputStream stream = logs.openLog(second, 0)) {
          assertThat(new String(stream.readAllBytes(), StandardCharsets.UTF_8))
              .contains("second line");
        }
      }
    }
  }

  @Test
  default void r9_3_aHandlerIsGivenItsContext() {
    assumeTrue(bench().declares(WorkKind.HANDLER), "the executor runs no handlers");
    Session session = bench().open();
    Probe probe = bench().probe();
    Work work =
        new Work.Handler(
            ContractHandler.DESCRIBE.name(),
            Map.of(
                ContractHandler.PROBE_ARGUMENT,
                probe.directory().toString(),
                ContractHandler.LINE_ARGUMENT,
                "an argument"));
    Path base = bench().freshDirectory("base");
    Submission submission =
        bench().builder(work).baseWd(base).featureFile(base.resolve("feature.geojson")).build();
    session.awaitSuccess(session.accept(submission));
    assertThat(Probe.lines(probe.finished()))
        .containsExactly(
            submission.task().toString(),
            submission.wd().toString(),
            submission.baseWd().toString(),
            submission.featureFile().toString(),
            "an argument",
            "cancelled=false",
            "interrupted=false");
  }

  @Test
  default void r9_3_whatAHandlerThrowsIsTheFailureOfItsAttemptAlone() {
    assumeTrue(bench().declares(WorkKind.HANDLER), "the executor runs no handlers");
    Session session = bench().open();
    HandlerKit kit = new HandlerKit();
    for (ContractHandler handler :
        List.of(
            ContractHandler.FAIL,
            ContractHandler.OUT_OF_MEMORY,
            ContractHandler.STACK_OVERFLOW,
            ContractHandler.LINKAGE_ERROR)) {
      Handle handle = session.accept(bench().submission(kit.work(handler, bench().probe())));
      Observation end = session.awaitEnd(handle);
      assertThat(end.state()).as("%s: %s", handler.name(), end).isEqualTo(AttemptState.FAILED);
      assertThat(end.failure().orElseThrow().kind())
          .isEqualTo(
              handler.equals(ContractHandler.OUT_OF_MEMORY)
                  ? FailureKind.OUT_OF_MEMORY
                  : FailureKind.EXCEPTION);
      session.awaitSuccess(session.accept(bench().submission(kit.succeeding(bench().probe()))));
    }
  }

  @Test
  default void r9_3_anInterruptionDoesNotReachTheNextAttempt() {
    assumeTrue(bench().declares(WorkKind.HANDLER), "the executor runs no handlers");
    Session session = bench().open();
    HandlerKit kit = new HandlerKit();
    int rounds = 2 * Math.min(Math.max(bench().capabilities().slots(), 1), Queueing.MOST_SLOTS);
    for (int i = 0; i < rounds; i++) {
      session.awaitEnd(
          session.accept(bench().submission(kit.work(ContractHandler.INTERRUPT, bench().probe()))));
      Probe probe = bench().probe();
      session.awaitSuccess(
          session.accept(bench().submission(kit.work(ContractHandler.DESCRIBE, probe))));
      assertThat(Probe.lines(probe.finished())).contains("interrupted=false");
    }
  }

  @Test
  default void r9_4_theTimeoutEndsTheAttempt() {
    for (WorkKit kit : bench().kits()) {
      Session session = bench().open();
      Probe probe = bench().probe();
      Handle handle =
          session.accept(bench().builder(kit.blocking(probe)).timeout(SHORT_TIMEOUT).build());
      assertTimedOut(session.awaitEnd(handle));
      probe.open();
      Waiting.never("work went on after its timeout", () -> probe.timesFinished() > 0);
      session.awaitSuccess(session.accept(bench().submission(kit.succeeding(bench().probe()))));
    }
  }

  @Test
  default void r9_4_theTimeoutEndsAProcessWithItsDescendants() {
    assumeTrue(bench().declares(WorkKind.COMMAND), "the executor runs no commands");
    Session session = bench().open();
    Probe probe = bench().probe();
    Handle handle =
        session.accept(
            bench().builder(new CommandKit().family(probe)).timeout(Duration.ofSeconds(1)).build());
    assertTimedOut(session.awaitEnd(handle));
    Leaks.assertEnded(CommandKit.familyOf(probe), bench().patience());
  }

  @Test
  default void r9_4_workThatEndsInTimeIsNotTouched() {
    for (WorkKit kit : bench().kits()) {
      Session session = bench().open();
      Submission submission =
          bench().builder(kit.succeeding(bench().probe())).timeout(Duration.ofHours(1)).build();
      session.awaitSuccess(session.accept(submission));
    }
  }

  private static void assertTimedOut(Observation end) {
    assertThat(end.state()).as("%s", end).isEqualTo(AttemptState.FAILED);
    assertThat(end.failure().orElseThrow().kind()).isEqualTo(FailureKind.TIMEOUT);
  }

  @Test
  default void r9_5_aResultThatMeansFailureIsOne() {
    assumeTrue(bench().declares(WorkKind.CALL), "the executor runs no calls");
    Probe probe = bench().probe();
    Work work = bench().harness().kit(WorkKind.CALL).returningFailure(probe).orElse(null);
    assumeTrue(work != null, "the kit for calls has none that returns a failure");
    Session session = bench().open();
    Observation end =
        session.awaitEnd(session.accept(bench().submission(Objects.requireNonNull(work))));
    assertThat(end.state()).as("%s", end).isEqualTo(AttemptState.FAILED);
    assertThat(end.failure().orElseThrow().kind()).isEqualTo(FailureKind.EXCEPTION);
    assertThat(end.failure().orElseThrow().message()).contains("False");
    assertThat(probe.timesFinished()).as("it ran to its end").isEqualTo(1);
  }
}
