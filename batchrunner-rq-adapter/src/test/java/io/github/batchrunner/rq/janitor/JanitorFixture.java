package io.github.batchrunner.rq.janitor;

import io.github.batchrunner.rq.RqConfig;
import io.github.batchrunner.rq.internal.protocol.RqKeys;
import io.github.batchrunner.rq.internal.protocol.RqLink;
import io.github.batchrunner.rq.internal.redis.RedisConnections;
import io.github.batchrunner.rq.testing.RedisFixture;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

/** A janitor whose time is the server's, plus what a test adds. */
final class JanitorFixture implements AutoCloseable {

  private final RedisFixture redis;
  private final ServerClock clock;
  private final Janitor janitor;

  JanitorFixture(RedisFixture redis) {
    this.redis = redis;
    this.clock = new ServerClock();
    this.janitor =
        new Janitor(
            new RqLink(RedisConnections.open(RqConfig.of(redis.uri())), RqKeys.DEFAULT, clock),
            Janitor.DEFAULT_PATIENCE);
  }

  Janitor janitor() {
    return janitor;
  }

  /** Lets time pass, for the janitor only. */
  void pass(Duration time) {
    clock.ahead = clock.ahead.plus(time);
  }

  /** Looks, lets its patience pass, and looks again. */
  JanitorReport examineSettled() {
    janitor.examine();
    pass(Janitor.DEFAULT_PATIENCE);
    return janitor.examine();
  }

  /** Writes a job by hand that Python's workers can run. */
  void job(String id, String status, String... fields) {
    redis.command(
        "HSET",
        "rq:job:" + id,
        "data",
        "(Vrqtasks.record\nN(V" + id + "\nt(dt.",
        "origin",
        "q",
        "status",
        status,
        "timeout",
        "180",
        "created_at",
        "2026-01-02T03:04:05.000001Z");
    if (fields.length > 0) {
      Object[] command = new Object[fields.length + 2];
      command[0] = "HSET";
      command[1] = "rq:job:" + id;
      System.arraycopy(fields, 0, command, 2, fields.length);
      redis.command(command);
    }
  }

  /** Lets a job wait for others, as RQ does. */
  void defer(String id, String... needs) {
    String ids = "[\"" + String.join("\", \"", needs) + "\"]";
    job(id, "deferred", "dependency_id", needs[0], "dependency_ids", ids);
    redis.command("ZADD", "rq:deferred:q", "+inf", id);
    for (String need : needs) {
      redis.command("SADD", "rq:job:" + need + ":dependents", id);
      redis.command("SADD", "rq:job::" + id + ":dependencies", need);
    }
  }

  String status(String id) {
    return redis.text("HGET", "rq:job:" + id, "status");
  }

  double now() {
    return clock.millis() / 1000.0;
  }

  @Override
  public void close() {
    janitor.close();
  }

  private final class ServerClock extends Clock {
    private Duration ahead = Duration.ZERO;

    @Override
    public Instant instant() {
      List<String> time = redis.texts("TIME");
      return Instant.ofEpochSecond(Long.parseLong(time.get(0)), Long.parseLong(time.get(1)) * 1000)
          .plus(ahead);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
