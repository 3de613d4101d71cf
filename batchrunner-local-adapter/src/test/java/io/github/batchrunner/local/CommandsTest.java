package io.github.batchrunner.local;

import static io.github.batchrunner.local.LocalHost.command;
import static io.github.batchrunner.local.LocalHost.shell;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import io.github.batchrunner.spi.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Starting commands, and what their ends mean. */
class CommandsTest {

  @TempDir private Path wd;

  /**
   * Not SIGHUP and SIGINT, which whoever started the tests may have told all its children to
   * ignore.
   */
  @ParameterizedTest
  @ValueSource(ints = {6, 8, 9, 11, 15})
  void anEndBySignalTellsTheSignal(int signal) {
    try (LocalHost host = LocalHost.in(wd).open()) {
      Failure failure = host.runBadly(shell("kill -\"$1\" $$", signal), FailureKind.EXIT_CODE);
      assertThat(failure.signal()).hasValue(signal);
      assertThat(failure.exitCode()).isEmpty();
      assertThat(failure.message()).contains("signal " + signal + ", SIG");
    }
  }

  /** 145 is 128 and SIGCHLD, by which no program ends. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 126, 128, 145, 255})
  void anExitCodeIsTold(int code) {
    try (LocalHost host = LocalHost.in(wd).open()) {
      Failure failure = host.runBadly(shell("exit \"$1\"", code), FailureKind.EXIT_CODE);
      assertThat(failure.exitCode()).hasValue(code);
      assertThat(failure.signal()).isEmpty();
    }
  }

  @Test
  void aFailureCarriesTheEndOfTheOutput() throws IOException {
    Path log = Files.createDirectories(wd.resolve("logs")).resolve("task.log");
    Files.writeString(log, "of an earlier attempt\n");
    try (LocalHost host = LocalHost.in(wd).open()) {
      Failure failure =
          host.runBadly(
              shell("echo first; echo 'no soils.nodb' >&2; exit 1"), FailureKind.EXIT_CODE);
      assertThat(failure.detail()).isEqualTo("first\nno soils.nodb\n");
      assertThat(failure.message()).isEqualTo("sh ended with exit code 1");
    }
  }

  @Test
  void aProgramThatIsNotInThePathIsNamedWithThePath() {
    try (LocalHost host = LocalHost.in(wd).open()) {
      Failure failure = host.runBadly(command("no-such-wepp", "x"), FailureKind.ENVIRONMENT);
      assertThat(failure.message())
          .contains("\"no-such-wepp\"", "PATH \"" + System.getenv("PATH") + "\"");
    }
  }

  @Test
  void aFileThatIsNotExecutableIsNamed() throws IOException {
    Files.writeString(wd.resolve("run.sh"), "#!/bin/sh\n");
    try (LocalHost host = LocalHost.in(wd).open()) {
      Failure failure = host.runBadly(command("./run.sh"), FailureKind.ENVIRONMENT);
      assertThat(failure.message()).contains("\"./run.sh\"", "Permission denied");
    }
  }

  @Test
  void aMissingWorkingDirectoryIsNamed() {
    Path missing = wd.resolve("missing");
    try (LocalHost host = LocalHost.in(missing).open()) {
      Failure failure =
          LocalHost.failure(
              host.awaitEnd(
                  host.accept(host.submission(command("true")).logFile(wd.resolve("log")).build())),
              FailureKind.ENVIRONMENT);
      assertThat(failure.message()).contains("working directory", missing.toString());
    }
  }

  @Test
  void aLogFileThatCannotBeOpenedIsAFaultOfTheInfrastructure() throws IOException {
    Path file = Files.writeString(wd.resolve("file"), "x");
    try (LocalHost host = LocalHost.in(wd).open()) {
      Failure failure =
          LocalHost.failure(
              host.awaitEnd(
                  host.accept(
                      host.submission(command("true")).logFile(file.resolve("log")).build())),
              FailureKind.INFRASTRUCTURE);
      assertThat(failure.message()).contains(file.toString());
    }
  }

  @Test
  void aProgramIsLookedForInThePathOfItsCommand() throws IOException {
    Path program = Files.createDirectories(wd.resolve("own bin")).resolve("own-program");
    Files.writeString(program, "#!/bin/sh\necho \"found $1\"\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    try (LocalHost host = LocalHost.in(wd).open()) {
      host.runWell(
          Work.Command.of(
              List.of("own-program", "it"),
              Map.of("PATH", program.getParent() + ":" + System.getenv("PATH"))));
      assertThat(log()).isEqualTo("found it\n");
    }
  }

  @Test
  void standardInputIsEmpty() throws IOException {
    try (LocalHost host = LocalHost.in(wd).open()) {
      host.runWell(shell("cat; echo end"));
      assertThat(log()).isEqualTo("end\n");
    }
  }

  @Test
  void theEnvironmentCanBeKeptSmall() throws IOException {
    try (LocalHost host = LocalHost.in(wd).option("inherit_environment", false).open()) {
      host.runWell(Work.Command.of(List.of("env"), Map.of("OWN", "value")));
      assertThat(log().lines().map(line -> line.substring(0, line.indexOf('='))))
          .contains("OWN", "PATH", ProcessTable.VARIABLE)
          .isSubsetOf(
              "OWN",
              ProcessTable.VARIABLE,
              "PATH",
              "HOME",
              "USER",
              "LOGNAME",
              "LANG",
              "LC_ALL",
              "TZ",
              "TMPDIR");
    }
  }

  @Test
  void whatNoProgramCanBeGivenIsRejected() {
    try (LocalHost host = LocalHost.in(wd).open()) {
      for (Work work :
          List.of(
              command("echo", "a\0b"),
              command("echo", "half a character: \ud800"),
              Work.Command.of(List.of("echo"), Map.of("A=B", "x")),
              Work.Command.of(List.of("echo"), Map.of("", "x")),
              Work.Command.of(List.of("echo"), Map.of("A", "x\0y")))) {
        Failure failure = LocalHost.rejection(host.submit(host.submission(work).build()));
        assertThat(failure.kind()).isEqualTo(FailureKind.REJECTED);
        assertThat(failure.message()).doesNotContain("\0").doesNotContain("x\\0y");
      }
    }
  }

  private String log() throws IOException {
    return Files.readString(wd.resolve("logs/task.log"));
  }
}
