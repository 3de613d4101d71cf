package io.github.batchrunner.rq.executor;

import static io.github.batchrunner.rq.executor.CallKit.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batchrunner.rq.testing.Await;
import io.github.batchrunner.rq.testing.PythonProcess;
import io.github.batchrunner.rq.testing.PythonRq;
import io.github.batchrunner.rq.testing.RedisExtension;
import io.github.batchrunner.rq.testing.RedisFixture;
import io.github.batchrunner.spi.AttemptState;
import io.github.batchrunner.spi.AttemptToken;
import io.github.batchrunner.spi.FailureKind;
import io.github.batchrunner.spi.Handle;
import io.github.batchrunner.spi.InvalidOptionException;
import io.github.batchrunner.spi.Observation;
import io.github.batchrunner.spi.Submission;
import io.github.batchrunner.spi.TaskRef;
import io.github.batchrunner.spi.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What WEPPcloud's own records say decides whether its tasks are done, when asked. */
@ExtendWith(RedisExtension.class)
class EvidenceTest {

  private static final long LONG_AGO = 1_000_000_000;
  private static final long FAR_AHEAD = 9_000_000_000L;

  private final RedisFixture redis;
  @TempDir private Path root;
  private Path wd;

  EvidenceTest(RedisFixture redis) {
    this.redis = redis;
  }

  @BeforeEach
  void makeTheRunsDirectory() throws IOException {
    wd = Files.createDirectories(root.toRealPath().resolve("demo/runs/OR-20"));
  }

  private Submission attempt(String token, String task, Work work) {
    return Submission.builder(
            new AttemptToken(token), new TaskRef("demo", "OR-20", task, 1), work, wd)
        .build();
  }

  private Handle accept(Host host, String token, String task) {
    return host.accept(attempt(token, task, call("noop"))).get(0);
  }

  private Observation end(Host host, Handle handle) {
    PythonRq.v1().worker(redis, "batch").simple().runBurst();
    return host.awaitEnd(handle);
  }

  private void stamp(String task, long second) {
    redis.command("HSET", "OR-20", "timestamps:" + task, second);
  }

  private void metadata(String text) throws IOException {
    Files.writeString(wd.resolve("run_metadata.json"), text);
  }

  @Test
  void withoutTheOptionRqIsBelieved() {
    try (Host host = Host.open(redis)) {
      assertThat(end(host, accept(host, "a", "build_soils")).state())
          .isEqualTo(AttemptState.SUCCEEDED);
    }
  }

  @Test
  void aFinishedJobWithoutANewTimestampHasFailed() throws IOException {
    try (Host host = Host.open(redis, "evidence", "redisprep")) {
      Observation none = end(host, accept(host, "a", "build_soils"));
      assertThat(none.failure().orElseThrow().kind()).isEqualTo(FailureKind.OUTPUT_MISSING);
      assertThat(none.failure().orElseThrow().message())
          .isEqualTo(
              "the job has finished, but neither RedisPrep nor run_metadata.json says that"
                  + " \"build_soils\" was done");
      stamp("build_soils", LONG_AGO);
      assertThat(end(host, accept(host, "b", "build_soils")).state())
          .isEqualTo(AttemptState.FAILED);
      stamp("build_soils", FAR_AHEAD);
      assertThat(end(host, accept(host, "c", "build_soils")).state())
          .isEqualTo(AttemptState.SUCCEEDED);
      // The timestamp may be missing where the metadata has it.
      metadata("{\"task_status\": {\"build_climate\": " + FAR_AHEAD + "}}");
      assertThat(end(host, accept(host, "d", "build_climate")).state())
          .isEqualTo(AttemptState.SUCCEEDED);
      assertThat(end(host, accept(host, "e", "a_step_of_our_own")).state())
          .isEqualTo(AttemptState.SUCCEEDED);
    }
  }

  @Test
  void theMetadataAloneDecidesWhenItIsAsked() throws IOException {
    stamp("build_soils", FAR_AHEAD);
    try (Host host = Host.open(redis, "evidence", "run_metadata")) {
      assertThat(end(host, accept(host, "a", "build_soils")).failure().orElseThrow().message())
          .isEqualTo(
              "the job has finished, but run_metadata.json does not say that \"build_soils\" was"
                  + " done");
      metadata("{\"task_status\": {\"build_soils\": " + FAR_AHEAD + "}}");
      assertThat(end(host, accept(host, "b", "build_soils")).state())
          .isEqualTo(AttemptState.SUCCEEDED);
      metadata(
          """
          {"status": "failed", "rq_job_id": "c", "error": {"type": "OSError", "message": "disk"},
            "task_status": {"build_soils": 9000000000}}""");
      Observation failed = end(host, accept(host, "c", "build_soils"));
      assertThat(failed.failure().orElseThrow().kind()).isEqualTo(FailureKind.EXCEPTION);
      assertThat(failed.failure().orElseThrow().message()).isEqualTo("OSError: disk");
      assertThat(end(host, accept(host, "d", "build_soils")).state())
          .isEqualTo(AttemptState.SUCCEEDED);
    }
  }

  @Test
  void aHostThatFindsAnAttemptAgainAsksForEvidenceToo() {
    Host first = Host.open(redis, "evidence", "redisprep");
    accept(first, "a", "build_soils");
    first.close();
    try (Host next = Host.open(redis, "evidence", "redisprep")) {
      assertThat(end(next, next.reattach("a").get(0).handle()).state())
          .isEqualTo(AttemptState.FAILED);
    }
  }

  @Test
  void aJobThatVanishedWhileItRanSucceededIfARecordSaysSo() throws IOException {
    try (Host host = Host.open(redis, "evidence", "redisprep")) {
      Handle handle = vanish(host, "a");
      assertThat(host.look(handle).orElseThrow().state()).isEqualTo(AttemptState.UNKNOWN);
      stamp("build_soils", LONG_AGO);
      assertThat(host.look(handle)).isEmpty();
      stamp("build_soils", FAR_AHEAD);
      assertThat(host.awaitEnd(handle).state()).isEqualTo(AttemptState.SUCCEEDED);

      // A record that may be another batch's is none.
      Handle other = vanish(host, "b");
      Files.createDirectories(wd.resolve("../../../second/runs/OR-20"));
      assertThat(host.look(other).orElseThrow().state()).isEqualTo(AttemptState.UNKNOWN);
    }
  }

  private Handle vanish(Host host, String token) {
    Handle handle = host.accept(attempt(token, "build_soils", call("gate", token))).get(0);
    try (PythonProcess worker = PythonRq.v1().worker(redis, "batch").start()) {
      host.await(handle, seen -> seen.state() == AttemptState.RUNNING);
      worker.kill();
      redis.command("DEL", "rq:job:" + token);
    }
    Await.until("the job is gone", () -> redis.number("EXISTS", "rq:job:" + token) == 0);
    return handle;
  }

  @Test
  void whatNeedsATaskThatHasToBeCheckedWaitsAtTheHost() {
    RqExecutorProvider provider = new RqExecutorProvider();
    assertThat(provider.capabilities(Host.options(redis)).nativeDependencies()).isPresent();
    assertThat(
            provider
                .capabilities(Host.options(redis, "evidence", "redisprep"))
                .nativeDependencies())
        .isEmpty();
  }

  @Test
  void anAddressThatNobodyNeedsIsRefused() {
    assertThatThrownBy(() -> Host.open(redis, "nodb_redis", "redis://127.0.0.1:1/0"))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageContaining("nodb=true or evidence=redisprep");
  }
}
