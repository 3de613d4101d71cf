package io.github.batchrunner.rq.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.rq.RqConfig;
import io.github.batchrunner.rq.RqJob;
import io.github.batchrunner.rq.Serializer;
import io.github.batchrunner.rq.internal.protocol.RqLink;
import io.github.batchrunner.rq.testing.RedisFixture;
import io.github.batchrunner.rq.worker.Ending.Claim;
import io.github.batchrunner.rq.worker.Ending.Next;
import io.github.batchrunner.rq.worker.Ending.Result;
import io.github.batchrunner.rq.worker.Ending.Status;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/** The script lets jobs go by RQ's rule, whatever the order in which others end. */
class ReleaseRuleTest {

  private static final List<Status> STATUSES = List.of(Status.values());

  private static @Nullable RedisFixture server;
  private static @Nullable RqLink opened;

  @BeforeContainer
  static void start() {
    server = RedisFixture.start();
    opened = RqLink.open(RqConfig.of(server.uri()), Clock.systemUTC());
  }

  @AfterContainer
  static void stop() {
    if (opened != null) {
      opened.close();
    }
    if (server != null) {
      server.close();
    }
  }

  /** What the script should do, in the plainest way. */
  private static final class Model {
    final Map<String, String> statuses = new LinkedHashMap<>();
    final Map<String, Set<String>> needs = new LinkedHashMap<>();
    final Set<String> tolerant = new TreeSet<>();
    final List<String> released = new ArrayList<>();

    boolean met(String need, String job) {
      String status = statuses.get(need);
      return status == null
          || status.equals("finished")
          || (tolerant.contains(job) && (status.equals("failed") || status.equals("stopped")));
    }

    void end(String id, String status) {
      boolean cancelled = "canceled".equals(statuses.get(id));
      statuses.put(id, status);
      if (cancelled) {
        return;
      }
      for (Map.Entry<String, Set<String>> job : needs.entrySet()) {
        if ("deferred".equals(statuses.get(job.getKey()))
            && job.getValue().contains(id)
            && job.getValue().stream().allMatch(need -> met(need, job.getKey()))) {
          statuses.put(job.getKey(), "queued");
          released.add(job.getKey());
        }
      }
    }
  }

  @Property(tries = 150)
  void releasesWhatTheRuleSays(@ForAll long seed) {
    RedisFixture redis = java.util.Objects.requireNonNull(server);
    redis.flush();
    Random random = new Random(seed);
    Model model = new Model();
    int parents = 1 + random.nextInt(6);
    int children = 1 + random.nextInt(8);
    for (int i = 0; i < parents; i++) {
      model.statuses.put("p" + i, "started");
      redis.command("HSET", "rq:job:p" + i, "data", "x", "status", "started", "origin", "q");
      redis.command("ZADD", "rq:wip:q", "9e9", "p" + i);
    }
    for (int i = 0; i < children; i++) {
      addChild(redis, model, random, "c" + i, parents);
    }
    List<String> order = new ArrayList<>();
    for (int i = 0; i < parents; i++) {
      order.add("p" + i);
    }
    Collections.shuffle(order, random);
    for (String id : order) {
      if (random.nextInt(8) == 0) {
        model.statuses.put(id, "canceled");
        redis.command("HSET", "rq:job:" + id, "status", "canceled");
      }
      Status status = STATUSES.get(random.nextInt(STATUSES.size()));
      int repeats = 1 + random.nextInt(2);
      for (int n = 0; n < repeats; n++) {
        finish(id, status);
      }
      model.end(id, status.name().toLowerCase(java.util.Locale.ROOT));
      List<String> queued = new ArrayList<>();
      queued.addAll(redis.texts("LRANGE", "rq:queue:q", "0", "-1"));
      queued.addAll(redis.texts("LRANGE", "rq:queue:other", "0", "-1"));
      assertThat(queued).containsExactlyInAnyOrderElementsOf(model.released);
      model.statuses.forEach(
          (job, expected) ->
              assertThat(redis.text("HGET", "rq:job:" + job, "status"))
                  .as(job)
                  .isEqualTo(expected));
      model.released.forEach(
          job -> {
            assertThat(redis.text("ZSCORE", "rq:deferred:q", job)).isNull();
            assertThat(redis.text("ZSCORE", "rq:deferred:other", job)).isNull();
          });
    }
  }

  private static void addChild(
      RedisFixture redis, Model model, Random random, String id, int parents) {
    Set<String> needs = new LinkedHashSet<>();
    for (int n = 1 + random.nextInt(4); n > 0; n--) {
      needs.add("p" + random.nextInt(parents));
    }
    String queue = random.nextBoolean() ? "q" : "other";
    String status = random.nextInt(8) == 0 ? "canceled" : "deferred";
    model.statuses.put(id, status);
    model.needs.put(id, needs);
    redis.command("HSET", "rq:job:" + id, "data", "x", "status", status, "origin", queue);
    if (random.nextBoolean()) {
      redis.command("HSET", "rq:job:" + id, "enqueue_at_front", "1");
    }
    if (random.nextInt(3) == 0) {
      model.tolerant.add(id);
      redis.command("HSET", "rq:job:" + id, "allow_dependency_failures", "1");
    }
    needs.forEach(need -> redis.command("SADD", "rq:job:" + need + ":dependents", id));
    // Needs that ended, or were deleted, before: workers in Python leave them in the set.
    if (random.nextInt(3) == 0) {
      redis.command("HSET", "rq:job:done-" + id, "data", "x", "status", "finished");
      redis.command("SADD", "rq:job::" + id + ":dependencies", "done-" + id, "deleted-" + id);
    }
    needs.forEach(need -> redis.command("SADD", "rq:job::" + id + ":dependencies", need));
    redis.command("ZADD", "rq:deferred:" + queue, "+inf", id);
  }

  private static void finish(String id, Status status) {
    RqLink link = java.util.Objects.requireNonNull(opened);
    PoolOptions options =
        new PoolOptions(
            List.of("q"),
            new Functions(Map.of(), name -> Optional.empty(), Map.of()),
            Serializer.PICKLE,
            Duration.ofSeconds(500),
            Duration.ofSeconds(500),
            Duration.ofSeconds(30),
            Duration.ofSeconds(1),
            StartedEntries.PLAIN,
            true,
            false,
            Clock.systemUTC());
    byte[] raw = id.getBytes(StandardCharsets.UTF_8);
    TakenJob job = new TakenJob(raw, new RqJob(id, Map.of(), Serializer.PICKLE), "q", raw, "token");
    Ending ending =
        new Ending(
            job,
            "worker",
            Claim.WIP,
            status,
            Next.NOTHING,
            Instant.EPOCH.plusSeconds(1_000_000_000),
            Duration.ofSeconds(1),
            500,
            Result.NONE,
            List.of());
    Records.finished(link.redis().call(new Records(link, options).finish(ending)));
  }
}
