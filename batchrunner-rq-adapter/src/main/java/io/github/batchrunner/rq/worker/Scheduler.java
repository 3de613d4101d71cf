package io.github.batchrunner.rq.worker;

import io.github.batchrunner.rq.internal.protocol.JobScripts;
import io.github.batchrunner.rq.internal.protocol.RqKeys;
import io.github.batchrunner.rq.internal.protocol.RqTime;
import io.github.batchrunner.rq.internal.redis.Command;
import io.github.batchrunner.rq.internal.redis.Redis;
import io.github.batchrunner.rq.internal.redis.Replies;
import io.github.batchrunner.rq.internal.redis.Script;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/** Puts scheduled jobs into their queues when their time has come, as RQ's scheduler does. */
final class Scheduler {

  private static final Script SCHEDULE = JobScripts.beside(Scheduler.class, "schedule.lua");
  private static final int MOST_AT_ONCE = 1000;
  private static final int LOCKED_SECONDS = 61;

  /** RQ 1.x reads the lock's value as the number of a process. */
  private static final String OWNER = Long.toString(ProcessHandle.current().pid());

  private final PoolParts parts;
  private final Redis redis;
  private final RqKeys keys;
  private final Set<String> locked = new HashSet<>();

  Scheduler(PoolParts parts) {
    this.parts = parts;
    redis = parts.link().redis();
    keys = parts.link().keys();
  }

  /** Moves what is due of the queues that no other scheduler has. */
  void run() {
    for (String queue : parts.options().queues()) {
      if (holds(queue)) {
        while (move(queue) == MOST_AT_ONCE) {
          // More may be due.
        }
      }
    }
  }

  private boolean holds(String queue) {
    if (locked.contains(queue)) {
      if (OWNER.equals(Replies.textOrNull(redis.call(Command.of("GET", lock(queue)))))) {
        redis.call(Command.of("EXPIRE", lock(queue), LOCKED_SECONDS));
        return true;
      }
      locked.remove(queue);
    }
    boolean taken =
        redis.call(Command.of("SET", lock(queue), OWNER, "NX", "EX").add(LOCKED_SECONDS)) != null;
    if (taken) {
      locked.add(queue);
    }
    return taken;
  }

  private long move(String queue) {
    Instant now = parts.options().clock().instant();
    return Replies.number(
        redis.call(
            Command.eval(SCHEDULE, 0)
                .add(keys.prefix())
                .add(queue)
                .add(RqTime.format(now))
                .add(RqTime.seconds(now))
                .add(MOST_AT_ONCE)));
  }

  /** Lets others schedule. */
  void release() {
    for (String queue : Set.copyOf(locked)) {
      locked.remove(queue);
      if (OWNER.equals(Replies.textOrNull(redis.call(Command.of("GET", lock(queue)))))) {
        redis.call(Command.of("DEL", lock(queue)));
      }
    }
  }

  private String lock(String queue) {
    return keys.prefix() + "scheduler-lock:" + queue;
  }
}
