package io.github.batchrunner.rq;

import io.github.batchrunner.rq.internal.protocol.BulkEnqueuer;
import io.github.batchrunner.rq.internal.protocol.JobWriter;
import io.github.batchrunner.rq.internal.protocol.RqLink;
import io.github.batchrunner.rq.internal.redis.Command;
import io.github.batchrunner.rq.internal.redis.RedisError;
import io.github.batchrunner.rq.internal.redis.Replies;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One queue. Thread-safe; throws as {@link Rq} does. */
public final class RqQueue {

  private final RqLink link;
  private final JobWriter writer;
  private final String name;
  private final Serializer serializer;

  RqQueue(RqLink link, String name, Serializer serializer) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a queue has a name");
    }
    this.link = link;
    this.writer = new JobWriter(link.redis(), link.keys(), link.clock());
    this.name = name;
    this.serializer = serializer;
  }

  /** Returns the name. */
  public String name() {
    return name;
  }

  /** Returns how many jobs wait in it. */
  public long size() {
    return Replies.number(link.redis().call(Command.of("LLEN", link.keys().queue(name))));
  }

  /**
   * Returns the ids of jobs that wait in it, the next one first.
   *
   * @param offset how many to leave out at the beginning, 0 or more
   * @param count the most to return
   */
  public List<String> ids(long offset, int count) {
    if (offset < 0 || count < 0) {
      throw new IllegalArgumentException("jobs " + offset + ", " + count + " are nowhere");
    }
    if (count == 0) {
      return List.of();
    }
    return Replies.texts(
        link.redis()
            .call(Command.of("LRANGE", link.keys().queue(name), offset, offset + count - 1)));
  }

  /** Returns one of its registries. */
  public RqRegistry registry(Registry registry) {
    return new RqRegistry(link, registry, name);
  }

  /** Returns how many jobs it and its registries have, in one round trip. */
  public QueueCounts counts() {
    List<Command> commands = new ArrayList<>();
    commands.add(Command.of("LLEN", link.keys().queue(name)));
    for (Registry registry : Registry.values()) {
      commands.add(Command.of("ZCARD", link.keys().registry(registry.word(), name)));
    }
    List<@Nullable Object> replies = link.redis().pipeline(commands);
    Map<Registry, Long> counts = new EnumMap<>(Registry.class);
    int next = 1;
    for (Registry registry : Registry.values()) {
      counts.put(registry, countOrZero(replies.get(next++)));
    }
    return new QueueCounts(name, countOrZero(replies.get(0)), counts);
  }

  /** A key of another type is nothing of RQ's. */
  private static long countOrZero(@Nullable Object reply) {
    return reply instanceof RedisError error && error.code().equals("WRONGTYPE")
        ? 0
        : Replies.number(reply);
  }

  /** Puts a job into the queue, with RQ's defaults, and returns its id. */
  public String enqueue(Call call) {
    JobRequest request = JobRequest.of(call);
    writer.enqueuePlain(List.of(request), name, serializer);
    return request.id();
  }

  /** Puts a job into the queue, or lets it wait for what it needs; says which. */
  public Enqueued enqueue(JobRequest request) {
    return enqueueAll(List.of(request)).get(0);
  }

  /**
   * Puts many jobs into the queue in few round trips, and says for each, in their order, what
   * became of it.
   *
   * <p>Jobs may need each other, in any order, and jobs that are there already. A job that is not
   * there any more counts as met, as in RQ. Up to 500 jobs that need each other appear all at once;
   * of more, those that others need appear first.
   *
   * <p>If the connection breaks, {@link RqUnavailableException#maybeDone} tells whether some may be
   * there. Jobs whose ids were chosen can be enqueued again in any case: those that are there stay
   * as they are.
   *
   * @throws IllegalArgumentException if two have one id, or if they wait for each other in a circle
   */
  public List<Enqueued> enqueueAll(List<JobRequest> requests) {
    if (requests.stream().allMatch(JobWriter::isPlain)) {
      writer.enqueuePlain(requests, name, serializer);
      return requests.stream()
          .map(request -> new Enqueued(request.id(), Enqueued.Outcome.QUEUED, ""))
          .toList();
    }
    return new BulkEnqueuer(writer, name, serializer).enqueue(requests);
  }
}
