package io.github.batchrunner.rq.internal.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batchrunner.rq.RqConfig;
import io.github.batchrunner.rq.RqRefusedException;
import io.github.batchrunner.rq.testing.Await;
import io.github.batchrunner.rq.testing.RedisExtension;
import io.github.batchrunner.rq.testing.RedisFixture;
import io.github.batchrunner.rq.testing.RespClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RedisExtension.class)
class RedisTest {

  private static final Script DOUBLE =
      Script.of("return redis.call('INCRBY', KEYS[1], ARGV[1] * 2)");
  private static final Script FLUSHED = Script.of("return redis.call('SET', KEYS[1], 'flushed')");

  private final RedisFixture server;
  private Redis redis;

  RedisTest(RedisFixture server) {
    this.server = server;
  }

  @BeforeEach
  void open() {
    server.command("SCRIPT", "FLUSH");
    redis = RedisConnections.open(RqConfig.of(server.uri()));
  }

  @AfterEach
  void close() {
    redis.close();
  }

  @Test
  void repliesAreNumbersBytesListsAndNothing() {
    byte[] binary = {0, 13, 10, -1, '"'};
    redis.call(Command.of("SET", "k", binary));
    assertThat(Replies.bytesOrNull(redis.call(Command.of("GET", "k")))).isEqualTo(binary);
    assertThat(redis.call(Command.of("GET", "none"))).isNull();
    assertThat(Replies.number(redis.call(Command.of("RPUSH", "l", 1, "zwei", "drei"))))
        .isEqualTo(3);
    assertThat(Replies.texts(redis.call(Command.of("LRANGE", "l", 0, -1))))
        .containsExactly("1", "zwei", "drei");
    assertThat(redis.call(Command.of("BLPOP", "none", "0.01"))).isNull();
    assertThat(Replies.textOrNull(redis.call(Command.of("PING")))).isEqualTo("PONG");
  }

  @Test
  void anErrorNamesServerCommandAndReasonButNotTheArguments() {
    redis.call(Command.of("SET", "k", "v"));
    assertThatThrownBy(() -> redis.call(Command.of("LPUSH", "k", "secret")))
        .isInstanceOfSatisfying(
            RqRefusedException.class, e -> assertThat(e.code()).isEqualTo("WRONGTYPE"))
        .hasMessageContaining("127.0.0.1:" + server.port())
        .hasMessageContaining("database 0")
        .hasMessageContaining("LPUSH")
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> redis.call(Command.of("NOSUCHTHING", "secret")))
        .isInstanceOf(RqRefusedException.class)
        .hasMessageNotContaining("secret");
  }

  @Test
  void databasesAreApartAndOneThatDoesNotExistIsRefused() {
    try (Redis other = RedisConnections.open(RqConfig.of(server.uri()), 13);
        Redis none = RedisConnections.open(RqConfig.of(server.uri()), 99);
        RespClient client = server.client(13)) {
      other.call(Command.of("SET", "k", "13"));
      assertThat(client.text("GET", "k")).isEqualTo("13");
      assertThat(redis.call(Command.of("GET", "k"))).isNull();
      assertThatThrownBy(() -> none.call(Command.of("GET", "k")))
          .isInstanceOf(RqRefusedException.class)
          .hasMessageContaining("database 99");
    }
  }

  @Test
  void theServersVersionIsKnown() {
    RedisVersion version = redis.serverVersion();
    assertThat(server.version()).startsWith(version.toString() + ".");
    assertThat(new RedisVersion(6, 2).atLeast(6, 2)).isTrue();
    assertThat(new RedisVersion(6, 0).atLeast(6, 2)).isFalse();
    assertThat(new RedisVersion(7, 0).atLeast(6, 2)).isTrue();
  }

  @Test
  void aPipelineOf200000CommandsIsAnsweredInOrder() {
    List<Command> commands = new ArrayList<>();
    byte[] value = "x".repeat(200).getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < 100_000; i++) {
      commands.add(Command.of("HSET", "h:" + i, "field", value));
      commands.add(Command.of("RPUSH", "list", i));
    }
    List<Object> replies = redis.pipeline(commands);
    assertThat(replies).hasSize(200_000);
    assertThat(IntStream.range(0, 100_000).allMatch(i -> replies.get(2 * i + 1).equals(i + 1L)))
        .isTrue();
    assertThat(server.number("LLEN", "list")).isEqualTo(100_000);
  }

  @Test
  void aPipelineWhoseRepliesAreLargeDoesNotStandStill() {
    redis.call(Command.of("SET", "big", new byte[1 << 20]));
    List<Object> replies = redis.pipeline(Collections.nCopies(200, Command.of("GET", "big")));
    assertThat(replies).allMatch(reply -> ((byte[]) reply).length == 1 << 20);
  }

  @Test
  void aSingleValueMayBeLargerThanAnyBuffer() {
    byte[] large = new byte[40 << 20];
    redis.call(Command.of("SET", "large", large));
    assertThat(Replies.bytesOrNull(redis.call(Command.of("GET", "large")))).hasSize(large.length);
  }

  @Test
  void aRefusedCommandOfAPipelineDisturbsNoOther() {
    List<Object> replies =
        redis.pipeline(
            List.of(
                Command.of("SET", "k", "v"),
                Command.of("LPUSH", "k", "x"),
                Command.of("EVAL", "return {1, {err = 'MY error'}, {2}}", 0),
                Command.of("GET", "k")));
    assertThat(replies.get(1))
        .isEqualTo(
            new RedisError("WRONGTYPE Operation against a key holding the wrong kind of value"));
    List<Object> nested = Replies.list(replies.get(2));
    assertThat(nested.get(1))
        .isInstanceOfSatisfying(RedisError.class, e -> assertThat(e.code()).isEqualTo("MY"));
    assertThat(Replies.textOrNull(replies.get(3))).isEqualTo("v");
    assertThat(redis.pipeline(List.of())).isEmpty();
  }

  @Test
  void aTransactionIsDoneAsAWhole() {
    assertThat(
            redis.transaction(
                List.of(
                    Command.of("INCR", "a"), Command.of("INCR", "a"), Command.of("GET", "none"))))
        .containsExactly(1L, 2L, null);
    assertThat(redis.transaction(List.of())).isEmpty();
  }

  @Test
  void aTransactionWithACommandThatCannotBeQueuedDoesNothing() {
    assertThatThrownBy(
            () -> redis.transaction(List.of(Command.of("SET", "a", 1), Command.of("GET"))))
        .isInstanceOf(RqRefusedException.class)
        .hasMessageContaining("GET")
        .hasMessageContaining("nothing was done");
    assertThat(server.text("GET", "a")).isNull();
    assertThat(redis.transaction(List.of(Command.of("INCR", "b")))).containsExactly(1L);
  }

  @Test
  void aTransactionWithACommandThatFailsWhenCarriedOutSaysSo() {
    assertThatThrownBy(
            () ->
                redis.transaction(List.of(Command.of("SET", "a", 1), Command.of("LPUSH", "a", 1))))
        .isInstanceOfSatisfying(
            RqRefusedException.class, e -> assertThat(e.code()).isEqualTo("WRONGTYPE"))
        .hasMessageContaining("the rest of which was done");
    assertThat(server.text("GET", "a")).isEqualTo("1");
  }

  @Test
  void aTransactionOf100000CommandsIsStillOne() {
    List<Command> commands = Collections.nCopies(100_000, Command.of("INCR", "n"));
    assertThat(redis.transaction(commands)).hasSize(100_000).endsWith(100_000L);
  }

  @Test
  void aScriptTheServerForgotRunsInACall() {
    assertThat(redis.call(Command.eval(DOUBLE, 1).add("n").add(4))).isEqualTo(8L);
    server.command("SCRIPT", "FLUSH");
    assertThat(redis.call(Command.eval(DOUBLE, 1).add("n").add(1))).isEqualTo(10L);
  }

  @Test
  void aScriptTheServerForgotRunsInAPipelineInItsPlace() {
    for (int i = 1; i <= 2; i++) {
      List<Object> replies =
          redis.pipeline(
              List.of(
                  Command.of("SET", "n", 1),
                  Command.eval(DOUBLE, 1).add("n").add(4),
                  Command.of("INCR", "n")));
      assertThat(replies.subList(1, 3)).containsExactly(9L, 10L);
      server.command("SCRIPT", "FLUSH");
    }
  }

  @Test
  void scriptsForgottenWithinAPipelineRunAfterTheOthers() {
    List<Object> replies =
        redis.pipeline(
            List.of(
                Command.of("SET", "n", 1),
                Command.of("SCRIPT", "FLUSH"),
                Command.eval(DOUBLE, 1).add("n").add(4),
                Command.eval(FLUSHED, 1).add("m"),
                Command.of("INCR", "n")));
    assertThat(replies.get(2)).isEqualTo(10L);
    assertThat(Replies.textOrNull(replies.get(3))).isEqualTo("OK");
    assertThat(replies.get(4)).isEqualTo(2L);
  }

  @Test
  void aScriptTheServerForgotRunsInATransaction() {
    for (int i = 1; i <= 2; i++) {
      assertThat(
              redis.transaction(
                  List.of(
                      Command.of("SET", "n", 1),
                      Command.eval(DOUBLE, 1).add("n").add(4),
                      Command.of("INCR", "n"))))
          .hasSize(3)
          .endsWith(9L, 10L);
      server.command("SCRIPT", "FLUSH");
    }
  }

  @Test
  void manyThreadsShareFewConnections() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(64);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int t = 0; t < 64; t++) {
        String own = "own:" + t;
        all.add(
            threads.submit(
                () -> {
                  for (long i = 1; i <= 100; i++) {
                    assertThat(redis.call(Command.of("INCR", own))).isEqualTo(i);
                    redis.transaction(List.of(Command.of("INCR", "all")));
                  }
                }));
      }
      for (Future<?> each : all) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(server.text("GET", "all")).isEqualTo("6400");
    assertThat(connections()).isBetween(1L, 16L);
    redis.close();
    Await.until("all are closed", () -> connections() == 0);
    assertThatThrownBy(() -> redis.call(Command.of("PING")))
        .isInstanceOf(IllegalStateException.class);
  }

  private long connections() {
    return server
        .text("CLIENT", "LIST")
        .lines()
        .filter(l -> l.contains("name=batchrunner"))
        .count();
  }
}
