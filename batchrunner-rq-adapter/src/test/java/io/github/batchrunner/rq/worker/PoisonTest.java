package io.github.batchrunner.rq.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.rq.Call;
import io.github.batchrunner.rq.JobRequest;
import io.github.batchrunner.rq.pickle.Pickle;
import io.github.batchrunner.rq.testing.RedisExtension;
import io.github.batchrunner.rq.testing.RedisFixture;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What kills Python's workers, or is lost by them, does neither here. */
@ExtendWith(RedisExtension.class)
class PoisonTest {

  private final WorkerBench bench;
  private final RedisFixture redis;

  PoisonTest(RedisFixture redis) {
    this.redis = redis;
    this.bench = new WorkerBench(redis);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  /** A job that is good but for some fields, and what becomes of it. */
  record Poison(String what, Map<String, Object> fields, String status, String reason) {
    @Override
    public String toString() {
      return what;
    }
  }

  static Stream<Poison> poisons() {
    byte[] noCall = Pickle.dumps(List.of(1, 2, 3));
    byte[] deep = new byte[100_000];
    Arrays.fill(deep, (byte) ']');
    return Stream.of(
        new Poison("not a pickle", Map.of("data", "\u0001\u0002"), "failed", ""),
        new Poison("no data at all", Map.of("data", ""), "failed", ""),
        new Poison("a cut pickle", Map.of("data", new byte[] {(byte) 0x80, 4}), "failed", ""),
        new Poison("endless nesting", Map.of("data", deep), "failed", ""),
        new Poison("a pickle of another thing", Map.of("data", noCall), "failed", "kwargs"),
        new Poison(
            "a function that is not there",
            Map.of("data", "(Vos.system\nN(Vrm\nt(dt."),
            "failed",
            "knows no function \"os.system\""),
        new Poison(
            "a function with an endless name",
            Map.of("data", "(V" + "x".repeat(1_000_000) + "\nN(t(dt."),
            "failed",
            "of 1000000 characters"),
        new Poison("an unknown status", Map.of("status", "dancing"), "finished", ""),
        new Poison("a status of later versions", Map.of("status", "rate_limited"), "finished", ""),
        new Poison("an empty status", Map.of("status", ""), "finished", ""),
        new Poison(
            "times that are none",
            Map.of("created_at", "yesterday", "enqueued_at", "2026-01-02T03:04:05.123456789Z"),
            "finished",
            ""),
        new Poison("a timeout in words", Map.of("timeout", "3m"), "failed", "\"timeout\""),
        new Poison(
            "a fraction for a timeout", Map.of("timeout", "180.0"), "failed", "whole number"),
        new Poison("an empty timeout", Map.of("timeout", ""), "finished", ""),
        new Poison("no end", Map.of("timeout", "-1"), "finished", ""),
        new Poison("a timeout of zero", Map.of("timeout", "0"), "finished", ""),
        new Poison(
            "a timeout beyond numbers", Map.of("timeout", "9".repeat(30)), "failed", "timeout"),
        new Poison("a TTL in words", Map.of("result_ttl", "long"), "failed", "result_ttl"),
        new Poison("a failure TTL in words", Map.of("failure_ttl", "x"), "failed", "failure_ttl"),
        new Poison("retries in words", Map.of("retries_left", "many"), "failed", "retries_left"),
        new Poison("retry intervals of no list", Map.of("retry_intervals", "{"), "finished", ""),
        new Poison("an odd flag", Map.of("enqueue_at_front", "false"), "finished", ""),
        new Poison("an empty flag", Map.of("enqueue_at_front", ""), "finished", ""),
        new Poison("another odd flag", Map.of("allow_dependency_failures", "x"), "finished", ""),
        new Poison("metadata that is none", Map.of("meta", "garbage"), "finished", ""),
        new Poison(
            "an empty timeout of a callback",
            Map.of("success_callback_timeout", "", "success_callback_name", "rqtasks.on_success"),
            "finished",
            ""),
        new Poison("dependencies that are none", Map.of("dependency_ids", "]"), "finished", ""),
        new Poison("another queue", Map.of("origin", "elsewhere"), "finished", ""),
        new Poison("an empty queue", Map.of("origin", ""), "finished", ""),
        new Poison("repeats in words", Map.of("repeats_left", "x"), "finished", ""));
  }

  @ParameterizedTest
  @MethodSource("poisons")
  void aWorkerGoesOn(Poison poison) {
    bench.queue.enqueue(JobRequest.builder(Call.of("rqtasks.add", 1, 2)).id("poison").build());
    poison.fields().forEach((field, value) -> redis.command("HSET", "rq:job:poison", field, value));
    String after = bench.enqueue("rqtasks.add", 3, 4);
    bench.burst(bench.pool());
    assertThat(bench.status("poison")).isEqualTo(poison.status());
    if (poison.status().equals("failed")) {
      assertThat(bench.failureText("poison")).contains(poison.reason());
    }
    assertThat(bench.status(after)).isEqualTo("finished");
    assertThat(bench.leftovers()).isEmpty();
  }

  @Test
  void idsWithoutJobsArePutWhereMaintenanceLooks() {
    redis.command("RPUSH", "rq:queue:q", "ghost", "hollow", "list");
    redis.command("HSET", "rq:job:hollow", "status", "queued");
    redis.command("RPUSH", "rq:job:list", "x");
    String after = bench.enqueue("rqtasks.add", 1, 2);
    WorkerStatistics done = bench.burst(bench.pool());
    assertThat(done.aside()).isEqualTo(3);
    assertThat(bench.status(after)).isEqualTo("finished");
    assertThat(redis.texts("LRANGE", "rq:queue:q:intermediate", "0", "-1"))
        .containsExactly("ghost", "hollow", "list");
  }

  @Test
  void idsMayBeAnyBytes() {
    List<Object> ids =
        List.of(
            "a:b",
            "a:" + "0".repeat(32),
            "with space\r\n",
            "ä€😀",
            new byte[] {(byte) 0xff, (byte) 0xfe, 0},
            "x".repeat(10_000));
    for (Object id : ids) {
      redis.command("HSET", key(id), "data", "(Vrqtasks.add\nN(I1\nI2\nt(dt.", "origin", "q");
      redis.command("RPUSH", "rq:queue:q", id);
    }
    WorkerStatistics done = bench.burst(bench.pool().startedEntries(StartedEntries.EXECUTIONS));
    assertThat(done.finished()).isEqualTo(ids.size());
    for (Object id : ids) {
      assertThat(redis.text("HGET", key(id), "status")).isEqualTo("finished");
    }
    assertThat(bench.leftovers()).isEmpty();
  }

  private static byte[] key(Object id) {
    byte[] prefix = "rq:job:".getBytes(StandardCharsets.UTF_8);
    byte[] bytes = id instanceof byte[] raw ? raw : id.toString().getBytes(StandardCharsets.UTF_8);
    byte[] key = Arrays.copyOf(prefix, prefix.length + bytes.length);
    System.arraycopy(bytes, 0, key, prefix.length, bytes.length);
    return key;
  }

  @Test
  void keysOfAnotherTypeKeepNothingElseFromBeingWritten() {
    for (String key : List.of("rq:finished:q", "rq:results:a", "rq:job:a:dependents")) {
      redis.command("SET", key, "x");
    }
    bench.queue.enqueue(JobRequest.builder(Call.of("rqtasks.add", 1, 2)).id("a").build());
    WorkerStatistics done = bench.burst(bench.pool());
    assertThat(done.finished()).isOne();
    assertThat(bench.status("a")).isEqualTo("finished");
    assertThat(redis.number("ZCARD", "rq:wip:q")).isZero();
  }

  @Test
  void aRegistryOfAnotherTypePutsTheJobAside() {
    redis.command("SET", "rq:wip:q", "x");
    bench.queue.enqueue(JobRequest.builder(Call.of("rqtasks.add", 1, 2)).id("a").build());
    assertThat(bench.burst(bench.pool()).aside()).isOne();
    assertThat(bench.status("a")).isEqualTo("queued");
    assertThat(redis.texts("LRANGE", "rq:queue:q:intermediate", "0", "-1")).containsExactly("a");
  }

  @Test
  void oddChildrenDoNotFailTheirParent() {
    bench.queue.enqueue(JobRequest.builder(Call.of("rqtasks.add", 1, 2)).id("a").build());
    redis.command("SADD", "rq:job:a:dependents", "ghost", "list", "origin", "time", "good");
    redis.command("RPUSH", "rq:job:list", "x");
    String data = "(Vrqtasks.add\nN(I1\nI2\nt(dt.";
    redis.command("HSET", "rq:job:origin", "data", data, "status", "deferred");
    redis.command(
        "HSET",
        "rq:job:time",
        "data",
        data,
        "status",
        "deferred",
        "origin",
        "q",
        "created_at",
        "x");
    redis.command("HSET", "rq:job:good", "data", data, "status", "deferred", "origin", "q");
    redis.command(
        "HSET", "rq:job:good", "dependency_ids", "[\"a\"]", "enqueue_at_front", "9".repeat(400));
    bench.burst(bench.pool());
    assertThat(bench.status("a")).isEqualTo("finished");
    assertThat(bench.status("time")).isEqualTo("finished");
    assertThat(bench.status("good")).isEqualTo("finished");
    assertThat(bench.status("origin")).isEqualTo("deferred");
    assertThat(redis.texts("SMEMBERS", "rq:job:a:dependents"))
        .containsExactlyInAnyOrder("ghost", "list", "origin");
  }

  @Test
  void hugeArgumentsAndResultsPass() {
    String huge = "x".repeat(8 << 20);
    String id = bench.enqueue("rqtasks.record", huge);
    bench.burst(bench.pool());
    assertThat(bench.status(id)).isEqualTo("finished");
    assertThat(bench.runsOf(id)).isOne();
  }
}
