package io.github.batchrunner.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batchrunner.core.BatchRunnerException;
import io.github.batchrunner.core.dispatch.ScriptedExecutor.Course;
import io.github.batchrunner.core.execution.Ending;
import io.github.batchrunner.core.execution.ExecutionEvent;
import io.github.batchrunner.core.execution.ExecutionOptions;
import io.github.batchrunner.core.execution.TaskStatus;
import io.github.batchrunner.core.journal.BatchState;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.pipeline.TaskDefinition;
import io.github.batchrunner.core.pipeline.WorkDefinition;
import io.github.batchrunner.spi.CloseMode;
import io.github.batchrunner.spi.Observation;
import io.github.batchrunner.spi.ObserveRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The last steps of an execution, in whatever way it ends. */
@Timeout(60)
class EndOfExecutionTest {

  private static final Pipeline ONE =
      Pipeline.builder("one")
          .task(TaskDefinition.builder("a", WorkDefinition.handler("a")))
          .build();

  @TempDir private Path directory;

  private final List<ExecutionEvent> events = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger released = new AtomicInteger();

  private Harness harness() {
    Harness harness = new Harness(directory, ONE, Harness.runs(2));
    harness.options = ExecutionOptions.builder().listener(events::add).build();
    harness.whenEnded = released::incrementAndGet;
    return harness;
  }

  private List<String> kinds() {
    return events.stream().map(event -> event.getClass().getSimpleName()).toList();
  }

  @Test
  void anErrorWhileTheBaseIsLookedAtIsToldAndTheBatchIsReleased() throws Exception {
    Harness harness = harness();
    harness.sharing =
        () -> {
          throw new NoClassDefFoundError("no way to look");
        };
    try (Dispatcher execution = harness.start(new ScriptedExecutor(any -> Course.SUCCEEDS))) {
      assertThatThrownBy(execution::await)
          .isInstanceOf(BatchRunnerException.class)
          .hasMessageContaining("no way to look");
    }
    assertThat(released).hasValue(1);
    assertThat(kinds()).startsWith("ExecutionStarted").endsWith("ExecutionEnded");
    assertThat(((ExecutionEvent.ExecutionEnded) events.get(events.size() - 1)).broken())
        .isPresent();
    BatchState state = harness.journal().state();
    assertThat(state.task("a").status(state.runNumber("run-1"))).isEqualTo(TaskStatus.SUCCEEDED);
  }

  @Test
  void anErrorWhileTheBatchIsReleasedIsTold() throws Exception {
    Harness harness = harness();
    harness.whenEnded =
        () -> {
          throw new NoClassDefFoundError("no way to release it");
        };
    try (Dispatcher execution = harness.start(new ScriptedExecutor(any -> Course.SUCCEEDS))) {
      assertThatThrownBy(execution::await).hasMessageContaining("no way to release it");
    }
    assertThat(kinds()).endsWith("ExecutionEnded");
  }

  @Test
  void cancellingWhatIsDoneChangesNothing() throws Exception {
    Harness harness = harness();
    AtomicReference<Dispatcher> running = new AtomicReference<>();
    CountDownLatch started = new CountDownLatch(1);
    AtomicInteger left = new AtomicInteger(2);
    harness.whenRunEnded =
        end -> {
          await(started);
          if (left.decrementAndGet() == 0) {
            running.get().cancel(); // all tasks have ended, though not the execution
          }
        };
    harness.options = ExecutionOptions.builder().cloneThreads(1).build();
    try (Dispatcher execution = harness.start(new ScriptedExecutor(any -> Course.SUCCEEDS))) {
      running.set(execution);
      started.countDown();
      assertThat(execution.await().ending()).isEqualTo(Ending.COMPLETED);
    }
  }

  @Test
  void anEngineThatAnswersAgainWhileTheExecutionStopsIsSaidToDoSo() throws Exception {
    Harness harness = harness();
    CountDownLatch away = new CountDownLatch(1);
    AtomicInteger looksWhileStopping = new AtomicInteger(-1);
    CountDownLatch back = new CountDownLatch(1);
    harness.options =
        ExecutionOptions.builder()
            .listener(
                event -> {
                  events.add(event);
                  if (event instanceof ExecutionEvent.EngineUnavailable) {
                    away.countDown();
                  } else if (event instanceof ExecutionEvent.EngineAvailable) {
                    back.countDown();
                  }
                })
            .build();
    ScriptedExecutor engine =
        new ScriptedExecutor(any -> Course.RUNS) {
          @Override
          public List<Observation> observe(ObserveRequest request) {
            // The first may have begun before the execution was stopping.
            if (looksWhileStopping.get() < 0 || looksWhileStopping.incrementAndGet() < 3) {
              throw new IllegalStateException("the engine is away");
            }
            return super.observe(request);
          }
        };
    try (Dispatcher execution = harness.start(engine, Harness.POLLED, engine::deliverTo)) {
      away.await();
      execution.drain();
      looksWhileStopping.set(0);
      back.await();
      engine.release("run-0/a");
      engine.release("run-1/a");
      execution.await();
    }
  }

  @Test
  void aListenerMayDetachAndCloseAsOftenAsItLikes() throws Exception {
    Harness harness = harness();
    AtomicReference<Dispatcher> running = new AtomicReference<>();
    CountDownLatch started = new CountDownLatch(1);
    harness.options =
        ExecutionOptions.builder()
            .listener(
                event -> {
                  events.add(event);
                  await(started);
                  if (event instanceof ExecutionEvent.TaskStarted
                      || event instanceof ExecutionEvent.ExecutionEnded) {
                    running.get().close(CloseMode.DETACH);
                    running.get().close(CloseMode.DETACH);
                    running.get().close(CloseMode.CANCEL);
                    throw new NoClassDefFoundError("and it throws");
                  }
                })
            .build();
    ScriptedExecutor engine = new ScriptedExecutor(any -> Course.RUNS);
    try (Dispatcher execution = harness.start(engine)) {
      running.set(execution);
      started.countDown();
      assertThat(execution.await().ending()).isEqualTo(Ending.DETACHED);
    }
    assertThat(engine.isBusy()).isTrue();
    assertThat(released).hasValue(1);
    assertThat(kinds()).startsWith("ExecutionStarted").endsWith("ExecutionEnded");
    assertThat(
            harness
                .journal()
                .state()
                .latestExecution()
                .orElseThrow()
                .finish()
                .orElseThrow()
                .ending())
        .isEqualTo(Ending.DETACHED);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
