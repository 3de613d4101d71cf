package io.github.batchrunner.rq.executor;

import static io.github.batchrunner.rq.executor.CallKit.call;
import static io.github.batchrunner.rq.executor.Host.attempt;
import static io.github.batchrunner.rq.executor.Host.needing;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.rq.testing.Await;
import io.github.batchrunner.rq.testing.PythonProcess;
import io.github.batchrunner.rq.testing.PythonRq;
import io.github.batchrunner.rq.testing.RedisExtension;
import io.github.batchrunner.rq.testing.RedisFixture;
import io.github.batchrunner.spi.AttemptState;
import io.github.batchrunner.spi.CloseMode;
import io.github.batchrunner.spi.FailureKind;
import io.github.batchrunner.spi.Handle;
import io.github.batchrunner.spi.SubmitOutcome;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The job that stands above a batch, as WEPPcloud's rules read it and act on it. */
@ExtendWith(RedisExtension.class)
class ParentJobTest {

  private static final String ALL = "io.github.batchrunner.rq.testing.PythonRq#all";

  /** Walks the tree as WEPPcloud's job_info does. */
  private static final String WALK =
      """
      def walk(id, depth=0):
          job = Job.fetch(id, connection=connection)
          print('%s%s %s' % ('  ' * depth, job.description, status(id)))
          children = []
          for key, child in job.get_meta().items():
              if key.startswith('jobs:'):
                  order, what = key.split(':', 1)[1].split(',', 1)
                  children.append((int(order), what, child))
          for order, what, child in sorted(children):
              print('%s%d %s' % ('  ' * depth, order, what))
              walk(child, depth + 1)
      walk(connection.get('rq:batch:receipt:demo').decode())
      """;

  /** Cancels the tree as WEPPcloud's cancel_jobs does. */
  private static final String CANCEL =
      """
      from rq.command import send_stop_job_command
      def cancel_jobs(id):
          job = Job.fetch(id, connection=connection)
          if status(id) == 'started':
              send_stop_job_command(connection, id)
          elif status(id) in ('queued', 'deferred', 'scheduled'):
              job.cancel()
          for key, child in job.get_meta().items():
              if key.startswith('jobs:'):
                  cancel_jobs(child)
      cancel_jobs(connection.get('rq:batch:receipt:demo').decode())
      """;

  private final RedisFixture redis;

  ParentJobTest(RedisFixture redis) {
    this.redis = redis;
  }

  private String parent() {
    return redis.text("GET", "rq:batch:receipt:demo");
  }

  private static List<Handle> twoRuns(Host host) {
    return host.accept(
        attempt("a1", "OR-20", call("noop")).build(),
        needing(attempt("a2", "OR-20", call("add", 1L, 2L)), "a1"),
        needing(attempt("a3", "OR-20", call("record", "a3")), "a2"),
        attempt("b1", "WA-3", call("noop")).build());
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void theTreeOfABatchIsWalkedByWeppcloudsRules(PythonRq python) {
    try (Host host = Host.open(redis)) {
      List<Handle> handles = twoRuns(host);
      assertThat(python.run(redis, WALK).lines().toList())
          .containsExactly(
              "batch demo started",
              "0 runid:OR-20",
              "  OR-20 a1 queued",
              "  1 func:add",
              "    OR-20 a2 deferred",
              "  2 func:record",
              "    OR-20 a3 deferred",
              "0 runid:WA-3",
              "  WA-3 b1 queued");
      host.accept("b2", call("noop"));
      host.accept(attempt("b3", "WA-3", call("noop")).build());
      assertThat(python.run(redis, WALK)).contains("1 runid:WA-3", "WA-3 b3 queued");
      assertThat(
              python.run(
                  redis, "print(Job.fetch('a2', connection=connection).meta['batch_root_job_id'])"))
          .isEqualTo(parent());
      python.worker(redis, "batch").runBurst();
      handles.forEach(host::awaitEnd);
      assertThat(redis.text("HGET", "rq:job:" + parent(), "status")).isEqualTo("started");
      host.close(CloseMode.DRAIN);
    }
    assertThat(python.run(redis, WALK)).startsWith("batch demo finished");
    assertThat(redis.number("TTL", "rq:job:" + parent())).isPositive();
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void cancellingTheTreeInWeppcloudEndsAllThatIsOpenAndNothingMoreBegins(PythonRq python) {
    try (Host host = Host.open(redis);
        PythonProcess worker = python.worker(redis, "batch").name("w").startAndAwaitIdle()) {
      List<Handle> handles =
          host.accept(
              attempt("a1", "OR-20", call("gate", "g")).build(),
              needing(attempt("a2", "OR-20", call("noop")), "a1"),
              attempt("b1", "WA-3", call("noop")).build());
      Await.until("one runs", () -> redis.number("LLEN", "test:started:g") == 1);
      python.run(redis, CANCEL);
      assertThat(host.awaitEnd(handles.get(0)).state()).isEqualTo(AttemptState.CANCELLED);
      assertThat(host.awaitEnd(handles.get(2)).state()).isEqualTo(AttemptState.CANCELLED);
      // RQ before 2.8 may be faster to let go what waits for a stopped job.
      assertThat(host.awaitEnd(handles.get(1)).state())
          .isIn(AttemptState.CANCELLED, AttemptState.SUCCEEDED);
      SubmitOutcome later = host.submit(attempt("c1", "ID-1", call("noop")).build()).get(0);
      assertThat(later).isInstanceOf(SubmitOutcome.Rejected.class);
      assertThat(((SubmitOutcome.Rejected) later).failure().kind())
          .isEqualTo(FailureKind.CANCELLED);
      assertThat(worker.isRunning()).isTrue();
      host.close(CloseMode.DRAIN);
      assertThat(redis.text("HGET", "rq:job:" + parent(), "status")).isEqualTo("stopped");
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void cancellingTheParentAloneEndsTheBatch(PythonRq python) {
    try (Host host = Host.open(redis)) {
      List<Handle> handles = twoRuns(host);
      python.run(redis, "Job.fetch(sys.argv[1], connection=connection).cancel()", parent());
      handles.forEach(
          handle -> assertThat(host.awaitEnd(handle).state()).isEqualTo(AttemptState.CANCELLED));
      host.close(CloseMode.DRAIN);
      assertThat(redis.text("HGET", "rq:job:" + parent(), "status")).isEqualTo("canceled");
    }
  }

  @Test
  void itIsInNoQueueAndInNoRegistryThatMaintenanceTouches() {
    try (Host host = Host.open(redis)) {
      twoRuns(host);
      assertThat(redis.texts("LRANGE", "rq:queue:batch", 0, -1)).doesNotContain(parent());
      assertThat(redis.number("ZCARD", "rq:wip:batch")).isZero();
    }
  }

  @Test
  void theParentOfAProcessThatIsGoneIsEndedByTheNext() {
    Host gone = Host.open(redis);
    twoRuns(gone);
    String earlier = parent();
    // As if the process had ended: nobody listens any more, and the job was left as it was.
    gone.close(CloseMode.DETACH);
    redis.command("HSET", "rq:job:" + earlier, "status", "started");
    try (Host next = Host.open(redis)) {
      assertThat(next.reattach("a1", "a2", "a3", "b1")).hasSize(4);
      assertThat(parent()).isNotEqualTo(earlier);
      assertThat(redis.text("HGET", "rq:job:" + earlier, "status")).isEqualTo("failed");
    }
  }

  @Test
  void aParentWhoseProcessLivesIsLeftAlone() {
    try (Host one = Host.open(redis)) {
      twoRuns(one);
      String first = parent();
      Await.until(
          "it listens",
          () -> !redis.texts("PUBSUB", "CHANNELS", "rq:pubsub:batchrunner-*").isEmpty());
      try (Host other = Host.open(redis)) {
        other.accept("other", call("noop"));
        assertThat(redis.text("HGET", "rq:job:" + first, "status")).isEqualTo("started");
      }
    }
  }

  @Test
  void withoutTheOptionThereIsNone() {
    try (Host host = Host.open(redis, "parent_job", "false")) {
      twoRuns(host);
      assertThat(parent()).isNull();
    }
  }

  @Test
  void aRunWhoseJobWasRefusedIsNotNamed() {
    try (Host host = Host.open(redis)) {
      SubmitOutcome outcome =
          host.submit(needing(attempt("x", call("noop")), "nobody-knows-this")).get(0);
      assertThat(outcome).isInstanceOf(SubmitOutcome.Rejected.class);
      host.accept("y", call("noop"));
      assertThat(redis.number("EXISTS", "rq:job:x")).isZero();
      assertThat(
              new String(
                  redis.bytes("HGET", "rq:job:" + parent(), "meta"),
                  java.nio.charset.StandardCharsets.ISO_8859_1))
          .contains("jobs:1,runid:r1")
          .doesNotContain("jobs:0,runid:r1");
    }
  }
}
