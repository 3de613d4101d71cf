package io.github.batchrunner.local;

import static io.github.batchrunner.local.LocalHost.shell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.condition.OS.LINUX;

import io.github.batchrunner.spi.AttemptState;
import io.github.batchrunner.spi.AttemptToken;
import io.github.batchrunner.spi.CancelMode;
import io.github.batchrunner.spi.CloseMode;
import io.github.batchrunner.spi.FailureKind;
import io.github.batchrunner.spi.Handle;
import io.github.batchrunner.spi.Observation;
import io.github.batchrunner.spi.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.io.TempDir;

/** Processes end with their attempt, whatever they do about it. */
class ProcessTreeTest {

  /** A process in a session of its own whose parent has ended: {@code $1} gets its number. */
  private static final String DETACHED_CHILD =
      "setsid sh -c 'sleep 300 & echo $! > \"$1.part\"; mv \"$1.part\" \"$1\"' sh \"$1\" & wait; ";

  @TempDir private Path wd;

  @Test
  @EnabledOnOs(value = LINUX, disabledReason = "only /proc tells of detached processes")
  void cancellingEndsProcessesThatHaveDetachedThemselves() throws IOException {
    for (CancelMode mode : CancelMode.values()) {
      Path child = wd.resolve("child-" + mode);
      try (LocalHost host = LocalHost.in(wd).open()) {
        Handle handle =
            host.accept(host.submission(shell(DETACHED_CHILD + "sleep 300", child)).build());
        long pid = Eventually.pidIn(child);
        host.cancel(handle, mode);
        assertThat(host.awaitEnd(handle).state()).isEqualTo(AttemptState.CANCELLED);
        assertThat(Eventually.runs(pid)).isFalse();
      }
    }
  }

  @Test
  @EnabledOnOs(value = LINUX, disabledReason = "only /proc tells of detached processes")
  void theTimeoutEndsProcessesThatHaveDetachedThemselves() throws IOException {
    Path child = wd.resolve("child");
    try (LocalHost host = LocalHost.in(wd).open()) {
      Handle handle =
          host.accept(
              host.submission(shell(DETACHED_CHILD + "sleep 300", child))
                  .timeout(Duration.ofSeconds(3))
                  .build());
      long pid = Eventually.pidIn(child);
      LocalHost.failure(host.awaitEnd(handle), FailureKind.TIMEOUT);
      assertThat(Eventually.runs(pid)).isFalse();
    }
  }

  @Test
  @EnabledOnOs(value = LINUX, disabledReason = "only /proc tells of detached processes")
  void whatACommandLeavesBehindEndsSoonAfterIt() throws IOException {
    Path child = wd.resolve("child");
    try (LocalHost host = LocalHost.in(wd).open()) {
      host.runWell(shell("sleep 300 & echo $! > \"$1\"", child));
      Eventually.processEnds(Eventually.pidIn(child));
    }
  }

  @Test
  @EnabledOnOs(value = LINUX, disabledReason = "only /proc tells of detached processes")
  void closingEndsWhatCommandsHaveLeftBehind() throws IOException {
    for (CloseMode mode : CloseMode.values()) {
      Path child = wd.resolve("child-" + mode);
      LocalHost host = LocalHost.in(wd).open();
      host.runWell(shell(DETACHED_CHILD, child));
      long pid = Eventually.pidIn(child);
      host.executor().close(mode);
      assertThat(Eventually.runs(pid)).isFalse();
    }
  }

  @Test
  void aProgramMayEndByItselfWithinTheGracePeriod() {
    Path ready = wd.resolve("ready");
    Path saved = wd.resolve("saved");
    try (LocalHost host = LocalHost.in(wd).option("grace_period", "1m").open()) {
      Work work =
          shell(
              "trap 'echo x > \"$2\"; exit 0' TERM; echo x > \"$1\"; while :; do sleep 0.02; done",
              ready,
              saved);
      Handle handle = host.accept(host.submission(work).build());
      Eventually.exists(ready);
      host.cancel(handle, CancelMode.GRACEFUL);
      assertThat(host.awaitEnd(handle).state()).isEqualTo(AttemptState.CANCELLED);
      assertThat(saved).exists();
    }
  }

  @Test
  void childrenMayEndByThemselvesToo() {
    Path ready = wd.resolve("ready");
    Path saved = wd.resolve("saved");
    String child =
        "trap 'sleep 0.3; echo x > \"$2\"; exit 0' TERM; echo x > \"$1\"; while :; do sleep 0.02; done";
    try (LocalHost host = LocalHost.in(wd).option("grace_period", "1m").open()) {
      Work work = shell("sh -c \"$3\" sh \"$1\" \"$2\" & wait", ready, saved, child);
      Handle handle = host.accept(host.submission(work).build());
      Eventually.exists(ready);
      host.cancel(handle, CancelMode.GRACEFUL);
      assertThat(host.awaitEnd(handle).state()).isEqualTo(AttemptState.CANCELLED);
      assertThat(saved).exists();
    }
  }

  @Test
  void aProgramThatDoesNotListenIsForced() {
    Path ready = wd.resolve("ready");
    try (LocalHost host = LocalHost.in(wd).open()) {
      Work work = shell("trap '' TERM; echo x > \"$1\"; while :; do sleep 0.02; done", ready);
      Handle handle = host.accept(host.submission(work).build());
      Eventually.exists(ready);
      host.cancel(handle, CancelMode.GRACEFUL);
      assertThat(host.awaitEnd(handle).state()).isEqualTo(AttemptState.CANCELLED);
    }
  }

  @Test
  void gracefulCancellingCanBecomeForced() {
    Path ready = wd.resolve("ready");
    try (LocalHost host = LocalHost.in(wd).option("grace_period", "1h").open()) {
      Work work = shell("trap '' TERM; echo x > \"$1\"; while :; do sleep 0.02; done", ready);
      Handle handle = host.accept(host.submission(work).build());
      Eventually.exists(ready);
      host.cancel(handle, CancelMode.GRACEFUL);
      host.cancel(handle, CancelMode.FORCED);
      assertThat(host.awaitEnd(handle).state()).isEqualTo(AttemptState.CANCELLED);
    }
  }

  @Test
  @EnabledOnOs(value = LINUX, disabledReason = "only /proc tells whose processes there are")
  void reattachingEndsWhatAKilledHostHasLeft() throws IOException {
    AttemptToken token = new AttemptToken("left-by-a-killed-host");
    Process dead = new ProcessBuilder("true").start();
    dead.onExit().join();
    Process orphan = sleeperOf(token, dead.pid() + ".0.1");
    try (LocalHost host = LocalHost.in(wd).open()) {
      assertThat(host.reattach(token)).isEmpty();
      assertThat(Eventually.runs(orphan.pid())).isFalse();
    } finally {
      orphan.destroyForcibly();
    }
  }

  /** A killed host stays in the table of processes until its parent has asked how it ended. */
  @Test
  @EnabledOnOs(value = LINUX, disabledReason = "only /proc tells whose processes there are")
  void aHostThatIsListedAlthoughItHasEndedIsGone() throws IOException {
    AttemptToken token = new AttemptToken("left-by-a-host-nobody-has-asked-for");
    Path zombie = wd.resolve("zombie");
    // The child ends when its pipe is closed, which the shell does after it has become another
    // program, so that nobody asks for the child.
    String script =
        """
        mkfifo "$2"
        cat < "$2" &
        echo $! > "$1"
        exec 3> "$2"
        exec sh -c 'exec 3>&-; exec sleep 300'
        """;
    Process parent =
        new ProcessBuilder(
                "sh", "-c", script, "sh", zombie.toString(), wd.resolve("pipe").toString())
            .start();
    long pid = Eventually.pidIn(zombie);
    Eventually.processEnds(pid);
    long start =
        ProcessHandle.of(pid)
            .flatMap(process -> process.info().startInstant())
            .map(Instant::toEpochMilli)
            .orElseThrow();
    Process orphan = sleeperOf(token, pid + "." + start + ".1");
    try (LocalHost host = LocalHost.in(wd).open()) {
      assertThat(host.reattach(token)).isEmpty();
      assertThat(Eventually.runs(orphan.pid())).isFalse();
    } finally {
      orphan.destroyForcibly();
      parent.destroyForcibly();
    }
  }

  @Test
  @EnabledOnOs(value = LINUX, disabledReason = "only /proc tells whose processes there are")
  void reattachingLeavesTheProcessesOfAHostThatIsStillThere() throws IOException {
    AttemptToken token = new AttemptToken("of-a-living-host");
    Process other = new ProcessBuilder("sleep", "300").start();
    long start = other.info().startInstant().map(Instant::toEpochMilli).orElseThrow();
    Process sleeper = sleeperOf(token, other.pid() + "." + start + ".1");
    try (LocalHost host = LocalHost.in(wd).open()) {
      List<Observation> found = host.reattach(token);
      assertThat(found)
          .singleElement()
          .extracting(Observation::state)
          .isEqualTo(AttemptState.UNKNOWN);
      assertThat(sleeper.isAlive()).isTrue();
    } finally {
      sleeper.destroyForcibly();
      other.destroyForcibly();
    }
  }

  @Test
  void aCommandEndsWhileABackgroundChildHoldsItsOutputOpen() throws IOException {
    Path child = wd.resolve("child");
    try (LocalHost host = LocalHost.in(wd).open()) {
      host.runWell(shell("sleep 300 & echo $! > \"$1\"; echo done", child));
      assertThat(Files.readString(wd.resolve("logs/task.log"))).isEqualTo("done\n");
    }
  }

  private static Process sleeperOf(AttemptToken token, String owner) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("sleep", "300");
    builder.environment().put(ProcessTable.VARIABLE, token + "/" + owner);
    return builder.start();
  }
}
