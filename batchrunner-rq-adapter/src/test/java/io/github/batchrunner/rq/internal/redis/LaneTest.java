package io.github.batchrunner.rq.internal.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batchrunner.rq.RqConfig;
import io.github.batchrunner.rq.RqRefusedException;
import io.github.batchrunner.rq.RqUnavailableException;
import io.github.batchrunner.rq.testing.Await;
import io.github.batchrunner.rq.testing.RedisExtension;
import io.github.batchrunner.rq.testing.RedisFixture;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RedisExtension.class)
class LaneTest {

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Command WAIT = Command.of("BLPOP", "queue", 60);

  private final RedisFixture server;
  private Redis redis;
  private RedisLane lane;

  LaneTest(RedisFixture server) {
    this.server = server;
  }

  @BeforeEach
  void open() {
    redis = RedisConnections.open(RqConfig.of(server.uri()));
    lane = redis.lane();
  }

  @AfterEach
  void close() {
    redis.close();
  }

  @Test
  void waitsLongerThanTheCommandTimeoutForWhatBlocks() {
    RqConfig hasty =
        RqConfig.of(server.uri()).toBuilder().commandTimeout(Duration.ofMillis(500)).build();
    try (Redis other = RedisConnections.open(hasty);
        RedisLane waiting = other.lane()) {
      assertThat(waiting.block(Command.of("BLPOP", "queue", 1), Duration.ofSeconds(1))).isNull();
      assertThat(Replies.textOrNull(waiting.call(Command.of("PING")))).isEqualTo("PONG");
    }
  }

  @Test
  void aWatchedKeyThatChangedMakesTheTransactionNull() {
    lane.call(Command.of("WATCH", "k"));
    server.command("SET", "k", "changed");
    assertThat(lane.transaction(List.of(Command.of("SET", "k", "mine")))).isNull();
    lane.call(Command.of("WATCH", "k"));
    assertThat(lane.transaction(List.of(Command.of("SET", "k", "mine")))).hasSize(1);
    assertThat(server.text("GET", "k")).isEqualTo("mine");
  }

  @Test
  void anInterruptEndsTheWaitAndTheNextCallConnectsAnew() throws Exception {
    CompletableFuture<Object> waiting = CompletableFuture.supplyAsync(() -> lane.block(WAIT, LONG));
    awaitBlocked();
    lane.interrupt();
    assertUnavailable(waiting);
    assertThat(Replies.textOrNull(lane.call(Command.of("PING")))).isEqualTo("PONG");
  }

  @Test
  void anInterruptThatComesTooEarlyEndsTheNextWait() {
    lane.call(Command.of("PING"));
    lane.interrupt();
    assertThatThrownBy(() -> lane.block(WAIT, LONG)).isInstanceOf(RqUnavailableException.class);
    assertThat(Replies.textOrNull(lane.call(Command.of("PING")))).isEqualTo("PONG");
  }

  @Test
  void aRestartEndsTheWaitAndTheNextCallConnectsAnew() throws Exception {
    CompletableFuture<Object> waiting = CompletableFuture.supplyAsync(() -> lane.block(WAIT, LONG));
    awaitBlocked();
    server.restart();
    assertUnavailable(waiting);
    assertThat(Replies.textOrNull(lane.call(Command.of("PING")))).isEqualTo("PONG");
  }

  @Test
  void closingTheDatabaseEndsTheWait() throws Exception {
    CompletableFuture<Object> waiting = CompletableFuture.supplyAsync(() -> lane.block(WAIT, LONG));
    awaitBlocked();
    redis.close();
    assertUnavailable(waiting);
    assertThatThrownBy(() -> lane.call(Command.of("PING")))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> redis.lane()).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aRefusalLeavesTheConnectionAsItIs() {
    server.command("SET", "k", "v");
    long id = Replies.number(lane.call(Command.of("CLIENT", "ID")));
    assertThatThrownBy(() -> lane.block(Command.of("BLPOP", "k", 1), Duration.ofSeconds(1)))
        .isInstanceOf(RqRefusedException.class);
    assertThat(Replies.number(lane.call(Command.of("CLIENT", "ID")))).isEqualTo(id);
  }

  private void awaitBlocked() {
    Await.until(
        "the lane waits", () -> server.text("INFO", "clients").contains("blocked_clients:1"));
  }

  private static void assertUnavailable(CompletableFuture<Object> waiting) throws Exception {
    try {
      waiting.get();
      throw new AssertionError("it should have been interrupted");
    } catch (ExecutionException e) {
      assertThat(e.getCause())
          .isInstanceOfSatisfying(
              RqUnavailableException.class, cause -> assertThat(cause.maybeDone()).isTrue());
    }
  }
}
