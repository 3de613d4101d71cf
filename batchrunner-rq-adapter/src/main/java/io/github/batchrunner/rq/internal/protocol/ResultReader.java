package io.github.batchrunner.rq.internal.protocol;

import io.github.batchrunner.rq.JobResult;
import io.github.batchrunner.rq.Serializer;
import io.github.batchrunner.rq.internal.redis.Command;
import io.github.batchrunner.rq.internal.redis.RedisError;
import io.github.batchrunner.rq.internal.redis.Replies;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the streams of results. Thread-safe. */
public final class ResultReader {

  private static final int JOBS_IN_ROUND_TRIP = 1000;

  private final RqLink link;
  private final Serializer serializer;

  /** Makes one for jobs of queues with this serializer. */
  public ResultReader(RqLink link, Serializer serializer) {
    this.link = link;
    this.serializer = serializer;
  }

  /** Returns all results that a job still has, the newest first. */
  public List<JobResult> all(String id) {
    return read(id, link.redis().call(Command.of("XREVRANGE", link.keys().results(id), "+", "-")));
  }

  /** Returns the newest result of each of these jobs; those without one are not in the answer. */
  public Map<String, JobResult> latest(Collection<String> ids) {
    Map<String, JobResult> latest = new LinkedHashMap<>();
    for (List<String> part : JobScripts.parts(ids, JOBS_IN_ROUND_TRIP)) {
      List<Command> commands = new ArrayList<>(part.size());
      for (String id : part) {
        commands.add(Command.of("XREVRANGE", link.keys().results(id), "+", "-", "COUNT", 1));
      }
      List<@Nullable Object> replies = link.redis().pipeline(commands);
      for (int i = 0; i < part.size(); i++) {
        String id = part.get(i);
        read(id, replies.get(i)).forEach(result -> latest.put(id, result));
      }
    }
    return latest;
  }

  private List<JobResult> read(String id, @Nullable Object reply) {
    List<JobResult> results = new ArrayList<>();
    // A key of another type holds no results.
    if (!(reply instanceof RedisError)) {
      for (Object entry : Replies.list(reply)) {
        List<@Nullable Object> parts = Replies.list(entry);
        results.add(
            new JobResult(
                id,
                Replies.textOrNull(parts.get(0)) + "",
                Replies.fields(parts.get(1)),
                serializer));
      }
    }
    return results;
  }
}
