package io.github.batchrunner.rq.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.rq.RqConfig;
import io.github.batchrunner.rq.internal.redis.Redis;
import io.github.batchrunner.rq.internal.redis.RedisConnections;
import io.github.batchrunner.rq.testing.Await;
import io.github.batchrunner.rq.testing.PythonProcess;
import io.github.batchrunner.rq.testing.PythonRq;
import io.github.batchrunner.rq.testing.RedisExtension;
import io.github.batchrunner.rq.testing.RedisFixture;
import io.github.batchrunner.rq.weppcloud.StatusMessages;
import io.github.batchrunner.spi.AttemptState;
import io.github.batchrunner.spi.AttemptToken;
import io.github.batchrunner.spi.CloseMode;
import io.github.batchrunner.spi.Handle;
import io.github.batchrunner.spi.Observation;
import io.github.batchrunner.spi.Work;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RedisExtension.class)
class StatusCompanionTest {

  private static final String CHANNEL = "demo:batch";

  @Test
  void pagesAreToldWhatHappensToEachAttempt(RedisFixture redis) {
    List<String> heard = new CopyOnWriteArrayList<>();
    try (Redis listening = RedisConnections.open(RqConfig.of(redis.uri()));
        PythonProcess worker = PythonRq.v1().worker(redis, "batch").simple().start();
        Host host = Host.open(redis, "status_messages", "true")) {
      listening.subscribe(
          Set.of(CHANNEL),
          (channel, message) -> heard.add(new String(message, StandardCharsets.UTF_8)));
      Await.until("pages listen", () -> redis.texts("PUBSUB", "CHANNELS").contains(CHANNEL));

      Handle good = host.accept("good", new Work.Call("rqtasks.noop", List.of(), Map.of()));
      host.awaitEnd(good);
      Handle bad =
          host.accept("bad", new Work.Call("rqtasks.fail", List.of("no \"luck\""), Map.of()));
      host.awaitEnd(bad);
      host.close(CloseMode.DRAIN);
      Await.until("the end is heard", () -> heard.stream().anyMatch(m -> m.contains("END_")));

      assertThat(worker.isRunning()).isTrue();
      assertThat(heard.stream().map(message -> message.replaceAll("^rq:\\S+ ", "")))
          .satisfiesExactly(
              m -> assertThat(m).isEqualTo("STARTED noop(r1)"),
              m -> assertThat(m).matches("COMPLETED noop\\(r1\\)( -> \\(True, \\d+\\.\\d{3}\\))?"),
              m -> assertThat(m).isEqualTo("TRIGGER batch BATCH_WATERSHED_TASK_COMPLETED"),
              m -> assertThat(m).isEqualTo("STARTED fail(r1)"),
              m -> assertThat(m).isEqualTo("EXCEPTION fail(r1)"),
              m ->
                  assertThat(m).startsWith("EXCEPTION_JSON {\"type\":").contains("no \\\"luck\\\""),
              m -> assertThat(m).isEqualTo("TRIGGER batch BATCH_WATERSHED_TASK_COMPLETED"),
              m -> assertThat(m).isEqualTo("STATUS run summary complete=1 failed=1"),
              m -> assertThat(m).isEqualTo("TRIGGER batch BATCH_RUN_COMPLETED_WITH_FAILURES"),
              m -> assertThat(m).isEqualTo("TRIGGER batch END_BROADCAST"));
      assertThat(heard)
          .allMatch(
              m -> m.startsWith("rq:" + good.nativeId()) || m.startsWith("rq:" + bad.nativeId()));
    }
  }

  @Test
  void nobodyIsToldUnlessThatIsAskedFor(RedisFixture redis) {
    List<String> heard = new CopyOnWriteArrayList<>();
    try (Redis listening = RedisConnections.open(RqConfig.of(redis.uri()));
        Host host = Host.open(redis)) {
      listening.subscribe(
          Set.of(CHANNEL, "test:end"),
          (channel, message) -> heard.add(new String(message, StandardCharsets.UTF_8)));
      Await.until("pages listen", () -> redis.texts("PUBSUB", "CHANNELS").contains(CHANNEL));

      host.awaitEnd(end(host));
      redis.command("PUBLISH", "test:end", "end");

      Await.until("the end is heard", () -> !heard.isEmpty());
      assertThat(heard).containsExactly("end");
    }
  }

  @Test
  void ofAttemptsWithoutABatchNobodyIsTold() {
    List<String> told = new ArrayList<>();
    StatusCompanion companion =
        new StatusCompanion(
            batch -> StatusMessages.over((channel, line) -> told.add(channel), batch));
    AttemptToken token = new AttemptToken("attempt-of-nobody");
    Handle handle = new Handle(token, JobIds.of(token));
    Observation lost = Observation.of(handle, AttemptState.UNKNOWN, Instant.EPOCH);
    companion.reattached(List.of(new Companion.Found("", "", lost)));
    companion.observed(List.of(Observation.of(handle, AttemptState.SUCCEEDED, Instant.EPOCH)));
    companion.close(CloseMode.DRAIN);
    assertThat(told).isEmpty();
  }

  private static Handle end(Host host) {
    Handle handle = host.accept("a", new Work.Call("rqtasks.noop", List.of(), Map.of()));
    host.cancel(handle);
    return handle;
  }
}
