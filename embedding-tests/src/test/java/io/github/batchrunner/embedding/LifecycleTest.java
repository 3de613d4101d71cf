package io.github.batchrunner.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.engine.OpenExecutor;
import io.github.batchrunner.core.execution.BatchExecution;
import io.github.batchrunner.core.execution.Ending;
import io.github.batchrunner.core.execution.Progress;
import io.github.batchrunner.core.plan.PlanOptions;
import io.github.batchrunner.core.plan.TaskSelection;
import io.github.batchrunner.core.status.BatchStatus;
import io.github.batchrunner.spi.CloseMode;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is opened and closed, by whom and when. */
@Timeout(120)
class LifecycleTest {

  @TempDir private Path root;

  private BatchRunner batch(int watersheds) throws Exception {
    return SmallBatches.create(root, "palouse", watersheds, SmallBatches.handled());
  }

  @Test
  @DisplayName("L1 a batch runner holds no file and no thread")
  void aBatchRunnerHoldsNoFileAndNoThread() throws Exception {
    Set<String> before = Held.threadNames();
    BatchRunner batch = batch(3);
    assertThat(batch.plan().toRun()).isEqualTo(3);
    assertThat(batch.status().state()).isEqualTo(BatchStatus.State.NEW);
    assertThat(batch.explain("w-1").runId()).isEqualTo("w-1");

    assertThat(Held.files(batch.directory())).isEmpty();
    assertThat(Held.threadNames()).isEqualTo(before);
  }

  @Test
  @DisplayName("L2 one batch runner serves many threads, and several may be open on one batch")
  void oneBatchRunnerServesManyThreads() throws Exception {
    BatchRunner batch = batch(20);
    BatchRunner another = BatchRunner.open(batch.directory());
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (OpenExecutor executor = SmallBatches.executor(2, context -> {});
        BatchExecution execution = batch.start(batch.plan(), executor)) {
      Callable<Long> asks =
          () ->
              batch.status().runs().total()
                  + another.status().runs().total()
                  + batch.plan().tasks();
      for (Future<Long> answer :
          threads.invokeAll(IntStream.range(0, 40).mapToObj(i -> asks).toList())) {
        assertThat(answer.get()).isEqualTo(60);
      }
      assertThat(execution.await().succeeded()).isTrue();
    } finally {
      threads.shutdown();
    }
    assertThat(another.status().state()).isEqualTo(BatchStatus.State.SUCCEEDED);
    another.select(TaskSelection.of(Map.of("work", false)));
    assertThat(batch.plan().toRun()).isZero();
    assertThat(batch.status().tasks().total()).isZero();
  }

  @Test
  @DisplayName("L3 an executor outlives executions, and serves one after another")
  void anExecutorOutlivesExecutions() throws Exception {
    BatchRunner batch = batch(2);
    try (OpenExecutor executor = SmallBatches.executor(2, context -> {})) {
      try (BatchExecution first = batch.start(batch.plan(), executor)) {
        assertThat(first.await().succeeded()).isTrue();
      }
      try (BatchExecution second =
          batch.start(batch.plan(PlanOptions.builder().forceAll().build()), executor)) {
        assertThat(second.await().succeeded()).isTrue();
      }
    }
  }

  @Test
  @DisplayName("L4 an executor that is closed first closes its executions, in the same mode")
  void anExecutorThatIsClosedFirstClosesItsExecutions() throws Exception {
    BatchRunner batch = batch(3);
    CountDownLatch began = new CountDownLatch(1);
    OpenExecutor executor =
        SmallBatches.executor(
            1,
            context -> {
              began.countDown();
              new CountDownLatch(1).await();
            });
    BatchExecution execution = batch.start(batch.plan(), executor);
    began.await();
    executor.close();
    assertThat(execution.await().ending()).isEqualTo(Ending.CANCELLED);
    assertThat(batch.owner()).isEmpty();
    execution.close();

    assertThatThrownBy(() -> batch.start(batch.plan(), executor))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("\"local\" has been closed");
    assertThat(batch.status().state()).isEqualTo(BatchStatus.State.CANCELLED);
  }

  @Test
  @DisplayName("L5 closing an execution cancels it unless it has ended; closing again does nothing")
  void closingAnExecutionCancelsItUnlessItHasEnded() throws Exception {
    BatchRunner batch = batch(3);
    CountDownLatch began = new CountDownLatch(1);
    try (OpenExecutor executor =
        SmallBatches.executor(
            1,
            context -> {
              began.countDown();
              new CountDownLatch(1).await();
            })) {
      BatchExecution execution = batch.start(batch.plan(), executor);
      began.await();
      execution.close();
      assertThat(execution.await().ending()).isEqualTo(Ending.CANCELLED);
      assertThat(batch.owner()).isEmpty();
      execution.close();
    }
    try (OpenExecutor executor = SmallBatches.executor(1, context -> {})) {
      BatchExecution execution = batch.start(batch.plan(), executor);
      assertThat(execution.await().ending()).isEqualTo(Ending.COMPLETED);
      execution.close();
      assertThat(execution.await().succeeded()).isTrue();
    }
  }

  @Test
  @DisplayName("L6 an execution that nobody closes goes on to its end and lets everything go")
  void anExecutionThatNobodyClosesLetsEverythingGo() throws Exception {
    BatchRunner batch = batch(3);
    Set<String> before = Held.threadNames();
    try (OpenExecutor executor = SmallBatches.executor(1, context -> {})) {
      Set<String> ofExecutor = Held.threadNames();
      Progress end = batch.start(batch.plan(), executor).await().progress();
      assertThat(end.tasks().succeeded()).isEqualTo(3);
      Eventually.holds("its threads have ended", () -> Held.threadNames().equals(ofExecutor));
      assertThat(batch.owner()).isEmpty();
      assertThat(Held.files(batch.directory())).isEmpty();
    }
    assertThat(Held.threadNames()).isEqualTo(before);
  }

  @Test
  @DisplayName("L7 what has succeeded is not done again, whichever object or executor goes on")
  void whatHasSucceededIsNotDoneAgain() throws Exception {
    BatchRunner batch = batch(3);
    Set<String> done = ConcurrentHashMap.newKeySet();
    CountDownLatch began = new CountDownLatch(2);
    try (OpenExecutor executor =
            SmallBatches.executor(
                1,
                context -> {
                  began.countDown();
                  if (done.isEmpty()) {
                    done.add(context.task().runId());
                  } else {
                    new CountDownLatch(1).await();
                  }
                });
        BatchExecution execution = batch.start(batch.plan(), executor)) {
      began.await();
      execution.close(CloseMode.CANCEL);
      assertThat(execution.await().progress().tasks().succeeded()).isEqualTo(1);
    }
    BatchRunner next = BatchRunner.open(batch.directory());
    assertThat(next.plan().toRun()).isEqualTo(2);
    try (OpenExecutor executor =
            SmallBatches.executor(
                2, context -> assertThat(done.add(context.task().runId())).isTrue());
        BatchExecution execution = next.start(next.plan(), executor)) {
      assertThat(execution.await().succeeded()).isTrue();
    }
    assertThat(done).hasSize(3);
    assertThat(batch.status().state()).isEqualTo(BatchStatus.State.SUCCEEDED);
  }

  /** Returns from its main method while a handler runs; argument: a batch. */
  static final class Forgetful {
    public static void main(String[] args) throws Exception {
      BatchRunner batch = BatchRunner.open(Path.of(args[0]));
      batch.usePipeline(SmallBatches.handled());
      CountDownLatch began = new CountDownLatch(1);
      OpenExecutor executor =
          SmallBatches.executor(
              1,
              context -> {
                began.countDown();
                new CountDownLatch(1).await();
              });
      BatchExecution execution = batch.start(batch.plan(), executor);
      began.await();
      System.out.println("runs " + execution.progress().tasks().running());
    }
  }

  @Test
  @DisplayName("L8 no thread keeps the process alive: a host whose main method returns ends")
  void noThreadKeepsTheProcessAlive() throws Exception {
    BatchRunner batch = batch(2);
    try (Child host = Child.of(Forgetful.class, batch.directory().toString())) {
      assertThat(host.endWell()).containsPattern("runs [12]$"); // the other one may be under way
    }
    assertThat(batch.owner()).isEmpty();
    assertThat(batch.status().state()).isEqualTo(BatchStatus.State.INTERRUPTED);
    try (OpenExecutor executor = SmallBatches.executor(2, context -> {});
        BatchExecution execution = batch.start(batch.plan(), executor)) {
      assertThat(execution.await().succeeded()).isTrue();
    }
  }
}
