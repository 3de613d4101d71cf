package io.github.batchrunner.rq.worker;

import io.github.batchrunner.rq.Call;
import io.github.batchrunner.rq.JobRequest;
import io.github.batchrunner.rq.Rq;
import io.github.batchrunner.rq.RqConfig;
import io.github.batchrunner.rq.RqQueue;
import io.github.batchrunner.rq.testing.Await;
import io.github.batchrunner.rq.testing.RedisFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A queue, a client, and pools of workers that know some functions; all end when it is closed. */
final class WorkerBench implements AutoCloseable {

  static final String QUEUE = "q";

  final RedisFixture redis;
  final RqConfig config;
  final Rq rq;
  final RqQueue queue;
  final ConcurrentMap<String, AtomicInteger> runs = new ConcurrentHashMap<>();
  final ConcurrentMap<String, CountDownLatch> gates = new ConcurrentHashMap<>();
  final List<String> called = java.util.Collections.synchronizedList(new ArrayList<>());
  private final List<RqWorkerPool> pools = new ArrayList<>();

  WorkerBench(RedisFixture redis) {
    this.redis = redis;
    config = RqConfig.of(redis.uri());
    rq = Rq.connect(config);
    queue = rq.queue(QUEUE);
  }

  /** Returns a builder that knows the functions of {@code rqtasks.py} that tests use. */
  RqWorkerPool.Builder pool() {
    return pool(QUEUE);
  }

  RqWorkerPool.Builder pool(String... queues) {
    return RqWorkerPool.builder(config, queues)
        .function("rqtasks.noop", job -> null)
        .function("rqtasks.add", job -> (Long) job.args().get(0) + (Long) job.args().get(1))
        .function("rqtasks.record", this::record)
        .function(
            "rqtasks.fail",
            job -> {
              throw new IllegalStateException("failed on purpose");
            })
        .function("rqtasks.gate", this::gate)
        .callback("rqtasks.on_success", (job, result, failure) -> called.add("success " + job.id()))
        .callback("rqtasks.on_failure", (job, result, failure) -> called.add("failure " + job.id()))
        .callback(
            "rqtasks.on_stopped", (job, result, failure) -> called.add("stopped " + job.id()));
  }

  private Object record(JobContext job) {
    runs.computeIfAbsent(job.id(), id -> new AtomicInteger()).incrementAndGet();
    return job.args().get(0);
  }

  private Object gate(JobContext job) throws InterruptedException {
    runs.computeIfAbsent(job.id(), id -> new AtomicInteger()).incrementAndGet();
    gateOf(String.valueOf(job.args().get(0))).await();
    return job.args().get(0);
  }

  CountDownLatch gateOf(String name) {
    return gates.computeIfAbsent(name, id -> new CountDownLatch(1));
  }

  int runsOf(String id) {
    AtomicInteger count = runs.get(id);
    return count == null ? 0 : count.get();
  }

  RqWorkerPool start(RqWorkerPool.Builder builder) {
    RqWorkerPool pool = builder.build();
    pools.add(pool);
    pool.start();
    return pool;
  }

  /** Runs a pool until the queues are empty. */
  WorkerStatistics burst(RqWorkerPool.Builder builder) {
    try (RqWorkerPool pool = builder.burst().build()) {
      pool.start();
      if (!pool.await(Duration.ofSeconds(60))) {
        throw new AssertionError("the burst has not ended in a minute");
      }
      return pool.statistics();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  String enqueue(String function, Object... args) {
    return queue.enqueue(Call.of(function, args));
  }

  void enqueue(JobRequest.Builder request) {
    queue.enqueue(request.build());
  }

  static JobRequest.Builder job(String id, String function, Object... args) {
    return JobRequest.builder(Call.of(function, args)).id(id);
  }

  Optional<String> field(String id, String field) {
    return Optional.ofNullable(redis.text("HGET", "rq:job:" + id, field));
  }

  String status(String id) {
    return field(id, "status").orElse("none");
  }

  void awaitStatus(String id, String status) {
    Await.until("job " + id + " is " + status, () -> status(id).equals(status));
  }

  /** Returns the newest failure text of a job. */
  String failureText(String id) {
    List<?> entries = (List<?>) redis.command("XREVRANGE", "rq:results:" + id, "+", "-");
    List<?> fields = (List<?>) ((List<?>) entries.get(0)).get(1);
    for (int i = 0; i < fields.size(); i += 2) {
      if (new String((byte[]) fields.get(i), java.nio.charset.StandardCharsets.UTF_8)
          .equals("exc_string")) {
        byte[] compressed = java.util.Base64.getDecoder().decode((byte[]) fields.get(i + 1));
        return new String(
            io.github.batchrunner.rq.internal.protocol.JobData.inflateIfDeflated(compressed),
            java.nio.charset.StandardCharsets.UTF_8);
      }
    }
    return "";
  }

  /** Returns the keys that only running jobs may have. */
  List<String> leftovers() {
    List<String> keys = new ArrayList<>();
    for (String pattern :
        List.of("rq:wip:*", "rq:execution*", "rq:deferred:*", "rq:queue:*", "rq:worker:*")) {
      keys.addAll(redis.texts("KEYS", pattern));
    }
    keys.removeIf(key -> key.startsWith("rq:worker:") && redis.text("HGET", key, "death") != null);
    return keys;
  }

  @Override
  public void close() {
    gates.values().forEach(CountDownLatch::countDown);
    pools.forEach(
        pool -> {
          pool.shutdownNow();
          pool.close();
        });
    rq.close();
  }
}
