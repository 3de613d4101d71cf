package io.github.batchrunner.local;

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

/** Scripts that are sourced before a command. */
class EnvScriptTest {

  @TempDir private Path wd;

  @ParameterizedTest
  @ValueSource(strings = {"env.sh", "with space.sh", "it's \"quoted\".sh", "$(touch x); `y`.sh"})
  void itsVariablesReachTheProgramWhateverItsName(String name) throws IOException {
    Path script = script(name, "GIVEN='by the script'; export GIVEN");
    try (LocalHost host = LocalHost.in(wd).option("env_script", script).open()) {
      host.runWell(shell("printf '%s|' \"$GIVEN\" \"$@\"", "a b", "", "$(x)", "'", "new\nline"));
      assertThat(log()).isEqualTo("by the script|a b||$(x)|'|new\nline|");
      assertThat(wd.resolve("x")).doesNotExist();
    }
  }

  @Test
  void itDoesNotSeeTheArgumentsOfTheProgram() throws IOException {
    Path script = script("env.sh", "SEEN=\"$#:$*\"; export SEEN; set -- changed");
    try (LocalHost host = LocalHost.in(wd).option("env_script", script).open()) {
      host.runWell(shell("printf '%s|%s' \"$SEEN\" \"$1\"", "--own"));
      assertThat(log()).isEqualTo("0:|--own");
    }
  }

  @Test
  void theScriptOfACommandCountsMoreThanTheOption() throws IOException {
    Path general = script("general.sh", "GIVEN=general; export GIVEN");
    Path own = script("own.sh", "GIVEN=own; export GIVEN");
    try (LocalHost host = LocalHost.in(wd).option("env_script", general).open()) {
      host.runWell(shell("printf '%s' \"$GIVEN\"").withEnvScript(own));
      assertThat(log()).isEqualTo("own");
    }
  }

  @Test
  void itCanSetThePathInWhichTheProgramIsFound() throws IOException {
    Path program = Files.createDirectories(wd.resolve("bin")).resolve("own-program");
    Files.writeString(program, "#!/bin/sh\necho found\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    Path script = script("env.sh", "PATH=\"$PWD/bin:$PATH\"; export PATH");
    try (LocalHost host = LocalHost.in(wd).open()) {
      host.runWell(Work.Command.of(List.of("own-program"), Map.of()).withEnvScript(script));
      assertThat(log()).isEqualTo("found\n");
    }
  }

  @Test
  void theProgramDoesNotStartWhenTheScriptFails() {
    Path started = wd.resolve("started");
    try (LocalHost host = LocalHost.in(wd).open()) {
      Failure failure =
          host.runBadly(
              shell("echo x > \"$1\"", started).withEnvScript(script("env.sh", "return 4")),
              FailureKind.EXIT_CODE);
      assertThat(failure.exitCode()).hasValue(4);
      assertThat(failure.message()).contains("env_script", "env.sh");
      assertThat(started).doesNotExist();
    }
  }

  @Test
  void aMissingScriptIsNamed() {
    Path missing = wd.resolve("missing.sh");
    try (LocalHost host = LocalHost.in(wd).option("env_script", missing).open()) {
      Failure failure = host.runBadly(shell("true"), FailureKind.ENVIRONMENT);
      assertThat(failure.message()).contains("env_script", missing.toString());
    }
  }

  private Path script(String name, String text) {
    try {
      return Files.writeString(wd.resolve(name), text + "\n");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private String log() throws IOException {
    return Files.readString(wd.resolve("logs/task.log"));
  }
}
