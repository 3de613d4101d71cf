package io.github.batchrunner.rq.executor;

import io.github.batchrunner.rq.JobStatus;
import io.github.batchrunner.rq.RqJob;
import io.github.batchrunner.rq.Serializer;
import io.github.batchrunner.rq.internal.protocol.RqKeys;
import io.github.batchrunner.rq.internal.protocol.RqLink;
import io.github.batchrunner.rq.internal.protocol.RqTime;
import io.github.batchrunner.rq.internal.redis.Command;
import io.github.batchrunner.rq.internal.redis.Replies;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Says why a job is not running yet. */
final class PendingReasons {

  /** RQ's workers say that they live every 7 minutes or so, and their hash expires after 8. */
  private static final Duration ALIVE_WITHIN = Duration.ofMinutes(9);

  private static final int MOST_NEEDS_NAMED = 5;

  private final RqLink link;
  private final RqKeys keys;

  PendingReasons(RqLink link) {
    this.link = link;
    this.keys = link.keys();
  }

  /** Returns a sentence for a person; empty if the job does not wait. */
  Optional<String> of(String id) {
    RqJob job =
        new RqJob(
            id,
            Replies.fields(link.redis().call(Command.of("HGETALL", keys.job(id)))),
            Serializer.PICKLE);
    return switch (job.status()) {
      case QUEUED -> Optional.of(inQueue(job));
      case DEFERRED -> Optional.of(needs(job));
      case SCHEDULED ->
          Optional.of("scheduled in RQ for later; a worker with a scheduler is needed");
      default -> Optional.empty();
    };
  }

  private String inQueue(RqJob job) {
    String queue = job.origin();
    List<@Nullable Object> replies =
        link.redis()
            .pipeline(
                List.of(
                    Command.of("LPOS", keys.queue(queue), job.id()),
                    Command.of("EXISTS", keys.suspended())));
    String place = place(replies.get(0), queue);
    if (Replies.number(replies.get(1)) > 0) {
      return place + "; all workers are suspended (\"rq resume\" lets them go on)";
    }
    int workers = workersAlive(queue);
    return place
        + switch (workers) {
          case 0 -> "; no worker listens to queue \"" + queue + "\": start one";
          case 1 -> "; one worker listens to it";
          default -> "; " + workers + " workers listen to it";
        };
  }

  private static String place(@Nullable Object position, String queue) {
    Object found = Replies.value(position);
    if (found == null) {
      return "a worker of queue \"" + queue + "\" has just taken it";
    }
    long before = Replies.number(found);
    return before == 0
        ? "next in queue \"" + queue + "\""
        : "behind " + before + " jobs in queue \"" + queue + "\"";
  }

  private int workersAlive(String queue) {
    List<String> workers =
        Replies.texts(link.redis().call(Command.of("SMEMBERS", keys.workers(queue))));
    List<Command> commands = new ArrayList<>();
    workers.forEach(key -> commands.add(Command.of("HGET", key, "last_heartbeat")));
    Instant now = link.clock().instant();
    int alive = 0;
    for (Object reply : link.redis().pipeline(commands)) {
      String heartbeat = Replies.textOrNull(reply);
      if (heartbeat != null
          && RqTime.parse(heartbeat)
              .filter(time -> time.plus(ALIVE_WITHIN).isAfter(now))
              .isPresent()) {
        alive++;
      }
    }
    return alive;
  }

  private String needs(RqJob job) {
    List<String> ids = List.copyOf(job.dependencyIds());
    List<Command> commands = new ArrayList<>();
    ids.forEach(id -> commands.add(Command.of("HMGET", keys.job(id), "status", "description")));
    List<@Nullable Object> replies = link.redis().pipeline(commands);
    StringJoiner waitsFor = new StringJoiner(", ");
    int open = 0;
    for (int i = 0; i < ids.size(); i++) {
      List<@Nullable Object> fields = Replies.list(replies.get(i));
      String word = Replies.textOrNull(fields.get(0));
      if (word != null && JobStatus.of(word) != JobStatus.FINISHED && open++ < MOST_NEEDS_NAMED) {
        String description = Replies.textOrNull(fields.get(1));
        waitsFor.add((description == null ? ids.get(i) : description) + " (" + word + ")");
      }
    }
    if (open == 0) {
      return "deferred in RQ although all it needed has ended";
    }
    return "waits for "
        + waitsFor
        + (open > MOST_NEEDS_NAMED ? " and " + (open - MOST_NEEDS_NAMED) + " more" : "");
  }
}
