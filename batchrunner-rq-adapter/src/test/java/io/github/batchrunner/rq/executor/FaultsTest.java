package io.github.batchrunner.rq.executor;

import static io.github.batchrunner.rq.executor.CallKit.call;
import static io.github.batchrunner.rq.executor.Host.attempt;
import static io.github.batchrunner.rq.executor.Host.needing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batchrunner.rq.testing.RedisExtension;
import io.github.batchrunner.rq.testing.RedisFixture;
import io.github.batchrunner.spi.AttemptState;
import io.github.batchrunner.spi.ExecutorUnavailableException;
import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import io.github.batchrunner.spi.Handle;
import io.github.batchrunner.spi.InvalidOptionException;
import io.github.batchrunner.spi.Observation;
import io.github.batchrunner.spi.SubmitOutcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the executor says when Redis, or a person, does what it should not. */
@ExtendWith(RedisExtension.class)
class FaultsTest {

  private final RedisFixture redis;

  FaultsTest(RedisFixture redis) {
    this.redis = redis;
  }

  /** A clock that tests move. */
  private static final class SettableClock extends Clock {
    private Instant now = Instant.parse("2026-01-02T03:04:05Z");

    void advance(Duration time) {
      now = now.plus(time);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private void start(String id) {
    redis.command("LREM", "rq:queue:batch", 0, id);
    redis.command(
        "HSET",
        "rq:job:" + id,
        "status",
        "started",
        "started_at",
        "2026-01-02T03:04:05.000000Z",
        "worker_name",
        "w");
  }

  private static Failure rejection(SubmitOutcome outcome) {
    assertThat(outcome).isInstanceOf(SubmitOutcome.Rejected.class);
    assertThat(((SubmitOutcome.Rejected) outcome).permanent()).as("%s", outcome).isFalse();
    return ((SubmitOutcome.Rejected) outcome).failure();
  }

  @Test
  void afterAFlushWhatHadNotBegunIsLostAndWhatRanIsUnknownUntilItsTimeIsUp() {
    SettableClock clock = new SettableClock();
    try (Host host = Host.open(redis, clock, "job_timeout", "1h")) {
      Handle waiting = host.accept("waiting", call("noop"));
      Handle running = host.accept("running", call("noop"));
      start("running");
      assertThat(host.look(running)).map(Observation::state).contains(AttemptState.RUNNING);
      redis.flush();
      Observation lost = host.look(waiting).orElseThrow();
      assertThat(lost.state()).isEqualTo(AttemptState.LOST);
      assertThat(lost.failure().orElseThrow().kind()).isEqualTo(FailureKind.INFRASTRUCTURE);
      assertThat(lost.failure().orElseThrow().message()).contains("before it began");
      assertThat(host.look(running)).map(Observation::state).contains(AttemptState.UNKNOWN);
      assertThat(host.look(running)).as("told once").isEmpty();
      clock.advance(Duration.ofMinutes(59));
      assertThat(host.look(running)).isEmpty();
      clock.advance(Duration.ofMinutes(5));
      assertThat(host.look(running)).map(Observation::state).contains(AttemptState.LOST);
      assertThat(host.look(waiting)).map(Observation::state).contains(AttemptState.LOST);
    }
  }

  @Test
  void aJobThatItsWorkerBringsBackAfterAFlushHasItsEnd() {
    try (Host host = Host.open(redis, new SettableClock())) {
      Handle running = host.accept("running", call("noop"));
      start("running");
      host.look(running);
      redis.flush();
      assertThat(host.look(running)).map(Observation::state).contains(AttemptState.UNKNOWN);
      redis.command("HSET", "rq:job:running", "status", "finished");
      assertThat(host.look(running)).map(Observation::state).contains(AttemptState.SUCCEEDED);
    }
  }

  @Test
  void aJobThatWasEvictedWhileItWaitedIsLostAndNeverRuns() {
    try (Host host = Host.open(redis)) {
      Handle first = host.accept("first", call("noop"));
      Handle second = host.accept(needing(attempt("second", call("noop")), "first")).get(0);
      redis.command("DEL", "rq:job:first", "rq:job:second");
      assertThat(host.look(first)).map(Observation::state).contains(AttemptState.LOST);
      assertThat(host.look(second)).map(Observation::state).contains(AttemptState.LOST);
      assertThat(redis.number("LLEN", "rq:queue:batch")).isZero();
      assertThat(redis.number("ZCARD", "rq:deferred:batch")).isZero();
    }
  }

  @Test
  void aJobThatIsGoneFromEverywhereIsUnknownAtFirstAndThenLost() {
    try (Host host = Host.open(redis)) {
      Handle deleted = host.accept("deleted", call("noop"));
      redis.command("DEL", "rq:job:deleted", "rq:queue:batch");
      assertThat(host.look(deleted)).map(Observation::state).contains(AttemptState.UNKNOWN);
      Observation lost = host.look(deleted).orElseThrow();
      assertThat(lost.state()).isEqualTo(AttemptState.LOST);
      assertThat(lost.failure().orElseThrow().kind()).isEqualTo(FailureKind.INFRASTRUCTURE);
    }
  }

  @Test
  void aJobWithoutItsHashThatSomebodyRunsIsNotLost() {
    try (Host host = Host.open(redis)) {
      Handle listed = host.accept("listed", call("noop"));
      Handle held = host.accept("held", call("noop"));
      redis.command("DEL", "rq:job:listed", "rq:job:held", "rq:queue:batch");
      redis.command("ZADD", "rq:wip:batch", "99999999999", "listed:0123456789abcdef");
      redis.command("SADD", "rq:workers:batch", "rq:worker:w");
      redis.command("HSET", "rq:worker:w", "current_job", "held");
      for (int look = 0; look < 3; look++) {
        assertThat(host.look(listed).map(Observation::state))
            .isNotEqualTo(Optional.of(AttemptState.LOST));
        assertThat(host.look(held).map(Observation::state))
            .isNotEqualTo(Optional.of(AttemptState.LOST));
      }
    }
  }

  @Test
  void reattachingDoesNotCallAbsentWhatAWorkerMayHaveInItsHands() {
    try (Host host = Host.open(redis)) {
      redis.command("RPUSH", "rq:queue:batch:intermediate", "taken");
      redis.command("ZADD", "rq:wip:batch", 9e9, "runs1", 9e9, "runs2:execution");
      redis.command("RPUSH", "rq:queue:batch", "evicted");
      List<Observation> found = host.reattach("taken", "runs1", "runs2", "evicted", "never");
      assertThat(found).hasSize(3).allMatch(o -> o.state() == AttemptState.UNKNOWN);
      assertThat(redis.number("LLEN", "rq:queue:batch")).as("it never starts").isZero();
    }
  }

  @Test
  void aServerThatIsAwayRefusesForNowAndIsUsedAgainWhenItIsBack() {
    try (Host host = Host.open(redis)) {
      Handle handle = host.accept("before", call("noop"));
      redis.stop();
      SubmitOutcome outcome = host.submit(attempt("while", call("noop")).build()).get(0);
      if (outcome instanceof SubmitOutcome.Rejected) {
        assertThat(rejection(outcome).message()).containsIgnoringCase("redis");
      } else {
        assertThat(outcome).isInstanceOf(SubmitOutcome.Uncertain.class);
      }
      assertThatThrownBy(() -> host.look(handle)).isInstanceOf(ExecutorUnavailableException.class);
      redis.restart();
      host.await(handle, seen -> seen.state() == AttemptState.LOST); // it kept nothing
      host.accept("after", call("noop"));
    }
  }

  @Test
  void aServerWithoutMemoryRefusesForNowAndTakesNothing() {
    try (Host host = Host.open(redis, "parent_job", "false")) {
      redis.command("CONFIG", "SET", "maxmemory", "1");
      try {
        assertThat(redis.texts("CONFIG", "GET", "maxmemory")).contains("1");
        Failure failure = rejection(host.submit(attempt("a", call("noop")).build()).get(0));
        assertThat(failure.message()).contains("OOM");
        assertThat(failure.kind()).isEqualTo(FailureKind.INFRASTRUCTURE);
      } finally {
        redis.command("CONFIG", "SET", "maxmemory", "0");
      }
      assertThat(redis.number("EXISTS", "rq:job:a")).isZero();
      host.accept("a", call("noop"));
    }
  }

  @Test
  void aReplicaThatTakesNoWritesIsSaidToBeOne() {
    try (RedisFixture replica = RedisFixture.options().replicaOf(redis).start();
        Host host = Host.open(replica)) {
      Failure failure = rejection(host.submit(attempt("a", call("noop")).build()).get(0));
      assertThat(failure.message()).contains("READONLY");
    }
  }

  @Test
  void aWrongPasswordIsToldWithoutThePassword() {
    try (RedisFixture locked = RedisFixture.options().password("right").start()) {
      assertThatThrownBy(
              () ->
                  Host.open(redis, "redis", "redis://:wrong-one@127.0.0.1:" + locked.port() + "/0"))
          .isInstanceOf(ExecutorUnavailableException.class)
          .message()
          .doesNotContain("wrong-one");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "serializer=yaml",
        "workers=ruby",
        "dependencies=both",
        "queue= ",
        "job_timeout=10ms",
        "poll_interval=1ms",
        "result_ttl=1s,poll_interval=5s",
        "redis=http://127.0.0.1/"
      })
  void optionsThatMakeNoSenseAreRefused(String text) {
    String[] options = text.split("[=,]", -1);
    assertThatThrownBy(() -> Host.open(redis, options))
        .isInstanceOf(InvalidOptionException.class)
        .message()
        .contains("\"rq\"");
  }

  @Test
  void argumentsWithoutAPlaceInTheFormatAreRejectedForGoodAndAlone() {
    try (Host host = Host.open(redis)) {
      List<SubmitOutcome> outcomes =
          host.submit(
              attempt("strange", call("noop", new Object())).build(),
              attempt("fine", call("noop")).build(),
              needing(attempt("loop", call("noop")), "loop"));
      assertThat(outcomes.get(0)).isInstanceOf(SubmitOutcome.Rejected.class);
      assertThat(((SubmitOutcome.Rejected) outcomes.get(0)).permanent()).isTrue();
      assertThat(outcomes.get(1)).isInstanceOf(SubmitOutcome.Accepted.class);
      assertThat(((SubmitOutcome.Rejected) outcomes.get(2)).permanent()).isTrue();
    }
  }

  @Test
  void whatNeedsAFailureIsRefusedAndWhatWaitsForOneCanBeCancelled() {
    try (Host host = Host.open(redis)) {
      List<Handle> handles =
          host.accept(
              attempt("failed", call("noop")).build(),
              needing(attempt("stuck", call("noop")), "failed"));
      redis.command("HSET", "rq:job:failed", "status", "failed");
      assertThat(
              rejection(host.submit(needing(attempt("late", call("noop")), "failed")).get(0))
                  .message())
          .contains("did not end well");
      host.cancel(handles.get(1));
      assertThat(host.awaitEnd(handles.get(1)).state()).isEqualTo(AttemptState.CANCELLED);
      assertThat(redis.number("ZCARD", "rq:deferred:batch")).isZero();
      assertThat(redis.number("SCARD", "rq:job:failed:dependents")).isZero();
    }
  }

  @Test
  void theStopCommandIsRepeatedSeldomAndAJobBetweenQueueAndWorkerIsAwaited() {
    SettableClock clock = new SettableClock();
    try (Host host = Host.open(redis, clock);
        StopListener listener = new StopListener(redis, "w")) {
      Handle handle = host.accept("taken", call("noop"));
      redis.command("DEL", "rq:queue:batch");
      host.cancel(handle);
      assertThat(host.look(handle)).map(Observation::state).contains(AttemptState.QUEUED);
      start("taken");
      clock.advance(Duration.ofSeconds(1));
      host.look(handle);
      listener.awaitStops(1);
      host.cancel(handle);
      clock.advance(Duration.ofSeconds(5));
      host.look(handle);
      clock.advance(Duration.ofSeconds(15));
      host.look(handle);
      listener.awaitStops(2);
    }
  }

  @Test
  void aJobThatAWorkerLostBetweenQueueAndStartIsCancelledInTheEnd() {
    SettableClock clock = new SettableClock();
    try (Host host = Host.open(redis, clock)) {
      Handle handle = host.accept("lost", call("noop"));
      redis.command("DEL", "rq:queue:batch");
      host.cancel(handle);
      host.look(handle);
      clock.advance(Duration.ofSeconds(31));
      host.look(handle);
      assertThat(host.awaitEnd(handle).state()).isEqualTo(AttemptState.CANCELLED);
    }
  }

  @Test
  void waitingIsExplained() {
    try (Host host = Host.open(redis)) {
      List<Handle> handles =
          host.accept(
              attempt("a", call("noop")).build(),
              attempt("b", call("noop")).build(),
              needing(attempt("c", call("noop")), "a"));
      assertThat(host.executor().explainPending(handles.get(0)).orElseThrow())
          .isEqualTo("next in queue \"batch\"; no worker listens to queue \"batch\": start one");
      assertThat(host.executor().explainPending(handles.get(1)).orElseThrow())
          .startsWith("behind 1 jobs");
      assertThat(host.executor().explainPending(handles.get(2)).orElseThrow())
          .isEqualTo("waits for r1 a (queued)");
      redis.command("SET", "rq:suspended", "1");
      assertThat(host.executor().explainPending(handles.get(0)).orElseThrow())
          .contains("suspended");
    }
  }

  @Test
  void purgingForgetsAllOfEndedJobsAndNothingElse() {
    try (Host host = Host.open(redis, "parent_job", "false")) {
      Handle ended = host.accept("ended", call("noop"));
      Handle open = host.accept("open", call("noop"));
      redis.command("LREM", "rq:queue:batch", 0, "ended");
      redis.command("HSET", "rq:job:ended", "status", "finished");
      redis.command("ZADD", "rq:finished:batch", 9e9, "ended", 9e9, "foreign");
      redis.command("HSET", "rq:job:foreign", "status", "finished");
      Handle foreign = new Handle(new io.github.batchrunner.spi.AttemptToken("mine"), "foreign");
      assertThat(host.executor().purge(List.of(ended, open, foreign))).containsExactly(ended);
      assertThat(redis.number("EXISTS", "rq:job:ended")).isZero();
      assertThat(redis.number("EXISTS", "rq:job:open", "rq:job:foreign")).isEqualTo(2);
      assertThat(redis.texts("ZRANGE", "rq:finished:batch", 0, -1)).containsExactly("foreign");
    }
  }
}
