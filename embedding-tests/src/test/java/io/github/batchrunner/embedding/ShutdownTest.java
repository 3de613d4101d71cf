package io.github.batchrunner.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.engine.OpenExecutor;
import io.github.batchrunner.core.execution.BatchExecution;
import io.github.batchrunner.core.execution.Ending;
import io.github.batchrunner.core.status.BatchStatus;
import io.github.batchrunner.embedding.hosts.PlainHost;
import io.github.batchrunner.embedding.hosts.SpringHost;
import io.github.batchrunner.spi.CloseMode;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a batch when its host ends. */
@Timeout(120)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "commands do not outlive their host there")
class ShutdownTest {

  @TempDir private Path root;

  /** Says how many shutdown hooks there are while a batch runs; argument: the batch. */
  static final class CountsHooks {
    public static void main(String[] args) throws Exception {
      int before = hooks();
      BatchRunner batch = BatchRunner.open(Path.of(args[0]));
      batch.usePipeline(SmallBatches.handled());
      AtomicInteger during = new AtomicInteger();
      try (OpenExecutor executor = SmallBatches.executor(1, context -> during.set(hooks()));
          BatchExecution execution = batch.start(batch.plan(), executor)) {
        execution.await();
      }
      System.out.println("hooks " + (during.get() - before) + " " + (hooks() - before));
    }

    private static int hooks() throws ReflectiveOperationException {
      Field hooks = Class.forName("java.lang.ApplicationShutdownHooks").getDeclaredField("hooks");
      hooks.setAccessible(true);
      return ((Map<?, ?>) hooks.get(null)).size();
    }
  }

  @Test
  @DisplayName("S1 the library installs no shutdown hook")
  void theLibraryInstallsNoShutdownHook() throws Exception {
    BatchRunner batch = SmallBatches.create(root, "palouse", 1, SmallBatches.handled());
    try (Child host =
        Child.java(
            List.of(
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                CountsHooks.class.getName()),
            List.of(batch.directory().toString()))) {
      assertThat(host.endWell()).endsWith("hooks 0 0");
    }
  }

  @Test
  @DisplayName(
      "S2 DETACH leaves a command that has begun to itself, and the next host takes it over")
  void detachLeavesCommandsToThemselves() throws Exception {
    Path gate = root.resolve("gate");
    BatchRunner batch = SmallBatches.create(root, "palouse", 1, SmallBatches.gated(gate));
    OpenExecutor executor = SmallBatches.executor(1);
    BatchExecution execution = batch.start(batch.plan(), executor);
    Eventually.hasLines(began(batch), 1);
    execution.close(CloseMode.DETACH);
    executor.close(CloseMode.DETACH);
    assertThat(execution.await().ending()).isEqualTo(Ending.DETACHED);
    assertThat(batch.status().state()).isEqualTo(BatchStatus.State.DETACHED);

    Files.createFile(gate);
    goesOnWell(batch);
  }

  /** The next host finishes what there is, and nothing has run twice. */
  private static void goesOnWell(BatchRunner batch) throws InterruptedException {
    try (OpenExecutor executor = SmallBatches.executor(1);
        BatchExecution execution = batch.start(batch.plan(), executor)) {
      assertThat(execution.await().succeeded()).isTrue();
    }
    assertThat(Eventually.lines(began(batch))).isEqualTo(1);
    assertThat(Eventually.lines(batch.runDirectory("w-0").resolve("ended.txt"))).isEqualTo(1);
  }

  private static Path began(BatchRunner batch) {
    return batch.runDirectory("w-0").resolve("began.txt");
  }

  @Test
  @DisplayName("S3 a handler ends with its executor, and is run again by the next")
  void aHandlerEndsWithItsExecutor() throws Exception {
    BatchRunner batch = SmallBatches.create(root, "palouse", 1, SmallBatches.handled());
    CountDownLatch began = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    OpenExecutor executor =
        SmallBatches.executor(
            1,
            context -> {
              began.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
              }
            });
    BatchExecution execution = batch.start(batch.plan(), executor);
    began.await();
    execution.close(CloseMode.DETACH);
    executor.close(CloseMode.DETACH);
    interrupted.await();

    AtomicInteger again = new AtomicInteger();
    try (OpenExecutor next = SmallBatches.executor(1, context -> again.incrementAndGet());
        BatchExecution second = batch.start(batch.plan(), next)) {
      assertThat(second.await().succeeded()).isTrue();
    }
    assertThat(again).hasValue(1);
  }

  @Test
  @DisplayName("S4 DRAIN lets end what runs and begins nothing new")
  void drainLetsEndWhatRuns() throws Exception {
    BatchRunner batch = SmallBatches.create(root, "palouse", 3, SmallBatches.handled());
    CountDownLatch began = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    try (OpenExecutor executor =
            SmallBatches.executor(
                1,
                context -> {
                  began.countDown();
                  goOn.await();
                });
        BatchExecution execution = batch.start(batch.plan(), executor)) {
      began.await();
      Eventually.holds("it is told to run", () -> execution.progress().tasks().running() > 0);
      execution.onEvent(event -> {});
      execution.drain();
      goOn.countDown();
      execution.close(CloseMode.DRAIN);
      assertThat(execution.await().ending()).isIn(Ending.STOPPED, Ending.COMPLETED);
      assertThat(execution.await().progress().tasks().failed()).isZero();
    }
    assertThat(batch.status().tasks().failed()).isZero();
  }

  @Test
  @DisplayName("S5 close() without a mode is CANCEL: commands end with their children")
  void closeWithoutAModeCancels() throws Exception {
    BatchRunner batch =
        SmallBatches.create(root, "palouse", 1, SmallBatches.gated(root.resolve("gate")));
    long pid;
    try (OpenExecutor executor = SmallBatches.executor(1)) {
      batch.start(batch.plan(), executor);
      Eventually.hasLines(began(batch), 1);
      pid = Long.parseLong(Files.readString(began(batch)).strip());
    }
    assertThat(ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)).isFalse();
    assertThat(batch.status().state()).isEqualTo(BatchStatus.State.CANCELLED);
  }

  @ParameterizedTest
  @ValueSource(classes = {PlainHost.class, SpringHost.class})
  @DisplayName("S6 at SIGTERM the hosts shown here detach, and the next one goes on")
  void atSigtermTheHostsDetach(Class<?> host) throws Exception {
    Path gate = root.resolve("gate");
    BatchRunner batch = SmallBatches.create(root, "palouse", 1, SmallBatches.gated(gate));
    ClassLoadersTest.runNothing(batch);
    try (Child first = Child.of(host, batch.directory().toString())) {
      Eventually.hasLines(began(batch), 1);
      assertThat(batch.owner().orElseThrow().pid()).isEqualTo(first.pid());
      first.terminate().end();
    }
    assertThat(batch.owner()).isEmpty();
    assertThat(batch.status().state()).isEqualTo(BatchStatus.State.DETACHED);
    Files.createFile(gate);
    goesOnWell(batch);
  }

  @Test
  @DisplayName("S7 after kill -9 commands go on, and the next host takes them over at once")
  void afterKillTheNextHostTakesOver() throws Exception {
    Path gate = root.resolve("gate");
    BatchRunner batch = SmallBatches.create(root, "palouse", 1, SmallBatches.gated(gate));
    ClassLoadersTest.runNothing(batch);
    try (Child first = Child.of(PlainHost.class, batch.directory().toString())) {
      Eventually.hasLines(began(batch), 1);
      first.kill();
    }
    assertThat(batch.owner()).isEmpty();
    assertThat(batch.status().state()).isEqualTo(BatchStatus.State.INTERRUPTED);
    Files.createFile(gate);
    goesOnWell(batch);
  }
}
