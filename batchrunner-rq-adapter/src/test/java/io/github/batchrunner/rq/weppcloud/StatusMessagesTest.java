package io.github.batchrunner.rq.weppcloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.rq.RqConfig;
import io.github.batchrunner.rq.internal.redis.Redis;
import io.github.batchrunner.rq.internal.redis.RedisConnections;
import io.github.batchrunner.rq.testing.Await;
import io.github.batchrunner.rq.testing.RedisExtension;
import io.github.batchrunner.rq.testing.RedisFixture;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RedisExtension.class)
class StatusMessagesTest {

  @Test
  void messagesAreThoseOfWeppcloudWordForWord(RedisFixture redis) {
    RqConfig config = RqConfig.of(redis.uri());
    List<String> heard = new CopyOnWriteArrayList<>();
    try (Redis listening = RedisConnections.open(config);
        StatusMessages messages = StatusMessages.open(config, "demo")) {
      listening.subscribe(
          Set.of("demo:batch"),
          (channel, message) -> heard.add(new String(message, StandardCharsets.UTF_8)));
      Await.until(
          "someone listens", () -> redis.texts("PUBSUB", "CHANNELS").contains("demo:batch"));

      messages.started("j1", "run_batch_rq", "demo");
      messages.completed("j1", "run_batch_rq", "demo");
      messages.completed("j2", "run_batch_watershed_rq", "OR-20", true, Duration.ofMillis(12345));
      messages.exception("j3", "f", "x", "ValueError", "a \"b\"\nc");
      messages.status("j1", "run summary total=3 complete=2");
      messages.info("j1", "two\nlines");
      messages.trigger("j1", "batch", StatusMessages.Event.BATCH_RUN_COMPLETED_WITH_FAILURES);
      messages.trigger("j1", "batch", StatusMessages.Event.END_BROADCAST);

      Await.until("all are heard", () -> heard.size() == 9);
    }
    assertThat(heard)
        .containsExactly(
            "rq:j1 STARTED run_batch_rq(demo)",
            "rq:j1 COMPLETED run_batch_rq(demo)",
            "rq:j2 COMPLETED run_batch_watershed_rq(OR-20) -> (True, 12.345)",
            "rq:j3 EXCEPTION f(x)",
            "rq:j3 EXCEPTION_JSON {\"type\":\"ValueError\",\"message\":\"a \\\"b\\\"\\nc\"}",
            "rq:j1 STATUS run summary total=3 complete=2",
            "rq:j1 INFO two lines",
            "rq:j1 TRIGGER batch BATCH_RUN_COMPLETED_WITH_FAILURES",
            "rq:j1 TRIGGER batch END_BROADCAST");
  }
}
