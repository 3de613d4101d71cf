package io.github.batchrunner.rq.weppcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.batchrunner.core.BatchLayout;
import io.github.batchrunner.core.BatchName;
import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.engine.Executors;
import io.github.batchrunner.core.engine.OpenExecutor;
import io.github.batchrunner.core.execution.BatchExecution;
import io.github.batchrunner.core.execution.BatchResult;
import io.github.batchrunner.core.execution.ExecutionOptions;
import io.github.batchrunner.core.pipeline.Pipelines;
import io.github.batchrunner.core.pipeline.TaskDefinition;
import io.github.batchrunner.core.plan.BatchPlan;
import io.github.batchrunner.core.plan.TaskSelection;
import io.github.batchrunner.core.project.BaseConfig;
import io.github.batchrunner.core.project.BaseProjectCreator;
import io.github.batchrunner.core.project.ExistingProject;
import io.github.batchrunner.core.project.NewProject;
import io.github.batchrunner.core.status.StatusReader;
import io.github.batchrunner.core.status.TaskOutcome;
import io.github.batchrunner.rq.JobStatus;
import io.github.batchrunner.rq.RqConfig;
import io.github.batchrunner.rq.internal.redis.Redis;
import io.github.batchrunner.rq.internal.redis.RedisConnections;
import io.github.batchrunner.rq.testing.Await;
import io.github.batchrunner.rq.testing.PythonProcess;
import io.github.batchrunner.rq.testing.PythonRq;
import io.github.batchrunner.rq.testing.RedisExtension;
import io.github.batchrunner.rq.testing.RedisFixture;
import io.github.batchrunner.rq.testing.RespClient;
import io.github.batchrunner.rq.testing.SharedData;
import io.github.batchrunner.spi.CloseMode;
import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The whole way of a batch: made by the core, run by executor "rq" on real Python workers, which
 * serve stand-ins for WEPPcloud's functions that check what they are given; RQ, locks and caches
 * are in the databases that WEPPcloud has them in.
 */
@ExtendWith(RedisExtension.class)
class WeppcloudSystemTest {

  private static final String ALL = "io.github.batchrunner.rq.testing.PythonRq#all";
  private static final int RQ_DATABASE = 9;
  private static final int CACHE_DATABASE = 13;

  /** The largest first. */
  private static final List<String> RUNS = List.of("OR,WA-101", "OR-20", "or-9");

  private static final List<String> STEPS =
      Pipelines.weppcloud().tasks().stream().map(TaskDefinition::id).toList();

  /**
   * Prints each job below the parent with its depth, its place and its status, as job_info does.
   */
  private static final String WALK =
      """
      connection = redis.Redis(port=int(sys.argv[1]), db=9)
      def walk(id, depth=0):
          job = Job.fetch(id, connection=connection)
          print('%d|%s|%s|%s' % (depth, job.meta['runid'], job.description, status(id)))
          children = []
          for key, child in job.get_meta().items():
              if key.startswith('jobs:'):
                  order, what = key.split(':', 1)[1].split(',', 1)
                  children.append((int(order), child))
          for order, child in sorted(children, key=lambda pair: pair[0]):
              walk(child, depth + 1)
      walk(connection.get('rq:batch:receipt:demo').decode())
      """;

  /** Changes directives as WEPPcloud's page does. */
  private static final String DIRECT =
      """
      import json
      path, changes = sys.argv[1], json.loads(sys.argv[2])
      with open(path) as file:
          text = json.load(file)
      text['py/state']['_run_directives'].update(changes)
      with open(path, 'w') as file:
          json.dump(text, file)
      """;

  private final RedisFixture redis;
  @TempDir private Path temp;
  private Path root;
  private RespClient cache;

  WeppcloudSystemTest(RedisFixture redis) {
    this.redis = redis;
  }

  @BeforeEach
  void open() throws IOException {
    root = Files.createDirectories(temp.toRealPath().resolve("batch"));
    redis.command("SET", "test:wepppy:root", root.toString());
    cache = redis.client(CACHE_DATABASE);
  }

  @AfterEach
  void close() {
    cache.close();
  }

  private BatchRunner batch(BaseProjectCreator base) throws IOException {
    BatchRunner batch =
        BatchRunner.builder()
            .layout(BatchLayout.RUNS)
            .baseProject(base)
            .create(root, BatchName.of("demo"), BaseConfig.named("disturbed9002_wbt"));
    batch.attachWatersheds(watersheds());
    assertThat(batch.useRunIdTemplate("{properties['Name']}").isValid()).isTrue();
    batch.usePipeline(Pipelines.weppcloud());
    return batch;
  }

  private Path watersheds() throws IOException {
    List<String> features = new ArrayList<>();
    for (int i = 0; i < RUNS.size(); i++) {
      double size = 0.3 - 0.1 * i;
      features.add(
          """
          {"type": "Feature", "properties": {"Name": "%s"}, "geometry": {"type": "Polygon",
            "coordinates": [[[-120, 45], [%s, 45], [%s, 45.1], [-120, 45.1], [-120, 45]]]}}"""
              .formatted(RUNS.get(i), -120 + size, -120 + size));
    }
    return Files.writeString(
        temp.resolve("watersheds.geojson"),
        "{\"type\": \"FeatureCollection\", \"features\": [" + String.join(",\n", features) + "]}");
  }

  private OpenExecutor executor(String... more) {
    Map<String, String> options = new HashMap<>();
    options.put("redis", redis.uri(RQ_DATABASE).toString());
    options.put("nodb", "true");
    options.put("status_messages", "true");
    options.put("poll_interval", "20ms");
    for (int i = 0; i < more.length; i += 2) {
      options.put(more[i], more[i + 1]);
    }
    return Executors.open("rq", options);
  }

  private PythonProcess worker(PythonRq python) {
    return python.worker(redis, "batch").database(RQ_DATABASE).start();
  }

  private static BatchResult run(BatchRunner batch, OpenExecutor executor)
      throws InterruptedException {
    BatchResult result;
    try (BatchExecution execution =
        batch.start(batch.plan(), executor, ExecutionOptions.defaults())) {
      result = execution.await();
    }
    executor.close(CloseMode.DRAIN);
    return result;
  }

  private List<String> ran(String run) {
    return redis.texts("LRANGE", "test:wepppy:ran", 0, -1).stream()
        .filter(line -> line.startsWith(run + " "))
        .map(line -> line.substring(run.length() + 1))
        .toList();
  }

  private static TaskOutcome outcome(BatchRunner batch, String run, String task) {
    StatusReader reader = batch.statusReader();
    return reader.outcomes(number(reader, run))[STEPS.indexOf(task)];
  }

  private static Failure failure(BatchRunner batch, String run, String task) {
    StatusReader reader = batch.statusReader();
    return reader.failure(number(reader, run), STEPS.indexOf(task)).orElseThrow();
  }

  private static int number(StatusReader reader, String run) {
    return IntStream.range(0, reader.runs().size())
        .filter(index -> reader.runs().id(index).equals(run))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void weppcloudsStepsRunInOrderOnItsWorkers(PythonRq python) throws Exception {
    runsWell(python, new NewProject(), "evidence", "redisprep");
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void weppcloudsStepsRunInOrderWhenRqItselfOrdersThem(PythonRq python) throws Exception {
    runsWell(python, new NewProject());
  }

  @Test
  void aRealProjectOfOldNoDbFilesIsCloned() throws Exception {
    Path project = Files.createDirectories(temp.resolve("project"));
    for (String file : List.of("ron", "climate", "wepp")) {
      Files.copy(
          SharedData.file("nodb/Test_Watershed_15." + file + ".nodb"),
          project.resolve(file + ".nodb"));
    }
    Files.copy(SharedData.file("nodb/ventilated-gag.omni.nodb"), project.resolve("omni.nodb"));
    runsWell(PythonRq.v1(), ExistingProject.in(project), "evidence", "redisprep");
  }

  @Test
  void whatAnEarlierBatchLeftBehindIsInTheWayUnlessItIsCleared() throws Exception {
    BatchRunner batch = batch(new NewProject());
    leaveBehind(batch);
    try (PythonProcess worker = worker(PythonRq.v1())) {
      assertThat(run(batch, executor("nodb", "false")).succeeded()).isFalse();
      assertThat(worker.isRunning()).isTrue();
    }
    assertThat(redis.texts("LRANGE", "test:wepppy:ran", 0, -1)).isEmpty();
  }

  /** As an earlier batch of the same name may do. */
  private void leaveBehind(BatchRunner batch) {
    for (String run : RUNS) {
      String id = "batch;;demo;;" + run;
      redis.command("SET", "nodb-lock:" + id + ":ron.nodb", "{\"owner\": \"gone:1\"}");
      redis.command("HSET", id, "locked:ron.nodb", "true");
      redis.command("HSET", run, "timestamps:build_soils", 1, "timestamps:of_old", 1);
      cache.command("SET", batch.runDirectory(run) + "/ron.nodb", "{\"py/object\": \"x\"}");
    }
  }

  private void runsWell(PythonRq python, BaseProjectCreator base, String... options)
      throws Exception {
    BatchRunner batch = batch(base);
    leaveBehind(batch);
    redis.command("SET", "nodb-lock:batch;;other;;OR-20:ron.nodb", "{}");
    List<String> heard = new CopyOnWriteArrayList<>();
    BatchResult result;
    try (Redis listening = RedisConnections.open(RqConfig.of(redis.uri(2)));
        PythonProcess one = worker(python);
        PythonProcess other = worker(python)) {
      listening.subscribe(
          Set.of("demo:batch"),
          (channel, message) -> heard.add(new String(message, StandardCharsets.UTF_8)));
      Await.until("a page listens", () -> redis.texts("PUBSUB", "CHANNELS").contains("demo:batch"));
      result = run(batch, executor(options));
      Await.until("the end is heard", () -> heard.stream().anyMatch(m -> m.contains("END_")));
      assertThat(List.of(one, other)).allMatch(PythonProcess::isRunning);
    }
    assertThat(result.succeeded()).as("%s", batch.status()).isTrue();

    for (String run : RUNS) {
      assertThat(ran(run)).isEqualTo(STEPS);
      for (String step : STEPS) {
        assertThat(outcome(batch, run, step)).isEqualTo(TaskOutcome.SUCCEEDED);
        assertThat(redis.number("HEXISTS", run, "timestamps:" + step)).isEqualTo(1);
      }
      assertThat(batch.runDirectory(run).resolve("run_metadata.json"))
          .content()
          .contains("\"runid\": \"batch;;demo;;" + run + "\"")
          .contains("\"status\": \"success\"");
      assertThat(batch.runDirectory(run)).isEqualTo(root.resolve("demo/runs").resolve(run));
      assertThat(redis.number("HEXISTS", run, "timestamps:of_old")).isZero();
      assertThat(redis.text("HGET", "batch;;demo;;" + run, "locked:ron.nodb")).isEqualTo("false");
    }
    assertThat(redis.texts("KEYS", "nodb-lock:*"))
        .containsExactly("nodb-lock:batch;;other;;OR-20:ron.nodb");
    assertThat(cache.texts("KEYS", "*")).isEmpty();

    assertTreeIsWhole(python);
    assertThat(heard.stream().map(message -> message.replaceAll("^rq:\\S+ ", "")))
        .contains("STARTED fetch_dem_rq(OR-20)", "STATUS run summary complete=45 failed=0")
        .endsWith("TRIGGER batch BATCH_RUN_COMPLETED", "TRIGGER batch END_BROADCAST")
        .filteredOn(message -> message.startsWith("COMPLETED "))
        .hasSize(45);
  }

  private void assertTreeIsWhole(PythonRq python) {
    List<String> tree = python.run(redis, WALK, Integer.toString(redis.port())).lines().toList();
    assertThat(tree.get(0)).isEqualTo("0|demo|batch demo|finished");
    // Scenarios leave two jobs each below their own.
    assertThat(tree).hasSize(1 + RUNS.size() * (STEPS.size() + 2));
    assertThat(tree).filteredOn(line -> line.contains("_omni_scenario")).hasSize(3 * 3);
    for (String run : RUNS) {
      assertThat(
              tree.stream()
                  .filter(line -> line.contains("|batch;;demo;;" + run + "|" + run + " "))
                  .map(line -> line.substring(line.indexOf('|', 2) + 1)))
          .containsExactlyElementsOf(
              STEPS.stream().map(step -> run + " " + step + "|finished").toList());
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void aFunctionThatReturnsFalseHasFailedAndNothingAfterItRuns(PythonRq python) throws Exception {
    BatchRunner batch = batch(new NewProject());
    redis.command("SADD", "test:wepppy:fail:run_wepp_watershed", "OR-20");
    try (PythonProcess worker = worker(python)) {
      assertThat(run(batch, executor()).succeeded()).isFalse();
      assertThat(worker.isRunning()).isTrue();
    }
    assertThat(failure(batch, "OR-20", "run_wepp_watershed").kind())
        .isEqualTo(FailureKind.EXCEPTION);
    int failed = STEPS.indexOf("run_wepp_watershed");
    assertThat(ran("OR-20")).isEqualTo(STEPS.subList(0, failed));
    for (String step : STEPS.subList(failed + 1, STEPS.size())) {
      assertThat(outcome(batch, "OR-20", step)).isEqualTo(TaskOutcome.SKIPPED);
    }
    assertThat(ran("or-9")).isEqualTo(STEPS);

    redis.command("DEL", "test:wepppy:fail:run_wepp_watershed");
    try (PythonProcess worker = worker(python)) {
      assertThat(run(batch, executor()).succeeded()).isTrue();
      assertThat(worker.isRunning()).isTrue();
    }
    assertThat(ran("OR-20")).isEqualTo(STEPS);
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void aFunctionWhoseOwnJobsFailHasFailedToo(PythonRq python) throws Exception {
    BatchRunner batch = batch(new NewProject());
    redis.command("SADD", "test:wepppy:fail:scenario", "OR-20");
    try (PythonProcess worker = worker(python)) {
      assertThat(run(batch, executor()).succeeded()).isFalse();
      assertThat(worker.isRunning()).isTrue();
    }
    assertThat(failure(batch, "OR-20", "run_omni_scenarios").message())
        .contains("run_omni_scenario_rq", "which is failed");
    assertThat(outcome(batch, "OR-20", "run_omni_contrasts")).isEqualTo(TaskOutcome.SKIPPED);
    assertThat(outcome(batch, "or-9", "run_omni_contrasts")).isEqualTo(TaskOutcome.SUCCEEDED);
  }

  @Test
  void aFunctionThatDidNothingHasFailedWhenEvidenceIsAsked() throws Exception {
    BatchRunner batch = batch(new NewProject());
    redis.command("SADD", "test:wepppy:idle:run_omni_scenarios", "OR-20");
    try (PythonProcess worker = worker(PythonRq.v1())) {
      assertThat(run(batch, executor("evidence", "redisprep")).succeeded()).isFalse();
      assertThat(worker.isRunning()).isTrue();
    }
    assertThat(failure(batch, "OR-20", "run_omni_scenarios").kind())
        .isEqualTo(FailureKind.OUTPUT_MISSING);
    assertThat(outcome(batch, "OR-20", "run_omni_contrasts")).isEqualTo(TaskOutcome.SKIPPED);
    assertThat(outcome(batch, "or-9", "run_omni_contrasts")).isEqualTo(TaskOutcome.SUCCEEDED);
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void weppcloudsOwnRootJobRunsABatchOfOursAsItsCheckBoxesSay(PythonRq python) throws Exception {
    BatchRunner batch = batch(new NewProject());
    batch.select(TaskSelection.of(Map.of("omni", false)));
    redis.command("SADD", "test:wepppy:fail:run_wepp_watershed", "OR-20");
    try (WeppcloudBatch weppcloud = WeppcloudBatch.open(RqConfig.of(redis.uri(RQ_DATABASE)))) {
      String rootId = weppcloud.start("demo");
      python.worker(redis, "batch").database(RQ_DATABASE).simple().runBurst();

      JobTree tree = weppcloud.tree(rootId);
      assertThat(tree.status()).isEqualTo(JobStatus.FINISHED);
      assertThat(tree.runs().keySet()).containsExactlyInAnyOrderElementsOf(RUNS);
      assertThat(weppcloud.failures(tree, batch.directory()))
          .extracting(BatchFailure::runId, BatchFailure::kind, BatchFailure::message)
          .containsExactly(
              tuple(
                  "OR-20",
                  BatchFailure.Kind.SWALLOWED,
                  "RuntimeError: run_wepp_watershed of OR-20 fails on purpose"));
      assertThat(ran("or-9")).endsWith("run_wepp_watershed").doesNotContain("run_omni_scenarios");
      assertThat(weppcloud.latest("demo")).contains(rootId);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void weppcloudsOwnBatchIsCancelledWhileItRuns(PythonRq python) throws Exception {
    BatchRunner batch = batch(new NewProject());
    RUNS.forEach(run -> redis.command("SADD", "test:wepppy:hold:build_soils", run));
    try (WeppcloudBatch weppcloud = WeppcloudBatch.open(RqConfig.of(redis.uri(RQ_DATABASE)));
        PythonProcess worker = worker(python)) {
      String rootId = weppcloud.start("demo");
      Await.until("a run is at work", () -> redis.number("LLEN", "test:wepppy:held") == 1);

      weppcloud.cancel(rootId);

      Await.until("all has ended", () -> !weppcloud.tree(rootId).isActive());
      assertThat(weppcloud.atWork("demo")).isEmpty();
      assertThat(weppcloud.tree(rootId).runs().values())
          .isSubsetOf(JobStatus.STOPPED, JobStatus.CANCELED);
      assertThat(redis.number("LLEN", "test:wepppy:held")).isEqualTo(1);
      assertThat(worker.isRunning()).isTrue();
    }
    assertThat(batch.directory()).exists();
  }

  @Test
  void whatIsSwitchedInWeppcloudIsSeenHere() throws Exception {
    BatchRunner batch = batch(new NewProject());
    batch.select(TaskSelection.of(Map.of("omni", false, "watar", false)));
    PythonRq.v1()
        .run(
            redis,
            DIRECT,
            batch.directory().resolve("batch_runner.nodb").toString(),
            """
            {"run_watar": true, "build_rap_ts": false, "run_wepp_hillslopes": false,
              "run_wepp_watershed": false}""");

    TaskSelection seen = batch.selection();
    assertThat(seen.enabled("watar")).isTrue();
    assertThat(seen.enabled("omni")).isFalse();
    assertThat(seen.enabled("wepp")).isFalse();
    assertThat(seen.enabled("climate")).isTrue();
    BatchPlan plan = batch.plan();
    List<String> off = new ArrayList<>();
    for (int task = 0; task < STEPS.size(); task++) {
      if (!plan.runs(0, task)) {
        off.add(STEPS.get(task));
      }
    }
    assertThat(off)
        .containsExactly(
            "build_rap_ts",
            "run_wepp_hillslopes",
            "run_wepp_watershed",
            "run_omni_scenarios",
            "run_omni_contrasts");

    // Whoever switches a check-box here switches all that stands behind it.
    batch.select(batch.selection().with(Pipelines.weppcloud(), "climate", true));
    assertThat(batch.selection().asMap()).doesNotContainKey("build_rap_ts");
    assertThat(batch.selection().enabled("wepp")).isFalse();
  }
}
