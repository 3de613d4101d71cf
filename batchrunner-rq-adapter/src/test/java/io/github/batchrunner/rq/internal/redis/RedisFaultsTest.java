package io.github.batchrunner.rq.internal.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.batchrunner.rq.RqConfig;
import io.github.batchrunner.rq.RqException;
import io.github.batchrunner.rq.RqRefusedException;
import io.github.batchrunner.rq.RqUnavailableException;
import io.github.batchrunner.rq.testing.Await;
import io.github.batchrunner.rq.testing.RedisExtension;
import io.github.batchrunner.rq.testing.RedisFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RedisExtension.class)
class RedisFaultsTest {

  private static final Command PING = Command.of("PING");

  private final RedisFixture server;

  RedisFaultsTest(RedisFixture server) {
    this.server = server;
  }

  @Test
  void aServerThatIsNotThereIsUnavailableAndNothingWasDone() {
    server.stop();
    try (Redis redis = RedisConnections.open(config())) {
      RqUnavailableException e = unavailable(redis, PING);
      assertThat(e.maybeDone()).isFalse();
      assertThat(e).hasMessageContaining("127.0.0.1:" + server.port());
      server.restart();
      assertThat(Replies.textOrNull(redis.call(PING))).isEqualTo("PONG");
    }
  }

  @Test
  void aHostThatDoesNotExistIsUnavailable() {
    try (Redis redis = RedisConnections.open(RqConfig.parse("redis://no-such-host.invalid"))) {
      RqUnavailableException e = unavailable(redis, PING);
      assertThat(e.maybeDone()).isFalse();
      assertThat(e).hasMessageContaining("no host \"no-such-host.invalid\"");
    }
  }

  @Test
  void afterARestartAtMostOneCallPerConnectionFails() {
    try (Redis redis = RedisConnections.open(config())) {
      redis.call(PING);
      server.restart();
      assertThat(unavailable(redis, PING).maybeDone()).isTrue();
      assertThat(Replies.textOrNull(redis.call(PING))).isEqualTo("PONG");
    }
  }

  @Test
  void aRestartInTheMiddleFailsTheCallsUnderWayAndNoLaterOnes() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    CountDownLatch underWay = new CountDownLatch(4);
    try (Redis redis = RedisConnections.open(config())) {
      List<Future<RqUnavailableException>> failures = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        failures.add(
            threads.submit(
                () -> {
                  List<Command> commands = Collections.nCopies(1_000, Command.of("INCR", "n"));
                  for (boolean told = false; ; ) {
                    try {
                      redis.pipeline(commands);
                    } catch (RqUnavailableException e) {
                      return e;
                    }
                    if (!told) {
                      underWay.countDown();
                      told = true;
                    }
                  }
                }));
      }
      underWay.await();
      server.kill();
      for (Future<RqUnavailableException> failure : failures) {
        assertThat(failure.get()).hasMessageContaining("127.0.0.1:" + server.port());
      }
      server.restart();
      assertThat(redis.pipeline(Collections.nCopies(10, PING))).hasSize(10);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aServerThatStandsStillIsGivenUpAfterTheCommandTimeout() {
    RqConfig config = config().toBuilder().commandTimeout(Duration.ofMillis(500)).build();
    try (Redis redis = RedisConnections.open(config)) {
      redis.call(PING);
      server.freeze();
      try {
        RqUnavailableException e = unavailable(redis, Command.of("INCR", "n"));
        assertThat(e.maybeDone()).isTrue();
        assertThat(e).hasMessageContaining("no answer within 500 ms");
      } finally {
        server.thaw();
      }
      assertThat(Replies.textOrNull(redis.call(PING))).isEqualTo("PONG");
    }
  }

  @Test
  void aServerThatStandsStillTakesNoLargeValueEither() {
    RqConfig config = config().toBuilder().commandTimeout(Duration.ofMillis(500)).build();
    try (Redis redis = RedisConnections.open(config)) {
      redis.call(PING);
      server.freeze();
      try {
        RqUnavailableException e = unavailable(redis, Command.of("SET", "k", new byte[16 << 20]));
        assertThat(e).hasMessageContaining("does not take what is sent");
      } finally {
        server.thaw();
      }
      assertThat(server.text("GET", "k")).isNull();
    }
  }

  @Test
  void aServerThatStandsStillLetsNobodyIn() {
    RqConfig config = config().toBuilder().connectTimeout(Duration.ofMillis(200)).build();
    server.freeze();
    try (Redis redis = RedisConnections.open(config)) {
      assertThat(unavailable(redis, Command.of("INCR", "n")).maybeDone()).isFalse();
    } finally {
      server.thaw();
    }
  }

  @Test
  void aTransactionThatWasNotSentWholeWasNotDone() {
    RqConfig config = config().toBuilder().commandTimeout(Duration.ofMillis(500)).build();
    try (Redis redis = RedisConnections.open(config)) {
      redis.call(PING);
      server.freeze();
      try {
        List<Command> commands =
            Collections.nCopies(30, Command.of("APPEND", "k", new byte[1 << 20]));
        RqUnavailableException e =
            catchThrowableOfType(RqUnavailableException.class, () -> redis.transaction(commands));
        assertThat(e.maybeDone()).isFalse();
      } finally {
        server.thaw();
      }
      assertThat(server.text("GET", "k")).isNull();
    }
  }

  @Test
  void aConnectionTheServerClosedIsFoundOutBeforeUseWhenItWasIdleForLong() {
    long[] now = {0};
    Dialer dialer = new Dialer(new Endpoint(config(), 0));
    Pool pool = new Pool(dialer, () -> now[0]);
    Object first = pool.<Object>with(wire -> wire);
    assertThat(pool.<Object>with(wire -> wire)).isSameAs(first);
    server.command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
    now[0] = Duration.ofSeconds(16).toNanos();
    String pong = pool.with(wire -> Replies.textOrNull(new Session(wire).call(PING)));
    assertThat(pong).isEqualTo("PONG");
    pool.close();
  }

  @Test
  void aMissingPasswordSaysWhatToDo() {
    try (RedisFixture locked = RedisFixture.options().password("geheim").start()) {
      try (Redis redis =
          RedisConnections.open(RqConfig.parse("redis://127.0.0.1:" + locked.port()))) {
        assertThatThrownBy(() -> redis.call(PING))
            .isInstanceOfSatisfying(
                RqRefusedException.class,
                e -> {
                  assertThat(e.code()).isEqualTo("NOAUTH");
                  assertThat(e.temporary()).isFalse();
                })
            .hasMessageContaining("redis://:password@host:port");
      }
      try (Redis redis =
          RedisConnections.open(RqConfig.parse("redis://:falsch@127.0.0.1:" + locked.port()))) {
        assertThatThrownBy(() -> redis.call(PING))
            .isInstanceOfSatisfying(
                RqRefusedException.class, e -> assertThat(e.code()).isEqualTo("WRONGPASS"))
            .hasMessageNotContaining("falsch");
      }
      try (Redis redis = RedisConnections.open(RqConfig.of(locked.uri()))) {
        assertThat(Replies.textOrNull(redis.call(PING))).isEqualTo("PONG");
      }
    }
  }

  @Test
  void aPasswordThatNobodyAskedForIsRefusedWithoutBeingShown() {
    try (Redis redis =
        RedisConnections.open(RqConfig.parse("redis://:geheim@127.0.0.1:" + server.port()))) {
      assertThatThrownBy(() -> redis.call(PING))
          .isInstanceOf(RqRefusedException.class)
          .hasMessageContaining("password")
          .hasMessageNotContaining("geheim");
    }
  }

  @Test
  void usersMayDoWhatTheServerAllowsThem() {
    try (RedisFixture users = RedisFixture.options().start()) {
      users.command("ACL", "SETUSER", "rq", "on", ">p@ss:w/rd", "~rq:*", "+@all", "-flushall");
      users.command("ACL", "SETUSER", "half", "on", ">pw", "~*", "+@all", "-multi");
      String host = "127.0.0.1:" + users.port();
      try (Redis redis =
              RedisConnections.open(RqConfig.parse("redis://rq:p%40ss%3Aw%2Frd@" + host));
          Redis half = RedisConnections.open(RqConfig.parse("redis://half:pw@" + host))) {
        redis.call(Command.of("SET", "rq:k", "v"));
        assertThatThrownBy(() -> redis.call(Command.of("SET", "other", "v")))
            .isInstanceOfSatisfying(
                RqRefusedException.class, e -> assertThat(e.code()).isEqualTo("NOPERM"))
            .hasMessageContaining("user \"rq\"");
        assertThatThrownBy(() -> redis.call(Command.of("FLUSHALL")))
            .isInstanceOf(RqRefusedException.class);
        assertThatThrownBy(() -> half.transaction(List.of(Command.of("SET", "k", "v"))))
            .isInstanceOf(RqRefusedException.class)
            .hasMessageContaining("MULTI");
        assertThat(users.text("GET", "k")).isNull();
      }
    }
  }

  @Test
  void aClusterIsRefusedWithTheReason() {
    try (RedisFixture cluster = RedisFixture.options().clusterEnabled().start();
        Redis redis = RedisConnections.open(RqConfig.of(cluster.uri()))) {
      assertThatThrownBy(() -> redis.call(PING))
          .isExactlyInstanceOf(RqException.class)
          .hasMessageContaining("Redis Cluster")
          .hasMessageContaining("several keys");
    }
  }

  @Test
  void aReplicaRefusesWritesAndTellsWhatToDo() {
    try (RedisFixture replica = RedisFixture.options().replicaOf(server).start();
        Redis redis = RedisConnections.open(RqConfig.of(replica.uri()))) {
      Await.until(
          "the replica is connected",
          () -> replica.text("INFO", "replication").contains("master_link_status:up"));
      RqRefusedException e = refused(redis, Command.of("SET", "k", "v"));
      assertThat(e.code()).isEqualTo("READONLY");
      assertThat(e.temporary()).isTrue();
      assertThat(e).hasMessageContaining("primary");
      assertThatThrownBy(() -> redis.transaction(List.of(Command.of("SET", "k", "v"))))
          .isInstanceOfSatisfying(
              RqRefusedException.class, x -> assertThat(x.code()).isEqualTo("READONLY"));
    }
  }

  @Test
  void aFullServerRefusesWritesAsAWhole() {
    try (RedisFixture full = RedisFixture.options().maxMemory("1kb", "noeviction").start();
        Redis redis = RedisConnections.open(RqConfig.of(full.uri()))) {
      RqRefusedException e = refused(redis, Command.of("SET", "k", "v"));
      assertThat(e.code()).isEqualTo("OOM");
      assertThat(e.temporary()).isTrue();
      assertThatThrownBy(
              () -> redis.transaction(List.of(Command.of("DEL", "k"), Command.of("SET", "k", "v"))))
          .isInstanceOfSatisfying(
              RqRefusedException.class, x -> assertThat(x.code()).isEqualTo("OOM"));
      assertThat(redis.pipeline(List.of(Command.of("GET", "k"), Command.of("SET", "k", "v"))))
          .element(1)
          .isInstanceOfSatisfying(RedisError.class, x -> assertThat(x.code()).isEqualTo("OOM"));
    }
  }

  @Test
  void aServerWithoutRoomForAnotherConnectionIsUnavailable() {
    try (RedisFixture small = RedisFixture.options().argument("--maxclients", "1").start();
        Redis redis = RedisConnections.open(RqConfig.of(small.uri()))) {
      small.command("PING");
      assertThat(unavailable(redis, PING).maybeDone()).isFalse();
    }
  }

  private RqConfig config() {
    return RqConfig.of(server.uri());
  }

  private static RqUnavailableException unavailable(Redis redis, Command command) {
    return catchThrowableOfType(RqUnavailableException.class, () -> redis.call(command));
  }

  private static RqRefusedException refused(Redis redis, Command command) {
    return catchThrowableOfType(RqRefusedException.class, () -> redis.call(command));
  }
}
