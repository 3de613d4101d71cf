package io.github.batchrunner.rq.internal.protocol;

import io.github.batchrunner.rq.JobStatus;
import io.github.batchrunner.rq.RqJob;
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

/** Reads the hashes of jobs, whatever is in them. Thread-safe. */
public final class JobReader {

  private static final int JOBS_IN_ROUND_TRIP = 1000;

  private final RqLink link;
  private final Serializer serializer;

  /** Makes one for jobs of queues with this serializer. */
  public JobReader(RqLink link, Serializer serializer) {
    this.link = link;
    this.serializer = serializer;
  }

  /** Returns those of these jobs that are there, in the order asked for, each once. */
  public List<RqJob> jobs(Collection<String> ids) {
    List<RqJob> jobs = new ArrayList<>(ids.size());
    for (List<String> part : JobScripts.parts(ids, JOBS_IN_ROUND_TRIP)) {
      List<Command> commands = new ArrayList<>(part.size());
      part.forEach(id -> commands.add(Command.of("HGETALL", link.keys().job(id))));
      List<@Nullable Object> replies = link.redis().pipeline(commands);
      for (int i = 0; i < part.size(); i++) {
        Map<String, byte[]> fields =
            replies.get(i) instanceof RedisError ? Map.of() : Replies.fields(replies.get(i));
        if (fields.containsKey("data")) {
          jobs.add(new RqJob(part.get(i), fields, serializer));
        }
      }
    }
    return jobs;
  }

  /** Returns where these jobs stand; those that are not there are not in the answer. */
  public Map<String, JobStatus> statuses(Collection<String> ids) {
    List<String> distinct =
        JobScripts.parts(ids, Integer.MAX_VALUE).stream().findFirst().orElse(List.of());
    String letters = StatusLook.of(link.keys(), distinct).look(link.redis());
    Map<String, JobStatus> statuses = new LinkedHashMap<>();
    for (int i = 0; i < distinct.size(); i++) {
      if (letters.charAt(i) != StatusLook.MISSING) {
        statuses.put(distinct.get(i), StatusLook.status(letters.charAt(i)));
      }
    }
    return statuses;
  }
}
