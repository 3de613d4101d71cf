package io.github.batchrunner.rq;

import io.github.batchrunner.rq.internal.protocol.RqLink;
import io.github.batchrunner.rq.internal.redis.Command;
import io.github.batchrunner.rq.internal.redis.Replies;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Python RQ, as a program in Java uses it: queues to put jobs into, and jobs to look at and act on.
 * Thread-safe.
 *
 * <p>Looking never changes anything: RQ's own registries clean up when they are counted, these do
 * not.
 *
 * <p>All methods throw {@link RqUnavailableException} if Redis cannot be reached and {@link
 * RqRefusedException} if it refuses.
 */
public final class Rq implements AutoCloseable {

  private final RqLink link;
  private final Serializer serializer;

  private Rq(RqLink link, Serializer serializer) {
    this.link = link;
    this.serializer = serializer;
  }

  /**
   * Connects to the Redis that holds the queues.
   *
   * @throws RqException if it cannot be reached or used: wrong password, a cluster, too old
   */
  public static Rq connect(RqConfig config) {
    return connect(config, Serializer.PICKLE);
  }

  /**
   * Connects to the Redis that holds the queues.
   *
   * @param serializer what the workers of its queues use
   * @throws RqException if it cannot be reached or used: wrong password, a cluster, too old
   */
  public static Rq connect(RqConfig config, Serializer serializer) {
    return new Rq(RqLink.open(config, Clock.systemUTC()), serializer);
  }

  /** Returns a queue, which need not have been used before. */
  public RqQueue queue(String name) {
    return new RqQueue(link, name, serializer);
  }

  /** Returns a queue whose workers use another serializer than most. */
  public RqQueue queue(String name, Serializer other) {
    return new RqQueue(link, name, other);
  }

  /** Returns a job; empty if there is none of this id. */
  public Optional<RqJob> job(String id) {
    return jobs(List.of(id)).stream().findFirst();
  }

  /** Returns those of these jobs that are there, in the order asked for. */
  public List<RqJob> jobs(Collection<String> ids) {
    List<Command> commands = new ArrayList<>(ids.size());
    ids.forEach(id -> commands.add(Command.of("HGETALL", link.keys().job(id))));
    List<@Nullable Object> replies = link.redis().pipeline(commands);
    List<RqJob> jobs = new ArrayList<>(replies.size());
    int next = 0;
    for (String id : ids) {
      Map<String, byte[]> fields = Replies.fields(replies.get(next++));
      if (fields.containsKey("data")) {
        jobs.add(new RqJob(id, fields, serializer));
      }
    }
    return jobs;
  }

  /** Returns where these jobs stand; those that are not there are not in the answer. */
  public Map<String, JobStatus> statuses(Collection<String> ids) {
    List<Command> commands = new ArrayList<>(ids.size());
    ids.forEach(id -> commands.add(Command.of("HGET", link.keys().job(id), "status")));
    List<@Nullable Object> replies = link.redis().pipeline(commands);
    Map<String, JobStatus> statuses = new LinkedHashMap<>();
    int next = 0;
    for (String id : ids) {
      String word = Replies.textOrNull(replies.get(next++));
      if (word != null) {
        statuses.put(id, JobStatus.of(word));
      }
    }
    return statuses;
  }

  @Override
  public void close() {
    link.close();
  }
}
