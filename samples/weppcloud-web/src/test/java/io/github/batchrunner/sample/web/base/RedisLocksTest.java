package io.github.batchrunner.sample.web.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batchrunner.core.engine.EngineUnavailableException;
import io.github.batchrunner.rq.RqConfig;
import io.github.batchrunner.rq.weppcloud.NoDbLock;
import io.github.batchrunner.rq.weppcloud.NoDbRedis;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a real Redis, which WEPPcloud's programs lock NoDb files in. */
class RedisLocksTest {

  @TempDir Path root;
  private Process server;
  private RqConfig config;

  @BeforeEach
  void start() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    try {
      server =
          new ProcessBuilder(
                  "redis-server",
                  "--port",
                  "" + port,
                  "--bind",
                  "127.0.0.1",
                  "--save",
                  "",
                  "--dir",
                  root.toString())
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      if ("true".equals(System.getenv("BATCHRUNNER_REQUIRE_ALL"))) {
        throw e;
      }
      Assumptions.abort("needs redis-server: " + e.getMessage());
    }
    BufferedReader says = server.inputReader(StandardCharsets.UTF_8);
    String line = says.readLine();
    while (line != null && !line.contains("Ready to accept connections")) {
      line = says.readLine();
    }
    assertThat(line).as("redis-server is ready").isNotNull();
    config = RqConfig.parse("redis://127.0.0.1:" + port);
  }

  @AfterEach
  void stop() {
    // A skipped test has none.
    if (server != null) {
      server.destroy();
    }
  }

  @Test
  void anEditTakesTheLockThatWeppcloudTakesAndGivesItBack() {
    try (NoDbRedis weppcloud = NoDbRedis.open(config);
        RedisLocks locks = new RedisLocks(NoDbRedis.open(config))) {
      TestBase base = TestBase.of(root, "disturbed9002_wbt", locks);
      try (NoDbLock lock = weppcloud.lock("batch;;demo;;_base", "climate.nodb")) {
        assertThatThrownBy(() -> base.apply("climate", "input_years", 7))
            .isInstanceOf(BaseLockedException.class)
            .hasMessageContaining(lock.file())
            .hasMessageContaining(String.valueOf(ProcessHandle.current().pid()));
        assertThat(base.field("climate", "input_years").value()).isEqualTo(100L);
      }

      assertThat(base.apply("climate", "input_years", 7)).hasSize(1);
      assertThat(weppcloud.holder("batch;;demo;;_base", "climate.nodb")).isEmpty();
      assertThat(Files.exists(base.path("climate.nodb.lock"))).isFalse();
    }
  }

  @Test
  void withoutRedisNothingIsWritten() {
    try (RedisLocks locks = new RedisLocks(NoDbRedis.open(config))) {
      TestBase base = TestBase.of(root, "disturbed9002_wbt", locks);
      server.destroy();
      server.onExit().join();

      assertThatThrownBy(() -> base.apply("climate", "input_years", 7))
          .isInstanceOf(EngineUnavailableException.class);
      assertThat(base.field("climate", "input_years").value()).isEqualTo(100L);
    }
  }
}
