package io.github.batchrunner.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.core.dispatch.ScriptedExecutor.Course;
import io.github.batchrunner.core.execution.ExecutionEvent;
import io.github.batchrunner.core.execution.ExecutionOptions;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.pipeline.TaskDefinition;
import io.github.batchrunner.core.pipeline.WorkDefinition;
import io.github.batchrunner.spi.AttemptState;
import io.github.batchrunner.spi.CloseMode;
import io.github.batchrunner.spi.Handle;
import io.github.batchrunner.spi.Observation;
import io.github.batchrunner.spi.ReattachRequest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs in whose directories attempts of an earlier host are at work. */
@Timeout(60)
class TakenOverRunsTest {

  private static final Pipeline CHAIN =
      Pipeline.builder("chain")
          .task(TaskDefinition.builder("a", WorkDefinition.handler("a")))
          .task(TaskDefinition.builder("b", WorkDefinition.handler("b")).needs("a"))
          .build();

  private static final Pipeline ONE =
      Pipeline.builder("one")
          .task(TaskDefinition.builder("a", WorkDefinition.handler("a")))
          .build();

  @TempDir private Path directory;

  private final List<ExecutionEvent> events = Collections.synchronizedList(new ArrayList<>());

  @Test
  void aDirectoryIsNotPreparedWhileAnAttemptOfAnEarlierHostIsAtWorkInIt() throws Exception {
    ScriptedExecutor executor =
        new ScriptedExecutor(
            submission -> submission.task().taskId().equals("a") ? Course.RUNS : Course.SUCCEEDS);
    CountDownLatch runs = new CountDownLatch(1);
    Harness first = listening(CHAIN, event -> countDownIfStarted(event, runs));
    try (Dispatcher execution = first.start(executor)) {
      runs.await();
      execution.close(CloseMode.DETACH);
    }
    Harness second =
        listening(
            CHAIN,
            event -> {
              if (event instanceof ExecutionEvent.TaskStarted) {
                executor.release("run-0/a");
              }
            });
    List<Boolean> busy = Collections.synchronizedList(new ArrayList<>());
    second.beforePreparing = run -> busy.add(executor.isBusy());
    try (Dispatcher execution = second.start(executor)) {
      assertThat(execution.await().succeeded()).isTrue();
    }
    assertThat(busy).containsExactly(false);
    assertThat(executor.submitted()).containsExactly("run-0/a#1", "run-0/b#1");
  }

  @Test
  void theEndOfARunThatIsBeingPreparedIsToldAndNotedAfterwards() throws Exception {
    CountDownLatch taskEnded = new CountDownLatch(1);
    Harness harness =
        listening(
            ONE,
            event -> {
              events.add(event);
              if (event instanceof ExecutionEvent.TaskEnded) {
                taskEnded.countDown();
              }
            });
    harness.submittedBefore("run-0", "a");
    harness.beforePreparing = run -> await(taskEnded);
    List<String> notedUnprepared = Collections.synchronizedList(new ArrayList<>());
    harness.whenRunEnded =
        end -> {
          if (harness.prepared.isEmpty()) {
            notedUnprepared.add("run-0");
          }
        };
    AnswersAtOnce engine =
        new AnswersAtOnce(
            submission -> {
              throw new AssertionError("it is done");
            }) {
          @Override
          public List<Observation> reattach(ReattachRequest request) {
            return request.tokens().stream()
                .map(
                    token ->
                        Observation.of(
                            new Handle(token, token.value()),
                            AttemptState.SUCCEEDED,
                            Instant.EPOCH))
                .toList();
          }
        };
    try (Dispatcher execution = harness.start(engine, Harness.PUSHING, engine::deliverTo)) {
      assertThat(execution.await().succeeded()).isTrue();
    }
    assertThat(events)
        .extracting(event -> event.getClass().getSimpleName())
        .containsExactly(
            "ExecutionStarted", "TaskEnded", "RunStarted", "RunEnded", "ExecutionEnded");
    assertThat(harness.ended).hasSize(1);
    assertThat(notedUnprepared).isEmpty();
    assertThat(harness.forgotten).containsExactly("run-0");
  }

  private Harness listening(Pipeline pipeline, Consumer<ExecutionEvent> listener) {
    Harness harness = new Harness(directory, pipeline, Harness.runs(1));
    harness.options = ExecutionOptions.builder().listener(listener).build();
    return harness;
  }

  private static void countDownIfStarted(ExecutionEvent event, CountDownLatch latch) {
    if (event instanceof ExecutionEvent.TaskStarted) {
      latch.countDown();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
