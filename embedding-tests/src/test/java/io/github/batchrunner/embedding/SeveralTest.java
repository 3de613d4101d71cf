package io.github.batchrunner.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batchrunner.core.BatchBusyException;
import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.engine.OpenExecutor;
import io.github.batchrunner.core.execution.BatchExecution;
import io.github.batchrunner.core.execution.Ending;
import io.github.batchrunner.core.execution.ExecutionOptions;
import io.github.batchrunner.core.journal.JournalException;
import io.github.batchrunner.core.status.BatchStatus;
import io.github.batchrunner.embedding.hosts.PlainHost;
import io.github.batchrunner.spi.CloseMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Several batches in one host, and several hosts with one batch. */
@Timeout(120)
class SeveralTest {

  @TempDir private Path root;

  @Test
  @DisplayName("B1 several batches run at once on one executor, and share its threads")
  void severalBatchesShareOneExecutor() throws Exception {
    AtomicInteger atOnce = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    try (OpenExecutor executor =
        SmallBatches.executor(
            2,
            context -> {
              most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
              Files.createFile(context.wd().resolve("done.txt"));
              atOnce.decrementAndGet();
            })) {
      List<BatchExecution> executions = new ArrayList<>();
      for (String name : List.of("north", "south", "west")) {
        BatchRunner batch = SmallBatches.create(root, name, 20, SmallBatches.handled());
        executions.add(batch.start(batch.plan(), executor));
      }
      for (BatchExecution execution : executions) {
        assertThat(execution.await().succeeded()).isTrue();
      }
    }
    assertThat(most.get()).isBetween(1, 2);
  }

  @Test
  @DisplayName("B2 a batch that is being run is refused, with who runs it")
  void aBatchThatIsBeingRunIsRefused() throws Exception {
    BatchRunner batch = SmallBatches.create(root, "palouse", 1, SmallBatches.handled());
    CountDownLatch goOn = new CountDownLatch(1);
    try (OpenExecutor executor = SmallBatches.executor(1, context -> goOn.await());
        BatchExecution execution = batch.start(batch.plan(), executor)) {
      BatchRunner another = BatchRunner.open(batch.directory());
      assertThatThrownBy(() -> another.start(another.plan(), executor))
          .isInstanceOf(BatchBusyException.class)
          .hasMessageContaining("\"palouse\" is being run by process")
          .hasMessageContaining(String.valueOf(ProcessHandle.current().pid()));
      goOn.countDown();
      assertThat(execution.await().succeeded()).isTrue();
    }
  }

  @Test
  @DisplayName("B3 limits of an execution hold for it alone, and cancelling one leaves the others")
  void limitsHoldForOneExecution() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    CountDownLatch began = new CountDownLatch(4);
    BatchRunner north = SmallBatches.create(root, "north", 4, SmallBatches.handled());
    BatchRunner south = SmallBatches.create(root, "south", 3, SmallBatches.handled());
    try (OpenExecutor executor =
            SmallBatches.executor(
                8,
                context -> {
                  began.countDown();
                  goOn.await();
                });
        BatchExecution one =
            north.start(north.plan(), executor, ExecutionOptions.builder().maxInFlight(1).build());
        BatchExecution all = south.start(south.plan(), executor)) {
      began.await(); // one of the north, three of the south
      assertThat(one.progress().tasks().running()).isEqualTo(1);
      one.close(CloseMode.CANCEL);
      assertThat(one.await().ending()).isEqualTo(Ending.CANCELLED);
      goOn.countDown();
      assertThat(all.await().succeeded()).isTrue();
    }
  }

  @Test
  @DisplayName(
      "H1 of several hosts one runs a batch; the others are told which, and may read everything")
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the command is one of POSIX")
  void oneOfSeveralHostsRunsABatch() throws Exception {
    Path gate = root.resolve("gate");
    BatchRunner batch = SmallBatches.create(root, "palouse", 1, SmallBatches.gated(gate));
    ClassLoadersTest.runNothing(batch);
    try (Child host = Child.of(PlainHost.class, batch.directory().toString())) {
      Eventually.hasLines(batch.runDirectory("w-0").resolve("began.txt"), 1);
      assertThat(batch.status().state()).isEqualTo(BatchStatus.State.RUNNING);
      assertThat(batch.owner().orElseThrow().pid()).isEqualTo(host.pid());
      assertThat(batch.explain("w-0").runId()).isEqualTo("w-0");
      try (OpenExecutor executor = SmallBatches.executor(1)) {
        assertThatThrownBy(() -> batch.start(batch.plan(), executor))
            .isInstanceOf(BatchBusyException.class)
            .hasMessageContaining("process " + host.pid() + " on ");
      }
      try (Child third = Child.of(PlainHost.class, batch.directory().toString())) {
        assertThat(third.end()).contains("is being run by process " + host.pid());
        assertThat(third.exitValue()).isEqualTo(1);
      }
      Files.createFile(gate);
      assertThat(host.endWell()).contains("COMPLETED");
    }
  }

  @Test
  @DisplayName("H2 any host may ask the one that runs a batch to cancel it")
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the command is one of POSIX")
  void anyHostMayAskForTheEnd() throws Exception {
    BatchRunner batch =
        SmallBatches.create(root, "palouse", 1, SmallBatches.gated(root.resolve("gate")));
    ClassLoadersTest.runNothing(batch);
    try (Child host = Child.of(PlainHost.class, batch.directory().toString())) {
      Eventually.hasLines(batch.runDirectory("w-0").resolve("began.txt"), 1);
      assertThat(batch.requestCancel().orElseThrow().pid()).isEqualTo(host.pid());
      assertThat(host.endWell()).contains("CANCELLED");
    }
    assertThat(batch.status().state()).isEqualTo(BatchStatus.State.CANCELLED);
  }

  @Test
  @DisplayName("H8 a journal that somebody has edited is refused, with the place")
  void aJournalThatSomebodyHasEditedIsRefused() throws Exception {
    BatchRunner batch = SmallBatches.create(root, "palouse", 3, SmallBatches.handled());
    try (OpenExecutor executor = SmallBatches.executor(1, context -> {});
        BatchExecution execution = batch.start(batch.plan(), executor)) {
      execution.await();
    }
    Path journal = batch.directory().resolve(".batchrunner/journal.jsonl");
    String text = Files.readString(journal, StandardCharsets.UTF_8);
    Files.writeString(journal, text.replaceFirst("\"w-0\"", "\"w-9\""));
    assertThatThrownBy(batch::status)
        .isInstanceOf(JournalException.class)
        .hasMessageContaining(journal.toString());
  }
}
