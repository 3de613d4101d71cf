package io.github.batchrunner.rq.internal.protocol;

import io.github.batchrunner.rq.JobStatus;
import io.github.batchrunner.rq.RqException;
import io.github.batchrunner.rq.internal.redis.Command;
import io.github.batchrunner.rq.internal.redis.RedisLane;
import io.github.batchrunner.rq.internal.redis.Replies;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Waits for the end of a job without asking all the time. Thread-safe. */
public final class JobWaiter {

  /** What leaves no result is found so late at most: a cancellation, a deletion. */
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  /** Nobody waits longer, and longer times have no end that can be told. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private final RqLink link;

  /** Makes one. */
  public JobWaiter(RqLink link) {
    this.link = link;
  }

  /**
   * Waits until a job has ended or the patience is over, and returns where it stands then.
   *
   * @throws RqException if there is no such job, or no longer
   */
  public JobStatus await(String id, Duration patience) {
    Instant end = link.clock().instant().plus(patience.compareTo(LONGEST) < 0 ? patience : LONGEST);
    String stream = link.keys().results(id);
    try (RedisLane lane = link.redis().lane()) {
      while (true) {
        List<@Nullable Object> now =
            lane.pipeline(
                List.of(
                    Command.of("HEXISTS", link.keys().job(id), "data"),
                    Command.of("HGET", link.keys().job(id), "status"),
                    Command.of("XREVRANGE", stream, "+", "-", "COUNT", 1)));
        if (Replies.number(now.get(0)) == 0) {
          throw new RqException(
              "there is no job \""
                  + id
                  + "\", or no longer: jobs that end with a result TTL of zero leave nothing");
        }
        String word = Replies.textOrNull(now.get(1));
        JobStatus status = JobStatus.of(word == null ? "" : word);
        Duration left = Duration.between(link.clock().instant(), end);
        if (status.ended() || left.toMillis() <= 0) {
          return status;
        }
        Duration slice = left.compareTo(BETWEEN_LOOKS) < 0 ? left : BETWEEN_LOOKS;
        lane.block(
            Command.of("XREAD", "BLOCK", slice.toMillis(), "STREAMS", stream, newest(now.get(2))),
            slice);
      }
    }
  }

  private static String newest(@Nullable Object results) {
    List<@Nullable Object> entries = Replies.list(results);
    return entries.isEmpty() ? "0-0" : Replies.textOrNull(Replies.list(entries.get(0)).get(0)) + "";
  }
}
