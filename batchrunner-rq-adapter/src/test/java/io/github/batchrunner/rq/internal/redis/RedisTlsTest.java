package io.github.batchrunner.rq.internal.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batchrunner.rq.RqConfig;
import io.github.batchrunner.rq.RqException;
import io.github.batchrunner.rq.RqUnavailableException;
import io.github.batchrunner.rq.testing.RedisFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisTlsTest {

  @Test
  void speaksTlsWithAServerWhoseCertificateIsTrusted() {
    try (RedisFixture server = RedisFixture.options().tls().password("pw").start();
        Redis redis = RedisConnections.open(trusting(server))) {
      assertThat(redis.transaction(List.of(Command.of("INCR", "n")))).containsExactly(1L);
      redis.call(Command.of("SET", "large", new byte[4 << 20]));
      assertThat(Replies.bytesOrNull(redis.call(Command.of("GET", "large")))).hasSize(4 << 20);
    }
  }

  @Test
  void refusesACertificateThatIsNotTrusted() {
    try (RedisFixture server = RedisFixture.options().tls().start();
        Redis redis = RedisConnections.open(RqConfig.of(server.uri()))) {
      assertThatThrownBy(() -> redis.call(Command.of("PING")))
          .isExactlyInstanceOf(RqException.class)
          .hasMessageContaining("TLS");
    }
  }

  @Test
  void refusesACertificateForAnotherHost() {
    try (RedisFixture server = RedisFixture.options().tls("elsewhere.example").start();
        Redis redis = RedisConnections.open(trusting(server))) {
      assertThatThrownBy(() -> redis.call(Command.of("PING")))
          .isExactlyInstanceOf(RqException.class)
          .hasMessageContaining("localhost");
    }
  }

  @Test
  void aServerWithoutTlsIsNotReachedWithIt() {
    try (RedisFixture server = RedisFixture.start();
        Redis redis =
            RedisConnections.open(
                RqConfig.builder("rediss://127.0.0.1:" + server.port())
                    .connectTimeout(Duration.ofMillis(300))
                    .build())) {
      assertThatThrownBy(() -> redis.call(Command.of("PING")))
          .isInstanceOf(RqException.class)
          .hasMessageContaining("TLS");
    }
  }

  @Test
  void aServerWithTlsIsNotReachedWithoutIt() {
    try (RedisFixture server = RedisFixture.options().tls().start();
        Redis redis =
            RedisConnections.open(RqConfig.parse("redis://localhost:" + server.uri().getPort()))) {
      assertThatThrownBy(() -> redis.call(Command.of("PING")))
          .isInstanceOf(RqUnavailableException.class)
          .hasMessageContaining("rediss://");
    }
  }

  @Test
  void certificatesThatCannotBeReadAreNamed(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("ca.pem");
    RqConfig config = RqConfig.builder("rediss://localhost").certificates(file).build();
    assertThatThrownBy(() -> RedisConnections.open(config))
        .isInstanceOf(RqException.class)
        .hasMessageContaining("ca.pem");
    Files.writeString(file, "no certificate");
    assertThatThrownBy(() -> RedisConnections.open(config))
        .isInstanceOf(RqException.class)
        .hasMessageContaining("ca.pem");
  }

  private static RqConfig trusting(RedisFixture server) {
    return RqConfig.builder(server.uri().toString()).certificates(server.certificate()).build();
  }
}
