package io.github.batchrunner.rq.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.core.BatchName;
import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.engine.Executors;
import io.github.batchrunner.core.engine.OpenExecutor;
import io.github.batchrunner.core.execution.BatchExecution;
import io.github.batchrunner.core.execution.ExecutionEvent;
import io.github.batchrunner.core.execution.ExecutionOptions;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.pipeline.Pipelines;
import io.github.batchrunner.core.pipeline.RetryPolicy;
import io.github.batchrunner.core.pipeline.TaskDefinition;
import io.github.batchrunner.core.pipeline.WorkDefinition;
import io.github.batchrunner.core.project.BaseConfig;
import io.github.batchrunner.core.status.BatchStatus;
import io.github.batchrunner.rq.testing.Await;
import io.github.batchrunner.rq.testing.RedisFixture;
import io.github.batchrunner.spi.CloseMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A batch of 25 small watersheds, each with the seven tasks of {@link Pipelines#wepp} as calls, and
 * its execution on executor "rq".
 *
 * <p>A gate lets the first tasks through and then holds, so that faults come in the middle.
 */
final class FaultyBatch implements AutoCloseable {

  static final String QUEUE = "batch";
  static final String FUNCTION = "batchtasks.step";
  static final int RUNS = 25;
  static final int TASKS = RUNS * Pipelines.wepp().size();

  /** Less than all, so that submissions go on for most of the batch. */
  private static final int IN_FLIGHT = 100;

  private static final int FREE_SUBMISSIONS = 70;

  /** About thirty tasks. */
  private static final int FREE_BYTES = 1_500;

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final BatchRunner batch;
  private final Path gate;
  private final Ran ran;
  private final HeldSubmissions submissions;
  private final OpenExecutor executor;
  private final BatchExecution execution;
  private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
  private final Set<String> seenRunning = ConcurrentHashMap.newKeySet();

  private FaultyBatch(
      BatchRunner batch, HeldSubmissions submissions, OpenExecutor executor, Path gate) {
    this.batch = batch;
    this.submissions = submissions;
    this.executor = executor;
    this.gate = gate;
    this.ran = new Ran(record(batch.directory()));
    this.execution =
        batch.start(
            batch.plan(),
            executor,
            ExecutionOptions.builder()
                .maxInFlight(IN_FLIGHT)
                .engineRetry(Duration.ofMillis(50))
                .listener(
                    event -> {
                      if (event instanceof ExecutionEvent.EngineUnavailable unavailable) {
                        complaints.add(unavailable.reason());
                      } else if (event instanceof ExecutionEvent.TaskStarted started) {
                        seenRunning.add(started.runId() + " " + started.taskId());
                      }
                    })
                .build());
  }

  /** Makes the batch in a directory, with the gate closed, and starts it. */
  static FaultyBatch start(Path root, URI redis, String... options) {
    create(root);
    closeGate(root);
    return run(root, new HeldSubmissions(FREE_SUBMISSIONS), redis, options);
  }

  /** Continues the batch in a directory, and holds nothing. */
  static FaultyBatch resume(Path root, URI redis, String... options) {
    HeldSubmissions submissions = new HeldSubmissions(0);
    submissions.release();
    return run(root, submissions, redis, options);
  }

  private static FaultyBatch run(
      Path root, HeldSubmissions submissions, URI redis, String... options) {
    BatchRunner batch = BatchRunner.open(root.resolve("demo"));
    batch.usePipeline(pipeline(root));
    return new FaultyBatch(batch, submissions, open(submissions, redis, options), gate(root));
  }

  private static OpenExecutor open(HeldSubmissions provider, URI redis, String... options) {
    Executors.Builder builder =
        Executors.builder("rq")
            .provider(provider)
            .option("redis", redis.toString())
            .option("queue", QUEUE)
            .option("poll_interval", "50ms");
    for (int i = 0; i < options.length; i += 2) {
      builder.option(options[i], options[i + 1]);
    }
    return builder.open();
  }

  static void create(Path root) {
    BatchRunner batch =
        BatchRunner.create(root, BatchName.of("demo"), BaseConfig.named("disturbed9002_wbt"));
    batch.attachWatersheds(watersheds(root));
    assertThat(batch.useRunIdTemplate("{properties['Name']}").isValid()).isTrue();
  }

  static Path record(Path batch) {
    return batch.resolve("logs").resolve("ran.txt");
  }

  private static Path gate(Path root) {
    return root.resolve("closed");
  }

  private static void closeGate(Path root) {
    try {
      Files.createFile(gate(root));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the ids of the tasks that a task needs. */
  static List<String> needs(String task) {
    return Pipelines.wepp().tasks().stream()
        .filter(definition -> definition.id().equals(task))
        .flatMap(definition -> definition.needs().stream())
        .toList();
  }

  private static Pipeline pipeline(Path root) {
    WorkDefinition step =
        WorkDefinition.call(
            FUNCTION,
            record(root.resolve("demo")).toString(),
            gate(root).toString(),
            FREE_BYTES,
            "{run_id}",
            "{task}",
            "{attempt}");
    Pipeline.Builder pipeline = Pipeline.builder("faults");
    for (TaskDefinition task : Pipelines.wepp().tasks()) {
      pipeline.task(
          TaskDefinition.builder(task.id(), step)
              .needs(task.needs().toArray(String[]::new))
              .retry(RetryPolicy.builder().maxAttempts(3).delay(Duration.ofMillis(50)).build()));
    }
    return pipeline.build();
  }

  private static Path watersheds(Path root) {
    List<String> features = new ArrayList<>();
    for (int i = 0; i < RUNS; i++) {
      double west = -120 + i * 0.2;
      double east = west + 0.1;
      features.add(
          """
          {"type": "Feature", "properties": {"Name": "r%02d"}, "geometry": {"type": "Polygon",
            "coordinates": [[[%s, 45], [%s, 45], [%s, 45.1], [%s, 45.1], [%s, 45]]]}}
          """
              .formatted(i, west, east, east, west, west));
    }
    try {
      return Files.writeString(
          root.resolve("watersheds.geojson"),
          "{\"type\": \"FeatureCollection\", \"features\": [" + String.join(",", features) + "]}");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Ran ran() {
    return ran;
  }

  /**
   * Waits until so many attempts wait at the gate, in the middle of the batch, and the host has
   * seen that they run and has more to submit.
   */
  void awaitGate(int waiting) {
    Await.until(
        "jobs are at the gate and submissions wait",
        () ->
            ran.running() == waiting
                && ran.isAtLeast(FREE_BYTES)
                && submissions.isHolding()
                && seenRunning.containsAll(ran.open()));
    assertThat(ran.ended()).isBetween(10L, (long) TASKS / 2);
  }

  /** Lets the host submit what it was about to. */
  void releaseSubmissions() {
    submissions.release();
  }

  void openGate() {
    try {
      Files.deleteIfExists(gate);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until it says why it waits; case does not matter. */
  void awaitComplaint(String reason) {
    Await.until(
        "it says \"" + reason + "\", not " + execution.progress(),
        () -> execution.progress().note().toLowerCase(java.util.Locale.ROOT).contains(reason));
    Await.until("listeners were told", () -> !complaints.isEmpty());
  }

  /** Waits until it does not complain any more. */
  void awaitContent() {
    Await.until(
        "it complains no more: " + execution.progress(),
        () -> execution.progress().note().isEmpty());
  }

  /** Waits for the end; all tasks have succeeded, and nothing of it is left to do in Redis. */
  void awaitSuccess(RedisFixture redis) throws InterruptedException {
    assertThat(execution.await(PATIENCE))
        .as(
            "over: %s, complained: %s; in Redis: %s",
            execution.progress(), complaints, leftIn(redis))
        .isPresent();
    BatchStatus status = batch.status();
    assertThat(status.state()).as("%s", status.failures()).isEqualTo(BatchStatus.State.SUCCEEDED);
    assertThat(status.tasks().succeeded()).isEqualTo(TASKS);
    Await.until(
        "nothing is left in Redis",
        Duration.ofSeconds(10),
        () -> leftIn(redis).values().stream().allMatch(count -> count == 0));
  }

  private static Map<String, Long> leftIn(RedisFixture redis) {
    return Map.of(
        "queued", redis.number("LLEN", "rq:queue:" + QUEUE),
        "taken", redis.number("LLEN", "rq:queue:" + QUEUE + ":intermediate"),
        "deferred", redis.number("ZCARD", "rq:deferred:" + QUEUE),
        "started", started(redis),
        "scheduled", redis.number("ZCARD", "rq:scheduled:" + QUEUE));
  }

  /** RQ 2.0 to 2.10 leave entries of jobs that have ended in the registry of started ones. */
  private static long started(RedisFixture redis) {
    return redis.texts("ZRANGE", "rq:wip:" + QUEUE, 0, -1).stream()
        .map(member -> "rq:job:" + member.split(":", 2)[0])
        .filter(key -> "started".equals(redis.text("HGET", key, "status")))
        .count();
  }

  @Override
  public void close() {
    openGate();
    releaseSubmissions();
    execution.cancel();
    execution.cancel();
    execution.close();
    executor.close(CloseMode.DETACH);
  }
}
