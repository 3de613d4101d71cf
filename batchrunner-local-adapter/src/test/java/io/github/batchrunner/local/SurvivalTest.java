package io.github.batchrunner.local;

import static io.github.batchrunner.local.LocalHost.command;
import static io.github.batchrunner.local.LocalHost.shell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.condition.OS.LINUX;

import io.github.batchrunner.spi.AttemptState;
import io.github.batchrunner.spi.AttemptToken;
import io.github.batchrunner.spi.AttemptsDirectory;
import io.github.batchrunner.spi.CancelMode;
import io.github.batchrunner.spi.CloseMode;
import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import io.github.batchrunner.spi.Handle;
import io.github.batchrunner.spi.Observation;
import io.github.batchrunner.spi.Work;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands outlive the process that has started them, and the next one takes them over. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no shell that looks after commands")
class SurvivalTest {

  /** Notes that it runs in {@code $1}, waits for {@code $2}, and does {@code $3}. */
  private static final String GATED =
      "echo $$ >> \"$1\"; while [ ! -e \"$2\" ]; do sleep 0.02; done; eval \"$3\"";

  @TempDir private Path wd;

  @ParameterizedTest
  @ValueSource(strings = {"echo good", "echo bad; exit 3", "kill -9 $$", "kill -15 $$", "exit 125"})
  void aCommandOfAKilledHostEndsAsIfTheHostHadLived(String ending) throws IOException {
    AttemptToken token = new AttemptToken("survivor");
    try (HostProcess killed = new HostProcess.Order(wd, 2).submit(token, gated(ending)).start()) {
      Eventually.exists(ledger());
      killed.kill();
    }
    try (LocalHost next = host()) {
      Observation found = only(next.reattach(token));
      assertThat(found.state()).isEqualTo(AttemptState.RUNNING);
      openGate();
      assertSameEnd(next.awaitEnd(found.handle()), ending);
    }
    assertRanOnce();
  }

  @ParameterizedTest
  @ValueSource(strings = {"echo good", "echo bad; exit 3", "kill -9 $$", "exit 125"})
  void anEndThatNobodySawIsFound(String ending) throws IOException {
    AttemptToken token = new AttemptToken("ended-alone");
    try (HostProcess killed = new HostProcess.Order(wd, 2).submit(token, gated(ending)).start()) {
      long pid = Eventually.pidIn(ledger());
      killed.kill();
      openGate();
      Eventually.processEnds(pid);
      Eventually.holds("its end is noted", () -> trace(token).contains("end "));
    }
    try (LocalHost next = host()) {
      Observation found = only(next.reattach(token));
      assertSameEnd(found, ending);
      assertThat(found.beginning().orElseThrow()).isBefore(found.at());
      assertThat(next.observe(found.handle())).isEqualTo(found.state());
    }
    assertRanOnce();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aCommandOfADetachedExecutorIsTakenOver(boolean endsMeanwhile) throws IOException {
    LocalHost first = host();
    Handle handle = first.accept(first.submission(gated("echo good")).build());
    long pid = Eventually.pidIn(ledger());
    first.executor().close(CloseMode.DETACH);
    assertThat(Eventually.runs(pid)).isTrue();
    if (endsMeanwhile) {
      openGate();
      Eventually.processEnds(pid);
    }
    try (LocalHost next = host()) {
      Observation found = only(next.reattach(handle.token()));
      openGate();
      assertThat(next.awaitEnd(found.handle()).state()).isEqualTo(AttemptState.SUCCEEDED);
    }
    assertRanOnce();
    assertThat(Files.readString(wd.resolve("logs/task.log"))).isEqualTo("good\n");
  }

  @Test
  @EnabledOnOs(value = LINUX, disabledReason = "only /proc tells of detached processes")
  void theNextHostCancelsWithAllDescendants() throws IOException {
    for (CancelMode mode : CancelMode.values()) {
      Path child = wd.resolve("child-" + mode);
      AttemptToken token = new AttemptToken("cancelled-" + mode);
      Work work =
          shell("setsid sh -c 'echo $$ > \"$1\"; exec sleep 300' sh \"$1\" & sleep 300", child);
      long pid;
      try (HostProcess killed = new HostProcess.Order(wd, 2).submit(token, work).start()) {
        pid = Eventually.pidIn(child);
        killed.kill();
      }
      try (LocalHost next = host()) {
        Observation found = only(next.reattach(token));
        next.cancel(found.handle(), mode);
        assertThat(next.awaitEnd(found.handle()).state()).isEqualTo(AttemptState.CANCELLED);
        assertThat(Eventually.runs(pid)).isFalse();
      }
    }
  }

  @Test
  void theNextHostEnforcesWhatIsLeftOfTheTimeout() throws IOException {
    AttemptToken token = new AttemptToken("timed");
    try (HostProcess killed =
        new HostProcess.Order(wd, 2)
            .submit(token, Duration.ofSeconds(4), gated("echo late"))
            .start()) {
      Eventually.exists(ledger());
      killed.kill();
    }
    try (LocalHost next = host()) {
      Observation found = only(next.reattach(token));
      Failure failure = LocalHost.failure(next.awaitEnd(found.handle()), FailureKind.TIMEOUT);
      assertThat(failure.message()).contains("PT4S");
    }
  }

  @Test
  void whatWasAskedToEndByAKilledHostIsEndedByTheNext() throws IOException {
    AttemptToken token = new AttemptToken("half-cancelled");
    try (HostProcess killed =
        new HostProcess.Order(wd, 2).submit(token, gated("echo late")).start()) {
      Eventually.exists(ledger());
      killed.kill();
    }
    Files.writeString(file(token), "stop CANCELLED\n", StandardOpenOption.APPEND);
    try (LocalHost next = host()) {
      Observation found = only(next.reattach(token));
      assertThat(next.awaitEnd(found.handle()).state()).isEqualTo(AttemptState.CANCELLED);
    }
  }

  @Test
  void whatHasNotBegunNeverBeginsUnlessItIsSubmittedAnew() throws IOException {
    AttemptToken running = new AttemptToken("running");
    AttemptToken waiting = new AttemptToken("waiting");
    Path second = wd.resolve("second");
    Work late = shell("echo x >> \"$1\"", second);
    try (HostProcess killed =
        new HostProcess.Order(wd, 1)
            .submit(running, gated("echo good"))
            .submit(waiting, late)
            .start()) {
      Eventually.exists(ledger());
      killed.kill();
    }
    try (LocalHost next = host()) {
      assertThat(next.reattach(waiting)).isEmpty();
      assertThat(next.reattach(waiting)).as("asked again").isEmpty();
      assertThat(wrapped(waiting, late)).as("the killed host's shell comes late").isEqualTo(125);
      assertThat(second).doesNotExist();
      next.runWell(waiting, late);
      assertThat(second).hasContent("x");
    }
    try (LocalHost third = host()) {
      assertThat(only(third.reattach(waiting)).state()).isEqualTo(AttemptState.SUCCEEDED);
      Observation found = only(third.reattach(running));
      openGate();
      assertThat(third.awaitEnd(found.handle()).state()).isEqualTo(AttemptState.SUCCEEDED);
    }
    assertThat(second).hasContent("x");
    assertRanOnce();
  }

  @Test
  void anAttemptThatAnotherHostHasRuledOutDoesNotBeginHere() throws IOException {
    AttemptToken token = new AttemptToken("ruled-out");
    try (LocalHost slow = host()) {
      Files.createDirectories(AttemptsDirectory.in(wd));
      try (LocalHost other = host()) {
        assertThat(other.reattach(token)).isEmpty();
      }
      Handle handle = slow.accept(slow.submission(token, gated("true")).build());
      Failure failure = LocalHost.failure(slow.awaitEnd(handle), FailureKind.INFRASTRUCTURE);
      assertThat(failure.message()).contains("another host has taken it over");
    }
    assertThat(ledger()).doesNotExist();
  }

  @Test
  void aHandlerOfAKilledHostIsAbsentAndRunsAgainFromTheStart() throws IOException {
    AttemptToken token = new AttemptToken("handler");
    Path output = wd.resolve(HostProcess.HalfDone.OUTPUT);
    try (HostProcess killed =
        new HostProcess.Order(wd, 1).submit(token, LocalHost.handler("half-done")).start()) {
      Eventually.holdsText(output);
      killed.kill();
    }
    try (LocalHost next = LocalHost.in(wd).handler(new HostProcess.HalfDone()).open()) {
      assertThat(next.reattach(token)).isEmpty();
      assertThat(output).hasContent("first half");
      next.runWell(token, LocalHost.handler("half-done"));
      assertThat(output).hasContent("first half\nsecond half");
    }
  }

  @Test
  void aHandlerThatEndedJustBeforeItsHostWasKilledIsNotRunAgain() throws IOException {
    AttemptToken token = new AttemptToken("lasting");
    try (HostProcess killed =
        new HostProcess.Order(wd, 1).submit(token, LocalHost.handler("lasting")).start()) {
      Eventually.holdsText(AttemptsDirectory.in(wd).resolve(token.value()));
      killed.kill();
    }
    try (LocalHost next = LocalHost.in(wd).handler(new HostProcess.Lasting()).open()) {
      assertThat(only(next.reattach(token)).state()).isEqualTo(AttemptState.SUCCEEDED);
    }
    assertThat(wd.resolve(HostProcess.Lasting.OUTPUT)).hasContent("done");
  }

  @Test
  void anotherExecutorThatIsOpenKeepsItsAttempts() throws IOException {
    try (LocalHost owner = host();
        LocalHost other = host()) {
      Handle handle = owner.accept(owner.submission(gated("echo good")).build());
      Eventually.exists(ledger());
      Observation found = only(other.reattach(handle.token()));
      assertThat(found.state()).isEqualTo(AttemptState.UNKNOWN);
      assertThat(found.nativeState()).contains("another executor");
      owner.executor().close(CloseMode.DETACH);
      assertThat(other.observe(found.handle())).isEqualTo(AttemptState.RUNNING);
      openGate();
      assertThat(other.awaitEnd(found.handle()).state()).isEqualTo(AttemptState.SUCCEEDED);
    }
    assertRanOnce();
  }

  @Test
  void nobodyGuessesAboutAnotherMachine() throws IOException {
    AttemptToken token = new AttemptToken("far-away");
    Trace.Beginning beginning =
        new Trace.Beginning(
            Instant.EPOCH,
            Duration.ZERO,
            0,
            "another machine",
            "1.2.3",
            "wepp",
            wd.resolve("logs/task.log"));
    Files.createDirectories(AttemptsDirectory.in(wd));
    Files.writeString(file(token), "4711 " + beginning.text() + "\n");
    try (LocalHost host = host()) {
      Observation found = only(host.reattach(token));
      assertThat(found.state()).isEqualTo(AttemptState.UNKNOWN);
      assertThat(found.nativeState()).contains("4711", "another machine");
      Files.writeString(file(token), "end 0\n", StandardOpenOption.APPEND);
      assertThat(host.observe(found.handle())).isEqualTo(AttemptState.SUCCEEDED);
    }
  }

  @Test
  @EnabledOnOs(value = LINUX, disabledReason = "only /proc tells whose processes there are")
  void aCommandWhoseShellIsKilledTooIsLostAndDoesNotGoOn() throws IOException {
    AttemptToken token = new AttemptToken("lost");
    long pid;
    try (HostProcess killed =
        new HostProcess.Order(wd, 2).submit(token, gated("echo late")).start()) {
      pid = Eventually.pidIn(ledger());
      killed.kill();
    }
    killWrapper(token);
    try (LocalHost next = host()) {
      Observation found = only(next.reattach(token));
      assertThat(found.state()).isEqualTo(AttemptState.LOST);
      assertThat(found.failure().orElseThrow().kind()).isEqualTo(FailureKind.NODE_LOST);
      assertThat(Eventually.runs(pid)).isFalse();
    }
  }

  @Test
  @EnabledOnOs(value = LINUX, disabledReason = "only /proc tells whose processes there are")
  void aShellThatIsKilledWhileItIsLookedAfterTakesItsCommandWithIt() throws IOException {
    AttemptToken token = new AttemptToken("lost-later");
    long pid;
    try (HostProcess killed =
        new HostProcess.Order(wd, 2).submit(token, gated("echo late")).start()) {
      pid = Eventually.pidIn(ledger());
      killed.kill();
    }
    try (LocalHost next = host()) {
      Observation found = only(next.reattach(token));
      killWrapper(token);
      assertThat(next.awaitEnd(found.handle()).state()).isEqualTo(AttemptState.LOST);
      assertThat(Eventually.runs(pid)).isFalse();
    }
  }

  @Test
  @EnabledOnOs(value = LINUX, disabledReason = "only /proc tells whose processes there are")
  void aShellThatIsKilledUnderItsOwnHostTakesItsCommandWithIt() throws IOException {
    try (LocalHost host = host()) {
      Handle handle = host.accept(host.submission(gated("echo late")).build());
      long pid = Eventually.pidIn(ledger());
      killWrapper(handle.token());
      Failure failure = LocalHost.failure(host.awaitEnd(handle), FailureKind.EXIT_CODE);
      assertThat(failure.signal()).hasValue(9);
      assertThat(Eventually.runs(pid)).isFalse();
    }
  }

  @Test
  @EnabledOnOs(value = LINUX, disabledReason = "only /proc tells of detached processes")
  void whatACommandLeavesBehindEndsWhenItIsTakenOver() throws IOException {
    AttemptToken token = new AttemptToken("leaves-a-child");
    Path child = wd.resolve("child");
    Work work = shell("sleep 300 & echo $! > \"$1\"; kill -9 $PPID; sleep 300", child);
    long pid;
    try (HostProcess killed = new HostProcess.Order(wd, 1).submit(token, work).start()) {
      pid = Eventually.pidIn(child);
      killed.kill();
    }
    try (LocalHost next = host()) {
      next.reattach(token);
      Eventually.processEnds(pid);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "garbage",
        "\n",
        "4711 garbage\n",
        "-5 1 0 0 MACHINE 1.2.3 wepp LOG\nend 0\n",
        "4711 1 0 -1 MACHINE 1.2.3 wepp LOG\nend 3\n",
        "4711 1 0 9223372036854775807 MACHINE 1.2.3 wepp LOG\nend 3\n",
        "4711 9223372036854775807 9223372036854775807 0 MACHINE 1.2.3 wepp LOG\nend 0\n",
        "4711 -9223372036854775808 -9223372036854775808 0 MACHINE 1.2.3 wepp LOG\nend -1\n",
        "SELF -9223372036854775808 -9223372036854775808 0 MACHINE 1.2.3 wepp LOG\n",
        "4711 1 0 0 MACHINE 1.2.3 wepp LOG\nend 99999999999\n",
        "4711 1 0 0 MACHINE owner %00 LOG\nstop\nowner\nleft\nend\n",
      })
  void whateverTheFileOfAnAttemptHoldsItsHostHasAnAnswer(String text) throws IOException {
    AttemptToken token = new AttemptToken("garbage");
    Files.createDirectories(AttemptsDirectory.in(wd));
    Files.writeString(
        file(token),
        text.replace("MACHINE", Machine.name())
            .replace("SELF", String.valueOf(ProcessHandle.current().pid()))
            .replace("LOG", "log"));
    try (LocalHost host = host()) {
      List<Observation> found = host.reattach(token);
      if (found.isEmpty()) {
        host.runWell(token, command("true"));
      } else {
        assertThat(found.get(0).state())
            .isIn(
                AttemptState.SUCCEEDED,
                AttemptState.FAILED,
                AttemptState.LOST,
                AttemptState.UNKNOWN);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"two words", "it's", "a\"b", "$(touch x)", "line\nfeed", "-n", "*", "\\"})
  void aCommandSurvivesInADirectoryOfAnyName(String name) throws IOException {
    Path strange = Files.createDirectory(wd.resolve(name));
    AttemptToken token = new AttemptToken("strange");
    Path ran = strange.resolve("ran");
    Path gate = strange.resolve("gate");
    Work work = shell(GATED, ran, gate, "pwd > where");
    LocalHost first = LocalHost.in(strange).open();
    first.accept(first.submission(token, work).build());
    Eventually.exists(ran);
    first.executor().close(CloseMode.DETACH);
    try (LocalHost next = LocalHost.in(strange).open()) {
      Observation found = only(next.reattach(token));
      assertThat(found.state()).isEqualTo(AttemptState.RUNNING);
      Files.writeString(gate, "");
      assertThat(next.awaitEnd(found.handle()).state()).isEqualTo(AttemptState.SUCCEEDED);
    }
    assertThat(Files.readString(strange.resolve("where"))).isEqualTo(strange.toRealPath() + "\n");
    assertThat(Files.readAllLines(ran)).hasSize(1);
  }

  @Test
  void aCommandThatRemovesItsOwnDirectoryEndsAsItEnds() throws IOException {
    for (int status : List.of(0, 3, 125)) {
      Path gone = Files.createDirectory(wd.resolve("gone-" + status));
      try (LocalHost host = LocalHost.in(gone).open()) {
        Observation end = host.run(shell("rm -rf \"$1\"; exit " + status, gone));
        if (status == 0) {
          assertThat(end.state()).isEqualTo(AttemptState.SUCCEEDED);
        } else {
          assertThat(LocalHost.failure(end, FailureKind.EXIT_CODE).exitCode()).hasValue(status);
        }
      }
    }
  }

  @Test
  void anAttemptThatCannotBeNotedIsNotBegun() throws IOException {
    Path ran = wd.resolve("ran");
    Path attempts = AttemptsDirectory.in(wd);
    Files.createDirectories(attempts.getParent());
    Files.writeString(attempts, "in the way");
    try (LocalHost host = host()) {
      Failure failure = host.runBadly(shell("echo x > \"$1\"", ran), FailureKind.INFRASTRUCTURE);
      assertThat(failure.message()).contains(attempts.toString());
    }
    assertThat(ran).doesNotExist();
  }

  @Test
  void anArgumentThatIsTooLongForTheSystemIsAFaultOfTheTask() throws IOException {
    try (LocalHost host = host()) {
      host.runWell(command("true", "x".repeat(100_000)));
      Failure failure =
          host.runBadly(command("true", "x".repeat(4 << 20)), FailureKind.ENVIRONMENT);
      assertThat(failure.message()).contains("\"true\"").hasSizeLessThan(1000);
    }
  }

  @Test
  void takenOverCommandsTakeUpThreads() throws IOException {
    AttemptToken token = new AttemptToken("occupies");
    try (HostProcess killed =
        new HostProcess.Order(wd, 1).submit(token, gated("echo good")).start()) {
      Eventually.exists(ledger());
      killed.kill();
    }
    try (LocalHost next = LocalHost.in(wd).option("threads", 1).open()) {
      Observation found = only(next.reattach(token));
      Handle waiting = next.accept(next.submission(command("true")).build());
      assertThat(next.executor().explainPending(waiting)).isPresent();
      openGate();
      assertThat(next.awaitEnd(found.handle()).state()).isEqualTo(AttemptState.SUCCEEDED);
      assertThat(next.awaitEnd(waiting).state()).isEqualTo(AttemptState.SUCCEEDED);
    }
  }

  /** Whatever a host was doing when it was killed, no command runs twice and none is lost. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8, 20, 33})
  void everyCommandRunsOnceWhenItsHostIsKilledInTheMidst(int done) throws IOException {
    Path ledgers = Files.createDirectories(wd.resolve("ledgers"));
    HostProcess.Order order = new HostProcess.Order(wd, 2);
    List<AttemptToken> tokens = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      AttemptToken token = new AttemptToken("t" + i);
      tokens.add(token);
      order.submit(token, noting(ledgers, token));
    }
    try (HostProcess killed = order.start()) {
      Eventually.holds(done + " have begun", () -> ledgers.toFile().list().length >= done);
      killed.kill();
    }
    try (LocalHost next = host()) {
      List<Handle> handles = new ArrayList<>();
      int absent = 0;
      for (AttemptToken token : tokens) {
        List<Observation> found = next.reattach(token);
        if (found.isEmpty()) {
          absent++;
          handles.add(next.accept(next.submission(token, noting(ledgers, token)).build()));
        } else {
          handles.add(found.get(0).handle());
        }
      }
      for (Handle handle : handles) {
        Eventually.holds(
            handle + " has succeeded", () -> next.observe(handle) == AttemptState.SUCCEEDED);
      }
      assertThat(absent).isLessThanOrEqualTo(40 - done);
    }
    for (AttemptToken token : tokens) {
      assertThat(ledgers.resolve(token.value())).as("runs of %s", token).hasContent("x");
    }
  }

  @Test
  void theEnvironmentReachesTheProgramWhateverItsNames() throws IOException {
    Map<String, String> environment =
        Map.of(
            "with.dot",
            "1",
            "BASH_FUNC_module%%",
            "() { :; }",
            "IFS",
            "x",
            "OPTIND",
            "7",
            "A",
            "b c");
    try (LocalHost host = host()) {
      host.runWell(Work.Command.of(List.of("env"), environment));
    }
    assertThat(Files.readAllLines(wd.resolve("logs/task.log")))
        .contains("with.dot=1", "BASH_FUNC_module%%=() { :; }", "IFS=x", "OPTIND=7", "A=b c");
  }

  @Test
  void aScriptWithoutItsInterpreterIsNamed() throws IOException {
    Path script = Files.writeString(wd.resolve("run.py"), "#!/no/such/python -u\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    try (LocalHost host = host()) {
      Failure failure = host.runBadly(command("./run.py"), FailureKind.ENVIRONMENT);
      assertThat(failure.message()).contains("./run.py", "/no/such/python");
    }
  }

  private LocalHost host() {
    return LocalHost.in(wd).open();
  }

  private Work gated(String ending) {
    return shell(GATED, ledger(), gate(), ending);
  }

  private static Work noting(Path ledgers, AttemptToken token) {
    return shell("echo x >> \"$1\"", ledgers.resolve(token.value()));
  }

  private Path ledger() {
    return wd.resolve("ledger");
  }

  private Path gate() {
    return wd.resolve("gate");
  }

  private void openGate() throws IOException {
    if (!Files.exists(gate())) {
      Files.createFile(gate());
    }
  }

  private void assertRanOnce() throws IOException {
    assertThat(Files.readAllLines(ledger())).hasSize(1);
  }

  private static Observation only(List<Observation> found) {
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  private Path file(AttemptToken token) {
    return AttemptsDirectory.in(wd).resolve(token.value());
  }

  private String trace(AttemptToken token) {
    try {
      return Files.readString(file(token));
    } catch (IOException e) {
      return "";
    }
  }

  private void killWrapper(AttemptToken token) throws IOException {
    Trace trace = Trace.parse(trace(token));
    ProcessHandle wrapper = ProcessHandle.of(trace.pid()).orElseThrow();
    wrapper.destroyForcibly();
    Eventually.processEnds(trace.pid());
  }

  /** Runs the shell that a killed host may have been about to start, and returns its status. */
  private int wrapped(AttemptToken token, Work work) throws IOException {
    List<String> argv =
        Wrapper.find()
            .around(file(token), "beginning", ((Work.Command) work).argv(), System.getenv());
    return new ProcessBuilder(argv).start().onExit().join().exitValue();
  }

  /** Compares an end with what a host that lives says of the same command. */
  private void assertSameEnd(Observation end, String ending) throws IOException {
    Path other = Files.createDirectories(wd.resolve("living"));
    Files.createFile(other.resolve("gate"));
    Observation expected;
    try (LocalHost living = LocalHost.in(other).open()) {
      expected = living.run(shell(GATED, other.resolve("ledger"), other.resolve("gate"), ending));
    }
    assertThat(end.state()).isEqualTo(expected.state());
    assertThat(end.failure()).isEqualTo(expected.failure());
    String log =
        Files.readString(wd.resolve("logs").resolve(end.token() + ".log"), StandardCharsets.UTF_8);
    assertThat(log).isEqualTo(Files.readString(other.resolve("logs/task.log")));
  }
}
