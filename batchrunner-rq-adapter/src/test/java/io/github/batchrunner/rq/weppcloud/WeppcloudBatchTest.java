package io.github.batchrunner.rq.weppcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.batchrunner.rq.Call;
import io.github.batchrunner.rq.Cancellation;
import io.github.batchrunner.rq.JobRequest;
import io.github.batchrunner.rq.JobStatus;
import io.github.batchrunner.rq.Rq;
import io.github.batchrunner.rq.RqConfig;
import io.github.batchrunner.rq.internal.redis.RedisConnections;
import io.github.batchrunner.rq.testing.PythonRq;
import io.github.batchrunner.rq.testing.RedisExtension;
import io.github.batchrunner.rq.testing.RedisFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** WEPPcloud's own root job, with stand-ins for its functions and real Python workers. */
@ExtendWith(RedisExtension.class)
class WeppcloudBatchTest {

  private static final String ALL = "io.github.batchrunner.rq.testing.PythonRq#all";
  private static final List<String> RUNS = List.of("OR-20", "OR,WA-101", "or,wa-108");

  private final RedisFixture redis;
  @TempDir private Path root;
  private Rq rq;
  private WeppcloudBatch batch;
  private WeppcloudFiles files;

  WeppcloudBatchTest(RedisFixture redis) {
    this.redis = redis;
  }

  @BeforeEach
  void open() throws IOException {
    rq = Rq.connect(RqConfig.of(redis.uri()));
    batch = WeppcloudBatch.open(RqConfig.of(redis.uri()));
    files = WeppcloudFiles.write(root.toRealPath(), "demo", RUNS).announce(redis);
  }

  @AfterEach
  void close() {
    batch.close();
    rq.close();
  }

  private void work(PythonRq python) {
    python.worker(redis, "batch").simple().runBurst();
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void aBatchOfWeppcloudRunsAndItsTreeIsSeen(PythonRq python) {
    String id = batch.start("demo");
    JobTree before = batch.tree(id);
    assertThat(before.status()).isEqualTo(JobStatus.QUEUED);
    assertThat(before.isActive()).isTrue();
    assertThat(rq.job(id).orElseThrow().timeout()).hasValue(WeppcloudBatch.TIMEOUT);

    work(python);

    JobTree tree = batch.tree(id);
    assertThat(tree.status()).isEqualTo(JobStatus.FINISHED);
    assertThat(tree.isActive()).isFalse();
    assertThat(tree.runId()).isEqualTo("demo");
    assertThat(tree.all()).hasSize(8).allMatch(JobTree::isThere);
    assertThat(tree.runs())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "OR-20", JobStatus.FINISHED,
                "OR,WA-101", JobStatus.FINISHED,
                "or,wa-108", JobStatus.FINISHED));
    assertThat(tree.children()).extracting(JobTree::order).containsOnly("0", "1").endsWith("1");
    assertThat(batch.failures(tree, files.batch())).isEmpty();
    assertThat(files.run("OR,WA-101").resolve("run_wepp_watershed.done")).exists();
    assertThat(redis.number("LLEN", "test:wepppy:ran")).isEqualTo(33);
    Evidence evidence = new Evidence(RedisConnections.open(RqConfig.of(redis.uri())));
    assertThat(evidence.lookup(files.run("OR-20"), "build_soils")).isPresent();
    assertThat(evidence.lookup(files.run("OR-20"), "run_watar")).isEmpty();
    redis.command("DEL", "OR-20");
    assertThat(evidence.lookup(files.run("OR-20"), "build_soils")).isPresent();
    evidence.close();
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void failuresAreFoundAlsoThoseThatRqDoesNotKnow(PythonRq python) {
    redis.command("SADD", "test:wepppy:fail:build_soils", "OR-20");
    redis.command("SADD", "test:wepppy:fail:run_wepp_watershed", "or,wa-108");
    String id = batch.start("demo");

    work(python);

    JobTree tree = batch.tree(id);
    assertThat(tree.status()).isEqualTo(JobStatus.FAILED);
    assertThat(tree.isActive()).isFalse();
    assertThat(tree.runs().get("OR-20")).isEqualTo(JobStatus.FAILED);
    assertThat(tree.runs().get("or,wa-108")).isEqualTo(JobStatus.FINISHED);
    assertThat(batch.failures(tree, files.batch()))
        .extracting(BatchFailure::runId, BatchFailure::kind, BatchFailure::message)
        .containsExactlyInAnyOrder(
            tuple(
                "OR-20",
                BatchFailure.Kind.FAILED,
                "RuntimeError: build_soils of OR-20 fails on purpose"),
            tuple(
                "OR-20",
                BatchFailure.Kind.SWALLOWED,
                "RuntimeError: the hillslopes of OR-20 are not done"),
            tuple(
                "or,wa-108",
                BatchFailure.Kind.SWALLOWED,
                "RuntimeError: run_wepp_watershed of or,wa-108 fails on purpose"));

    redis.command("DEL", "test:wepppy:fail:build_soils", "test:wepppy:fail:run_wepp_watershed");
    String again = batch.start("demo");
    work(python);

    JobTree second = batch.tree(again);
    assertThat(second.runs().keySet()).containsExactlyInAnyOrder("OR-20", "or,wa-108");
    assertThat(batch.failures(second, files.batch())).isEmpty();
    assertThat(redis.number("LLEN", "test:wepppy:ran")).isEqualTo(33);
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void aCanceledBatchLeavesNothingWaiting(PythonRq python) {
    String id = batch.start("demo");
    python.worker(redis, "batch").simple().argument("--max-jobs", "1").runBurst();
    JobTree half = batch.tree(id);
    assertThat(half.isActive()).isTrue();
    assertThat(half.status()).isEqualTo(JobStatus.QUEUED);

    List<Cancellation> cancellations = batch.cancel(id);

    assertThat(cancellations).hasSize(8);
    assertThat(cancellations)
        .extracting(Cancellation::outcome)
        .containsOnly(Cancellation.Outcome.CANCELED, Cancellation.Outcome.ENDED);
    JobTree tree = batch.tree(id);
    assertThat(tree.status()).isEqualTo(JobStatus.CANCELED);
    assertThat(tree.isActive()).isFalse();
    assertThat(redis.number("ZCARD", "rq:deferred:batch")).isZero();
    assertThat(redis.number("LLEN", "rq:queue:batch")).isZero();
    assertThat(batch.failures(tree, files.batch())).hasSize(7);
    batch.cancel(id);
    assertThat(batch.tree(id).status()).isEqualTo(JobStatus.CANCELED);
    work(python);
    assertThat(redis.number("LLEN", "test:wepppy:ran")).isZero();
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void aBatchWhoseJobsAreActiveIsRefusedByWeppcloud(PythonRq python) {
    batch.start("demo");
    python.worker(redis, "batch").simple().argument("--max-jobs", "1").runBurst();
    // As WEPPcloud's own page may do it, without looking.
    String second = rq.queue("batch").enqueue(Call.of("wepppy.rq.batch_rq.run_batch_rq", "demo"));

    work(python);

    assertThat(batch.failures(batch.tree(second), files.batch()))
        .singleElement()
        .satisfies(
            failure ->
                assertThat(failure.message())
                    .startsWith("RuntimeError: Batch cannot be run while jobs are active."));
    assertThat(redis.number("LLEN", "test:wepppy:ran")).isEqualTo(33);
  }

  @Test
  void treesThatNameThemselvesOrNothingHaveAnEnd() {
    Call call = Call.of("f");
    rq.queue("batch")
        .enqueueAll(
            List.of(
                JobRequest.builder(call)
                    .id("a")
                    .meta(Map.of("jobs:0,x", "b", "jobs:1,runid:..", "gone", "jobs:2", 5L))
                    .build(),
                JobRequest.builder(call).id("b").meta(Map.of("jobs:0", "a")).build(),
                JobRequest.builder(call).id("c").build()));
    redis.command("HSET", "rq:job:c", "meta", "garbage");

    JobTree tree = batch.tree("a");

    assertThat(tree.all()).extracting(JobTree::id).containsExactlyInAnyOrder("a", "b", "gone");
    assertThat(tree.all()).filteredOn(job -> !job.isThere()).hasSize(1);
    assertThat(batch.tree("c").children()).isEmpty();
    assertThat(batch.tree("nowhere").isThere()).isFalse();
    redis.command("HSET", "rq:job:a", "status", "finished");
    redis.command("HSET", "rq:job:b", "status", "finished");
    assertThat(batch.failures(batch.tree("a"), files.batch())).isEmpty();
  }

  @Test
  void aRunWhoseIdLeadsElsewhereIsNotRead() throws IOException {
    Files.writeString(files.batch().resolve("run_metadata.json"), "{\"status\": \"failed\"}");
    rq.queue("batch")
        .enqueue(
            JobRequest.builder(Call.of("f"))
                .id("a")
                .meta(Map.of("runid", "demo", "jobs:0,runid:..", "b"))
                .build());
    rq.queue("batch").enqueue(JobRequest.builder(Call.of("f")).id("b").build());
    redis.command("HSET", "rq:job:a", "status", "finished", "started_at", "2026-01-01T00:00:00Z");
    redis.command("HSET", "rq:job:b", "status", "finished");

    assertThat(batch.failures(batch.tree("a"), files.batch())).isEmpty();
  }
}
