package io.github.batchrunner.rq.weppcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batchrunner.rq.RqConfig;
import io.github.batchrunner.rq.RqException;
import io.github.batchrunner.rq.internal.redis.RedisConnections;
import io.github.batchrunner.rq.testing.Await;
import io.github.batchrunner.rq.testing.RedisExtension;
import io.github.batchrunner.rq.testing.RedisFixture;
import io.github.batchrunner.rq.testing.RespClient;
import io.github.batchrunner.spi.PreparedRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(RedisExtension.class)
class NoDbRedisTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private final RedisFixture redis;
  @TempDir private Path root;
  private Path batches;
  private RespClient cache;
  private NoDbRedis nodb;

  NoDbRedisTest(RedisFixture redis) {
    this.redis = redis;
  }

  @BeforeEach
  void open() throws IOException {
    root = root.toRealPath();
    batches = Files.createDirectories(root.resolve("batch"));
    cache = redis.client(13);
    nodb = nodb(Duration.ofMinutes(1));
  }

  @AfterEach
  void close() {
    nodb.close();
    cache.close();
  }

  private NoDbRedis nodb(Duration renewEvery) {
    RqConfig config = RqConfig.of(redis.uri());
    return new NoDbRedis(
        RedisConnections.open(config, 0),
        RedisConnections.open(config, 13),
        Clock.fixed(NOW, ZoneOffset.UTC),
        List.of(root.resolve("runs")),
        renewEvery);
  }

  private PreparedRun run(String batch, String leaf, boolean fresh) throws IOException {
    Path wd = Files.createDirectories(batches.resolve(batch).resolve("runs").resolve(leaf));
    Files.writeString(wd.resolve("ron.nodb"), "{}");
    return new PreparedRun(batch, leaf, wd, batches.resolve(batch).resolve("_base"), fresh);
  }

  @Test
  void theCachedTextOfAnEditedFileIsForgottenUnderBothOfItsNames() throws IOException {
    PreparedRun run = run("demo", "_base", true);
    Path link = Files.createSymbolicLink(root.resolve("link"), run.wd());
    String real = run.wd().resolve("ron.nodb").toString();
    String linked = link.resolve("ron.nodb").toString();
    String other = run.wd().resolve("wepp.nodb").toString();
    for (String key : List.of(real, linked, other)) {
      cache.command("SET", key, "{}");
    }

    nodb.forget(link.resolve("ron.nodb"));
    nodb.forget(run.wd().resolve("gone.nodb"));

    assertThat(cache.command("EXISTS", real, linked)).isEqualTo(0L);
    assertThat(cache.command("EXISTS", other)).isEqualTo(1L);
  }

  @Test
  void theLocksOfTheRunAreClearedAndNoOthers() throws IOException {
    PreparedRun run = run("demo", "OR,WA-[1]*", true);
    String id = "batch;;demo;;OR,WA-[1]*";
    redis.command("SET", "nodb-lock:" + id + ":wepp.nodb", "{\"token\":\"t\"}");
    redis.command("SET", "nodb-lock:" + id + ":_pups/omni/scenarios/a/wepp.nodb", "bare");
    redis.command("SET", "nodb-lock:" + id + ":runtime-paths/climate", "{}");
    redis.command("HSET", id, "locked:wepp.nodb", "true", "locked:old.nodb", "true", "x", "y");
    redis.command("SET", "nodb-lock:batch;;demo;;OR,WA-1:wepp.nodb", "other");
    redis.command("SET", "nodb-lock:batch;;demo;;OR,WA-[1]*2:wepp.nodb", "other");
    redis.command("HSET", "batch;;demo;;OR,WA-1", "locked:wepp.nodb", "true");

    Cleared cleared = nodb.clear(run);

    assertThat(cleared.locks())
        .containsExactlyInAnyOrder(
            "nodb-lock:" + id + ":wepp.nodb",
            "nodb-lock:" + id + ":_pups/omni/scenarios/a/wepp.nodb",
            "nodb-lock:" + id + ":runtime-paths/climate");
    assertThat(redis.texts("KEYS", "nodb-lock:*"))
        .containsExactlyInAnyOrder(
            "nodb-lock:batch;;demo;;OR,WA-1:wepp.nodb",
            "nodb-lock:batch;;demo;;OR,WA-[1]*2:wepp.nodb");
    assertThat(redis.text("HGET", id, "locked:wepp.nodb")).isEqualTo("false");
    assertThat(redis.text("HGET", id, "locked:old.nodb")).isEqualTo("false");
    assertThat(redis.text("HGET", id, "x")).isEqualTo("y");
    assertThat(redis.text("HGET", "batch;;demo;;OR,WA-1", "locked:wepp.nodb")).isEqualTo("true");
    assertThat(nodb.clear(run).locks()).isEmpty();
  }

  @Test
  void theCachedFilesOfTheRunAreClearedUnderBothPaths() throws IOException {
    PreparedRun real = run("demo", "OR-20", false);
    Path link = Files.createSymbolicLink(root.resolve("linked"), batches);
    Path wd = link.resolve("demo/runs/OR-20");
    PreparedRun run = new PreparedRun("demo", "OR-20", wd, link.resolve("demo/_base"), false);
    List<String> own =
        List.of(
            real.wd() + "/ron.nodb",
            real.wd() + "/_pups/omni/scenarios/a/wepp.nodb",
            wd + "/ron.nodb",
            wd + "/gone.nodb");
    own.forEach(key -> cache.command("SET", key, "{}"));
    List<String> others =
        List.of(real.wd() + "1/ron.nodb", real.wd() + "/notes.txt", real.baseWd() + "/ron.nodb");
    others.forEach(key -> cache.command("SET", key, "{}"));

    Cleared cleared = nodb.clear(run);

    assertThat(cleared.cached()).containsExactlyInAnyOrderElementsOf(own);
    assertThat(cache.texts("KEYS", "*")).containsExactlyInAnyOrderElementsOf(others);
  }

  @Test
  void onlyAFreshRunLosesItsTimestamps() throws IOException {
    redis.command(
        "HSET",
        "OR-20",
        "timestamps:build_soils",
        "5",
        "timestamps:x",
        "6",
        "attrs:loaded",
        "true");

    Path dump = run("demo", "OR-20", false).wd().resolve("redisprep.dump");
    Files.writeString(dump, "{}");
    assertThat(nodb.clear(run("demo", "OR-20", false)).timestamps()).isEmpty();
    assertThat(redis.number("HLEN", "OR-20")).isEqualTo(3);
    Files.delete(dump); // nobody has used RedisPrep in it: what is there is of an earlier run
    assertThat(nodb.clear(run("demo", "OR-20", false)).timestamps()).hasSize(2);
    redis.command("HSET", "OR-20", "timestamps:build_soils", "5", "timestamps:x", "6");
    assertThat(nodb.clear(run("demo", "OR-20", true)).timestamps())
        .containsExactlyInAnyOrder("build_soils", "x");
    assertThat(redis.texts("HKEYS", "OR-20")).containsExactly("attrs:loaded");
    nodb.afterClone(run("demo", "OR-20", true));
  }

  @Test
  void collisionsOfTimestampsAreSaid() throws IOException {
    PreparedRun run = run("demo", "OR-20", true);
    run("other", "OR-20", true);
    run("demo", "alone", true);
    Files.createDirectories(batches.resolve("demo/_base"));
    Files.createDirectories(batches.resolve("other/_base"));
    Files.createDirectories(root.resolve("runs/mi/mine"));
    run("demo", "mine", true);
    run("demo", "other", true);

    assertThat(nodb.collisions(batches))
        .extracting(Collision::name)
        .containsExactly("OR-20", "_base", "mine", "other");
    assertThat(nodb.clear(run).collisions())
        .singleElement()
        .satisfies(
            collision ->
                assertThat(collision.message())
                    .contains("\"OR-20\"", "demo/runs/OR-20", "other/runs/OR-20"));
    assertThat(nodb.clear(run("demo", "mine", true)).collisions()).hasSize(1);
    assertThat(nodb.clear(run("demo", "other", true)).collisions()).hasSize(1);
    assertThat(nodb.clear(run("demo", "alone", true)).collisions()).isEmpty();
  }

  @Test
  void aLockIsWhatWeppcloudReads() {
    try (NoDbLock lock = nodb.lock("batch;;demo;;OR-20", "wepp.nodb")) {
      assertThat(redis.text("GET", "nodb-lock:batch;;demo;;OR-20:wepp.nodb"))
          .matches(
              "\\{\"token\":\"[0-9a-f]{32}\",\"owner\":\"[^\":]+:\\d+\",\"acquired_at\":1767323045,"
                  + "\"expires_at\":1767323165,\"ttl\":120}");
      assertThat(redis.number("TTL", "nodb-lock:batch;;demo;;OR-20:wepp.nodb"))
          .isBetween(100L, 120L);
      assertThat(redis.text("HGET", "batch;;demo;;OR-20", "locked:wepp.nodb")).isEqualTo("true");
      assertThat(nodb.holder("batch;;demo;;OR-20", "wepp.nodb"))
          .hasValueSatisfying(
              holder -> assertThat(holder.owner()).endsWith(":" + ProcessHandle.current().pid()));
      assertThatThrownBy(() -> nodb.lock("batch;;demo;;OR-20", "wepp.nodb"))
          .isInstanceOf(NoDbLockedException.class)
          .hasMessageContaining(":" + ProcessHandle.current().pid() + "\", until 2026-01-02T03:0");
      lock.requireHeld();
      nodb.lock("batch;;demo;;OR-20", "ron.nodb").close();
    }
    assertThat(redis.number("EXISTS", "nodb-lock:batch;;demo;;OR-20:wepp.nodb")).isZero();
    assertThat(redis.text("HGET", "batch;;demo;;OR-20", "locked:wepp.nodb")).isEqualTo("false");
    nodb.lock("batch;;demo;;OR-20", "wepp.nodb").close();
  }

  @Test
  void aLockThatSomeoneElseTookIsNotGivenBackAndNotRenewed() {
    NoDbLock lock = nodb.lock("r", "wepp.nodb");
    redis.command("SET", "nodb-lock:r:wepp.nodb", "{\"token\":\"theirs\",\"owner\":\"h:1\"}");

    assertThatThrownBy(lock::requireHeld)
        .isInstanceOf(RqException.class)
        .hasMessageContaining("not held any more");
    lock.close();

    assertThat(redis.text("GET", "nodb-lock:r:wepp.nodb")).contains("theirs");
    assertThat(nodb.holder("r", "wepp.nodb").orElseThrow().until()).isEqualTo(Instant.MAX);
  }

  @Test
  void aLockIsRenewedWhileItIsHeld() {
    try (NoDbRedis quick = nodb(Duration.ofMillis(20));
        NoDbLock lock = quick.lock("r", "wepp.nodb")) {
      redis.command("EXPIRE", "nodb-lock:r:wepp.nodb", 20);
      Await.until("it was renewed", () -> redis.number("TTL", "nodb-lock:r:wepp.nodb") > 100);
      lock.requireHeld();
      redis.command("DEL", "nodb-lock:r:wepp.nodb");
      assertThatThrownBy(lock::requireHeld).isInstanceOf(RqException.class);
    }
  }

  @Test
  void closingGivesAllLocksBack() {
    try (NoDbRedis other = nodb(Duration.ofMinutes(1))) {
      assertThat(other.lock("r", "a.nodb").file()).isEqualTo("a.nodb");
      assertThat(other.lock("r", "b.nodb").runId()).isEqualTo("r");
    }
    assertThat(redis.texts("KEYS", "nodb-lock:*")).isEmpty();
  }

  @Test
  void locksOfOldVersionsAreUnderstood() {
    redis.command("SET", "nodb-lock:r:wepp.nodb", "0123abcd", "EX", 100);

    NoDbLockHolder holder = nodb.holder("r", "wepp.nodb").orElseThrow();

    assertThat(holder.token()).isEqualTo("0123abcd");
    assertThat(holder.owner()).isEmpty();
    assertThat(holder.toString()).contains("someone unnamed").doesNotContain("0123abcd");
    assertThat(nodb.holder("r", "other.nodb")).isEmpty();
  }

  @Test
  void locksOfDirectoriesAreReadUnderBothNames() throws Exception {
    PreparedRun run = run("demo", "OR-20", true);
    Path soils = Files.createDirectory(run.wd().resolve("soils"));
    String scope =
        HexFormat.of()
            .formatHex(
                MessageDigest.getInstance("SHA-1")
                    .digest(soils.toString().getBytes(StandardCharsets.UTF_8)))
            .substring(0, 12);
    assertThat(nodb.directoryHolder(run.compositeRunId(), run.wd(), "soils")).isEmpty();
    redis.command(
        "SET",
        "nodb-lock:path-scope:" + scope + ":runtime-paths/soils",
        "{\"expires_at\":1,\"owner\":\"host:7\",\"token\":\"t\"}");
    redis.command(
        "SET", "nodb-lock:batch;;demo;;OR-20:runtime-paths/landuse", "{\"owner\":\"host:8\"}");

    assertThat(nodb.directoryHolder(run.compositeRunId(), run.wd(), "soils").orElseThrow().owner())
        .isEqualTo("host:7");
    assertThat(
            nodb.directoryHolder(run.compositeRunId(), run.wd(), "landuse").orElseThrow().owner())
        .isEqualTo("host:8");
  }

  @Test
  void onlyFilesBelowTheRunCanBeLocked() {
    for (String file :
        List.of("", "..", "../x.nodb", "a/../b", "/etc/passwd", "a\nb", "a//b", ".")) {
      assertThatThrownBy(() -> nodb.lock("r", file))
          .isInstanceOf(RqException.class)
          .hasMessageContaining("\"" + file + "\"");
    }
  }
}
