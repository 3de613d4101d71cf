package io.github.batchrunner.rq.executor;

import static io.github.batchrunner.rq.executor.CallKit.call;
import static io.github.batchrunner.rq.executor.Host.attempt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batchrunner.rq.Call;
import io.github.batchrunner.rq.JobStatus;
import io.github.batchrunner.rq.Rq;
import io.github.batchrunner.rq.RqConfig;
import io.github.batchrunner.rq.RqException;
import io.github.batchrunner.rq.testing.Await;
import io.github.batchrunner.rq.testing.RedisExtension;
import io.github.batchrunner.rq.testing.RedisFixture;
import io.github.batchrunner.rq.weppcloud.WeppcloudBatch;
import io.github.batchrunner.spi.AfterCloneHook;
import io.github.batchrunner.spi.CloseMode;
import io.github.batchrunner.spi.ExecutorUnavailableException;
import io.github.batchrunner.spi.FailureKind;
import io.github.batchrunner.spi.PreparedRun;
import io.github.batchrunner.spi.SubmitOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The executor beside WEPPcloud's own batch runner: one of them at a time has a batch. */
@ExtendWith(RedisExtension.class)
class WeppcloudAtWorkTest {

  private static final String RECEIPT = "rq:batch:receipt:demo";

  private final RedisFixture redis;
  private WeppcloudBatch weppcloud;

  WeppcloudAtWorkTest(RedisFixture redis) {
    this.redis = redis;
  }

  @BeforeEach
  void open() {
    weppcloud = WeppcloudBatch.open(RqConfig.of(redis.uri()));
  }

  @AfterEach
  void close() {
    weppcloud.close();
  }

  @Test
  void attemptsWaitUntilWeppcloudsOwnBatchHasEnded() {
    String root = weppcloud.start("demo");
    assertThat(weppcloud.latest("demo")).contains(root);
    try (Host host = Host.open(redis)) {
      SubmitOutcome.Rejected refused =
          (SubmitOutcome.Rejected) host.submit(attempt("a", call("noop")).build()).get(0);
      assertThat(refused.permanent()).isFalse();
      assertThat(refused.failure().kind()).isEqualTo(FailureKind.INFRASTRUCTURE);
      assertThat(refused.failure().message()).contains(root).contains("queued");
      assertThat(redis.text("GET", RECEIPT)).isEqualTo(root);

      weppcloud.cancel(root);
      Await.until(
          "the end of WEPPcloud's batch is seen",
          () ->
              host.submit(attempt("a", call("noop")).build()).get(0)
                  instanceof SubmitOutcome.Accepted);
      assertThat(redis.text("GET", RECEIPT)).startsWith("batch-demo-");
    }
  }

  @Test
  void jobsThatAreOnlyDeferredHoldNobodyUp() {
    redis.command("SET", RECEIPT, "3f0c");
    redis.command("HSET", "rq:job:3f0c", "status", "deferred", "origin", "batch");
    try (Host host = Host.open(redis)) {
      host.accept("a", call("noop"));
    }
  }

  @Test
  void weppcloudsBatchIsNotStartedWhileOursRuns() {
    Host host = Host.open(redis);
    host.accept("a", call("noop"));
    String ours = redis.text("GET", RECEIPT);
    assertThatThrownBy(() -> weppcloud.start("demo"))
        .isInstanceOf(RqException.class)
        .hasMessageContaining(ours);
    assertThat(weppcloud.atWork("other")).isEmpty();
    // Its jobs go on without the host.
    host.close(CloseMode.DETACH);
    assertThatThrownBy(() -> weppcloud.start("demo")).isInstanceOf(RqException.class);
    weppcloud.cancel(ours);
    assertThat(weppcloud.start("demo")).isEqualTo(redis.text("GET", RECEIPT)).isNotEqualTo(ours);
  }

  @Test
  void theParentOfAProcessThatWasKilledHoldsNobodyUp() {
    Host host = Host.open(redis);
    host.accept("a", call("noop"));
    String ours = redis.text("GET", RECEIPT);
    host.close(CloseMode.CANCEL);
    redis.command("HSET", "rq:job:" + ours, "status", "started");
    assertThat(weppcloud.atWork("demo")).isEmpty();
  }

  @Test
  void aReceiptThatWeppcloudTookIsNotTakenBack() {
    try (Host host = Host.open(redis);
        Rq rq = Rq.connect(RqConfig.of(redis.uri()))) {
      host.accept("a", call("noop"));
      String theirs = rq.queue("other").enqueue(Call.of("wepppy.rq.batch_rq.run_batch_rq", "demo"));
      redis.command("SET", RECEIPT, theirs);
      redis.command("HSET", "rq:job:" + theirs, "status", JobStatus.FINISHED.word());
      host.accept("b", call("noop"));
      assertThat(redis.text("GET", RECEIPT)).isEqualTo(theirs);
    }
  }

  @Test
  void runsWhoseTimestampsOthersShareAreWarnedOfOnceWherePeopleLook(@TempDir Path temp)
      throws IOException {
    Path wd = Files.createDirectories(temp.toRealPath().resolve("demo/runs/r1"));
    Files.createDirectories(temp.resolve("second/runs/r1"));
    PreparedRun run = new PreparedRun("demo", "r1", wd, temp.resolve("demo/_base"), true);
    try (Host host = Host.open(redis, "nodb", "true")) {
      AfterCloneHook hook = (AfterCloneHook) host.executor();
      hook.afterClone(run);
      hook.afterClone(run);
      host.accept("a", call("noop"));
      try (Rq rq = Rq.connect(RqConfig.of(redis.uri()))) {
        assertThat(rq.job(redis.text("GET", RECEIPT)).orElseThrow().meta().get("warnings"))
            .asInstanceOf(InstanceOfAssertFactories.LIST)
            .singleElement()
            .asString()
            .contains("share the RedisPrep timestamps \"r1\"");
      }
    }
  }

  @Test
  void aServerForNoDbThatCannotBeReachedIsSaidAtOnceAndLater(@TempDir Path temp)
      throws IOException {
    assertThatThrownBy(
            () -> Host.open(redis, "nodb", "true", "nodb_redis", "redis://127.0.0.1:1/0"))
        .isInstanceOf(ExecutorUnavailableException.class);
    PreparedRun run =
        new PreparedRun("demo", "r1", Files.createDirectories(temp.resolve("r1")), temp, true);
    try (RedisFixture second = RedisFixture.start();
        Host host = Host.open(redis, "nodb", "true", "nodb_redis", second.uri(5).toString())) {
      AfterCloneHook hook = (AfterCloneHook) host.executor();
      second.command("SET", "nodb-lock:batch;;demo;;r1:wepp.nodb", "x");
      hook.afterClone(run);
      assertThat(second.number("EXISTS", "nodb-lock:batch;;demo;;r1:wepp.nodb")).isZero();
      second.stop();
      assertThatThrownBy(() -> hook.afterClone(run))
          .isInstanceOf(ExecutorUnavailableException.class);
    }
  }
}
