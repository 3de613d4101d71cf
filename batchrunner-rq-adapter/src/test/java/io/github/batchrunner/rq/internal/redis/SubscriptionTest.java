package io.github.batchrunner.rq.internal.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.rq.RqConfig;
import io.github.batchrunner.rq.testing.Await;
import io.github.batchrunner.rq.testing.RedisExtension;
import io.github.batchrunner.rq.testing.RedisFixture;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RedisExtension.class)
class SubscriptionTest {

  private final RedisFixture server;
  private final Recorder recorder = new Recorder();
  private Redis redis;

  SubscriptionTest(RedisFixture server) {
    this.server = server;
  }

  @BeforeEach
  void open() {
    redis = RedisConnections.open(RqConfig.of(server.uri()));
  }

  @AfterEach
  void close() {
    redis.close();
  }

  @Test
  void handsOnTheMessagesOfAllItsChannels() throws Exception {
    redis.subscribe(Set.of("a", "b"), recorder);
    recorder.awaitListening(1);
    server.command("PUBLISH", "a", "eins");
    server.command("PUBLISH", "b", "zwei");
    server.command("PUBLISH", "c", "drei");
    assertThat(recorder.next()).isEqualTo("a eins");
    assertThat(recorder.next()).isEqualTo("b zwei");
  }

  @Test
  void listensAgainAfterARestart() throws Exception {
    redis.subscribe(Set.of("a"), recorder);
    recorder.awaitListening(1);
    server.restart();
    recorder.awaitListening(2);
    server.command("PUBLISH", "a", "again");
    assertThat(recorder.next()).isEqualTo("a again");
  }

  @Test
  void listensOnceTheServerIsThere() throws Exception {
    server.stop();
    redis.subscribe(Set.of("a"), recorder);
    server.restart();
    recorder.awaitListening(1);
    server.command("PUBLISH", "a", "late");
    assertThat(recorder.next()).isEqualTo("a late");
  }

  @Test
  void aListenerThatFailsGetsTheNextMessage() throws Exception {
    redis.subscribe(Set.of("a"), recorder);
    recorder.awaitListening(1);
    server.command("PUBLISH", "a", "fail");
    server.command("PUBLISH", "a", "next");
    assertThat(recorder.next()).isEqualTo("a fail");
    assertThat(recorder.next()).isEqualTo("a next");
    assertThat(recorder.listening.get()).isEqualTo(1);
  }

  @Test
  void closingEndsItsThreadAlsoWhileItWaitsForTheServer() throws Exception {
    RedisSubscription listening = redis.subscribe(Set.of("a"), recorder);
    recorder.awaitListening(1);
    listening.close();
    listening.close();
    assertThat(threads()).isEmpty();

    server.stop();
    RedisSubscription waiting = redis.subscribe(Set.of("a"), recorder);
    waiting.close();
    redis.subscribe(Set.of("b"), recorder);
    redis.close();
    assertThat(threads()).isEmpty();
  }

  private static List<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("redis-subscription") && thread.isAlive())
        .toList();
  }

  private static final class Recorder implements Redis.MessageListener {

    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final AtomicInteger listening = new AtomicInteger();

    @Override
    public void received(String channel, byte[] message) {
      String text = new String(message, StandardCharsets.UTF_8);
      messages.add(channel + " " + text);
      if (text.equals("fail")) {
        throw new AssertionError("a listener's own failure");
      }
    }

    @Override
    public void listening() {
      listening.incrementAndGet();
    }

    void awaitListening(int times) {
      Await.until("it listens for time " + times, () -> listening.get() >= times);
    }

    String next() throws InterruptedException {
      return messages.poll(30, TimeUnit.SECONDS);
    }
  }
}
