package io.github.batchrunner.rq.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RedisExtension.class)
class RedisFixtureTest {

  private final RedisFixture redis;

  RedisFixtureTest(RedisFixture redis) {
    this.redis = redis;
  }

  @Test
  void answersAndIsEmpty() {
    assertThat(redis.number("DBSIZE")).isZero();
    redis.command("SET", "k", "ä");
    assertThat(redis.text("GET", "k")).isEqualTo("ä");
    assertThat(redis.bytes("GET", "none")).isNull();
    assertThatThrownBy(() -> redis.command("LPOP", "k")).hasMessageContaining("WRONGTYPE");
    assertThat(redis.version()).matches("\\d+\\.\\d+\\.\\d+");
  }

  @Test
  void forgetsOnARestart() {
    redis.command("SET", "k", "v");
    redis.restart();
    assertThat(redis.text("GET", "k")).isNull();
  }

  @Test
  void keepsDataOverACrashIfTold() {
    try (RedisFixture keeping = RedisFixture.options().appendOnly().start()) {
      keeping.command("SET", "k", "v");
      keeping.kill();
      assertThat(keeping.isRunning()).isFalse();
      keeping.restart();
      assertThat(keeping.text("GET", "k")).isEqualTo("v");
    }
  }

  @Test
  void wantsThePasswordAndSpeaksTls() {
    try (RedisFixture secured = RedisFixture.options().password("secret").tls().start()) {
      assertThat(secured.uri(3).toString()).startsWith("rediss://:secret@localhost:");
      assertThat(secured.certificate()).isRegularFile();
      assertThat(secured.text("PING")).isEqualTo("PONG");
    }
  }

  @Test
  void embeddedRedisBringsAServerToo() {
    assertThat(RedisBinary.bundled()).matches(Files::isExecutable);
  }
}
