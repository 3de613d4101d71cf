package io.github.batchrunner.rq.worker;

import io.github.batchrunner.rq.RqRefusedException;
import io.github.batchrunner.rq.internal.protocol.RqKeys;
import io.github.batchrunner.rq.internal.protocol.RqTime;
import io.github.batchrunner.rq.internal.redis.Command;
import io.github.batchrunner.rq.internal.redis.Redis;
import io.github.batchrunner.rq.internal.redis.Replies;
import io.github.batchrunner.rq.worker.Ending.Claim;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What RQ's workers do for their queues when they start and every ten minutes: jobs whose worker
 * died are failed or tried again, and registries are trimmed.
 */
final class Maintenance {

  private static final Logger LOG = LoggerFactory.getLogger(Maintenance.class);
  private static final int LOCKED_SECONDS = 899;
  private static final int FIRST_SEEN_SECONDS = 86_400;
  private static final Duration STUCK_AFTER = Duration.ofMinutes(1);
  private static final int EXECUTION_DIGITS = 32;

  private final PoolParts parts;
  private final Redis redis;
  private final RqKeys keys;

  Maintenance(PoolParts parts) {
    this.parts = parts;
    redis = parts.link().redis();
    keys = parts.link().keys();
  }

  /** Cleans up after the queues that no other worker cleans up after just now. */
  void run() {
    for (String queue : parts.options().queues()) {
      String lock = keys.cleanRegistries(queue);
      if (redis.call(Command.of("SET", lock, "1", "NX", "EX").add(LOCKED_SECONDS)) != null) {
        try {
          clean(queue);
        } finally {
          redis.call(Command.of("DEL", lock));
        }
      }
    }
  }

  private void clean(String queue) {
    Instant now = parts.options().clock().instant();
    attempt(queue, () -> trim(queue, now));
    attempt(queue, () -> abandoned(queue, now));
    attempt(queue, () -> stuck(queue, now));
    attempt(queue, () -> forgetDeadWorkers(queue));
  }

  /** A key of another type spoils its own part alone. */
  private static void attempt(String queue, Runnable part) {
    try {
      part.run();
    } catch (RqRefusedException e) {
      LOG.warn("Maintenance of queue \"{}\" is not complete: {}", queue, e.getMessage());
    }
  }

  private void trim(String queue, Instant now) {
    for (String registry : List.of("finished", "failed")) {
      redis.call(
          Command.of("ZREMRANGEBYSCORE", keys.registry(registry, queue), "0", RqTime.seconds(now)));
    }
  }

  private void abandoned(String queue, Instant now) {
    String wip = keys.registry("wip", queue);
    for (@Nullable Object member :
        Replies.list(redis.call(Command.of("ZRANGEBYSCORE", wip, "0", RqTime.seconds(now))))) {
      byte[] bytes = Replies.bytesOrNull(member);
      if (bytes != null) {
        abandoned(queue, bytes, now);
      }
    }
  }

  private void abandoned(String queue, byte[] member, Instant now) {
    byte[] id = id(member);
    TakenJob job = job(id, member, queue);
    String text = "Moved to FailedJobRegistry, due to AbandonedJobError, at " + now + "\n";
    finish(job, Claim.ABANDONED, text);
  }

  /** Members are ids, or ids with an execution behind a colon; ids may hold colons themselves. */
  private byte[] id(byte[] member) {
    int colon = member.length - EXECUTION_DIGITS - 1;
    boolean composite =
        colon > 0
            && member[colon] == ':'
            && Replies.number(redis.call(Command.of("EXISTS", jobKey(member)))) == 0;
    return composite ? Arrays.copyOf(member, colon) : member;
  }

  private byte[] jobKey(byte[] id) {
    byte[] prefix = keys.job("").getBytes(StandardCharsets.UTF_8);
    byte[] key = Arrays.copyOf(prefix, prefix.length + id.length);
    System.arraycopy(id, 0, key, prefix.length, id.length);
    return key;
  }

  private TakenJob job(byte[] id, byte[] member, String queue) {
    Map<String, byte[]> fields = Replies.fields(redis.call(Command.of("HGETALL", jobKey(id))));
    TakenJob job = TakenJob.of(id, fields, queue, "", false, parts.options().serializer());
    return new TakenJob(id, job.job(), queue, member, "");
  }

  private void finish(TakenJob job, Claim claim, String text) {
    Ending ending = parts.endings().failure(job, "", claim, Duration.ZERO, text);
    Records.Finished finished = Records.finished(redis.call(parts.records().finish(ending)));
    if (finished.written()) {
      LOG.warn(
          "Job \"{}\" {}: {}",
          job,
          ending.next().over() ? "failed" : "is tried again",
          text.strip());
      parts
          .callbacks()
          .call(
              "failure",
              new JobContext(job, null, parts.link(), parts.options().serializer(), ""),
              null,
              null);
    }
  }

  /** Ids that were taken out of the queue by a worker that died before it started them. */
  private void stuck(String queue, Instant now) {
    String intermediate = keys.intermediate(queue);
    for (@Nullable Object element :
        Replies.list(redis.call(Command.of("LRANGE", intermediate, "0", "-1")))) {
      byte[] id = Replies.bytesOrNull(element);
      if (id == null) {
        continue;
      }
      if (Replies.number(redis.call(Command.of("HEXISTS", jobKey(id), "data"))) == 0) {
        redis.call(Command.of("LREM", intermediate, 1, id));
        continue;
      }
      String seen = keys.firstSeen(queue, new String(id, StandardCharsets.UTF_8));
      boolean first =
          redis.call(
                  Command.of("SET", seen, RqTime.seconds(now), "NX", "EX").add(FIRST_SEEN_SECONDS))
              != null;
      if (!first && isLongAgo(Replies.textOrNull(redis.call(Command.of("GET", seen))), now)) {
        finish(job(id, id, queue), Claim.STUCK, "Job was stuck in intermediate queue.");
        redis.call(Command.of("DEL", seen));
      }
    }
  }

  private static boolean isLongAgo(@Nullable String seconds, Instant now) {
    try {
      return seconds != null
          && now.getEpochSecond() - Double.parseDouble(seconds) > STUCK_AFTER.toSeconds();
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private void forgetDeadWorkers(String queue) {
    List<String> workers = Replies.texts(redis.call(Command.of("SMEMBERS", keys.workers(queue))));
    List<@Nullable Object> there =
        redis.pipeline(workers.stream().map(key -> Command.of("EXISTS", key)).toList());
    List<String> dead = new ArrayList<>();
    for (int i = 0; i < workers.size(); i++) {
      if (Replies.number(there.get(i)) == 0) {
        dead.add(workers.get(i));
      }
    }
    if (!dead.isEmpty()) {
      redis.pipeline(
          List.of(
              Command.of("SREM", keys.workers(queue)).addAll(dead),
              Command.of("SREM", keys.workers()).addAll(dead)));
    }
  }
}
