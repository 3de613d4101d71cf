package io.github.batchrunner.rq.internal.protocol;

import io.github.batchrunner.rq.Enqueued;
import io.github.batchrunner.rq.JobRequest;
import io.github.batchrunner.rq.Serializer;
import io.github.batchrunner.rq.internal.redis.Command;
import io.github.batchrunner.rq.internal.redis.Redis;
import io.github.batchrunner.rq.internal.redis.RedisError;
import io.github.batchrunner.rq.internal.redis.Replies;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts jobs into queues, many in one round trip. Thread-safe. */
public final class JobWriter {

  /** A transaction blocks the server for all others, so it has an end. */
  private static final int JOBS_IN_TRANSACTION = 500;

  private static final byte[] YES = Command.bytes("1");
  private static final byte[] NO = Command.bytes("0");
  private static final byte[] EMPTY = {};
  private static final byte[] STATUS = Command.bytes("status");
  private static final byte[] QUEUED = Command.bytes("queued");
  private static final byte[] ENQUEUED_AT = Command.bytes("enqueued_at");

  private final Redis redis;
  private final RqKeys keys;
  private final byte[] prefix;
  private final Clock clock;

  /** Makes a writer. */
  public JobWriter(Redis redis, RqKeys keys, Clock clock) {
    this.redis = redis;
    this.keys = keys;
    this.prefix = Command.bytes(keys.prefix());
    this.clock = clock;
  }

  /**
   * A job and where it goes.
   *
   * @param queue the queue's name
   * @param serializer what the workers of the queue read
   */
  public record Target(JobRequest request, String queue, Serializer serializer) {}

  /**
   * Enqueues graphs of jobs, each graph atomically, and answers for each job in order.
   *
   * <p>In a graph a job stands after those it needs. A job whose id is there already stays as it
   * is, so that the same may be asked for again after a lost answer.
   *
   * @param strict whether a job is refused if one it needs is not there; else that counts as met,
   *     as in RQ
   */
  public List<List<Enqueued>> enqueueGraphs(List<List<Target>> graphs, boolean strict) {
    return tryGraphs(graphs, strict).stream().map(GraphAnswer::orThrow).toList();
  }

  /**
   * What became of a graph.
   *
   * @param jobs for each job what became of it; empty if the server refused the graph
   * @param refusal the error that the server answered; null if it took the graph
   */
  public record GraphAnswer(List<Enqueued> jobs, @Nullable RedisError refusal) {

    private List<Enqueued> orThrow() {
      Replies.value(refusal);
      return jobs;
    }
  }

  /** Enqueues graphs as {@link #enqueueGraphs} does; a refused one does not hide the others. */
  public List<GraphAnswer> tryGraphs(List<List<Target>> graphs, boolean strict) {
    byte[] now = Command.bytes(RqTime.format(clock.instant()));
    List<Command> commands = new ArrayList<>(graphs.size());
    for (List<Target> graph : graphs) {
      commands.add(graphCommand(graph, strict, now));
    }
    List<@Nullable Object> replies = redis.pipeline(commands);
    List<GraphAnswer> answers = new ArrayList<>(graphs.size());
    for (int i = 0; i < replies.size(); i++) {
      answers.add(
          replies.get(i) instanceof RedisError refusal
              ? new GraphAnswer(List.of(), refusal)
              : new GraphAnswer(answers(graphs.get(i), Replies.texts(replies.get(i))), null));
    }
    return answers;
  }

  private Command graphCommand(List<Target> graph, boolean strict, byte[] now) {
    Command command = Command.eval(JobScripts.ENQUEUE, 0);
    command.add(prefix).add(now).add(strict ? YES : NO).add(graph.size());
    JobHash hash = null;
    String queue = "";
    Serializer serializer = Serializer.PICKLE;
    byte[] queueName = EMPTY;
    for (Target target : graph) {
      // A graph mostly has one queue.
      if (hash == null || !queue.equals(target.queue()) || serializer != target.serializer()) {
        queue = target.queue();
        serializer = target.serializer();
        queueName = Command.bytes(queue);
        hash = new JobHash(queue, serializer, now);
      }
      JobRequest request = target.request();
      List<byte[]> fields = hash.fields(request);
      command
          .add(request.id())
          .add(queueName)
          .add(request.atFront() ? YES : NO)
          .add(request.allowDependencyFailures() ? YES : NO)
          .add(request.at().map(RqTime::seconds).map(Command::bytes).orElse(EMPTY))
          .add(request.ttl().map(Duration::toSeconds).map(Command::bytes).orElse(EMPTY))
          .add(request.group().map(Command::bytes).orElse(EMPTY))
          .add(fields.size())
          .addAll(fields)
          .add(request.dependsOn().size())
          .addAll(request.dependsOn());
    }
    return command;
  }

  private static List<Enqueued> answers(List<Target> graph, List<String> words) {
    List<Enqueued> answers = new ArrayList<>(words.size());
    for (int i = 0; i < words.size(); i++) {
      answers.add(answer(graph.get(i).request().id(), words.get(i)));
    }
    return answers;
  }

  private static Enqueued answer(String id, String word) {
    int colon = word.indexOf(':');
    String need = word.substring(colon + 1);
    return switch (colon < 0 ? word : word.substring(0, colon)) {
      case "queued" -> new Enqueued(id, Enqueued.Outcome.QUEUED, "");
      case "deferred" -> new Enqueued(id, Enqueued.Outcome.DEFERRED, "");
      case "scheduled" -> new Enqueued(id, Enqueued.Outcome.SCHEDULED, "");
      case "exists" -> new Enqueued(id, Enqueued.Outcome.EXISTS, "");
      case "failed" -> new Enqueued(id, Enqueued.Outcome.NEED_FAILED, need);
      case "missing" -> new Enqueued(id, Enqueued.Outcome.NEED_MISSING, need);
      default -> throw new IllegalStateException("the script answered \"" + word + "\"");
    };
  }

  /**
   * Tells whether nobody can know a job yet and it waits for nothing, so that no script is needed.
   */
  public static boolean isPlain(JobRequest request) {
    return !request.hasChosenId()
        && request.dependsOn().isEmpty()
        && request.at().isEmpty()
        && request.group().isEmpty();
  }

  /** Enqueues {@linkplain #isPlain plain} jobs: the fastest way. */
  public void enqueuePlain(List<JobRequest> requests, String queue, Serializer serializer) {
    byte[] now = Command.bytes(RqTime.format(clock.instant()));
    JobHash hash = new JobHash(queue, serializer, now);
    List<Command> commands = new ArrayList<>(requests.size() + 8);
    for (int from = 0; from < requests.size(); from += JOBS_IN_TRANSACTION) {
      int to = Math.min(requests.size(), from + JOBS_IN_TRANSACTION);
      addPlain(commands, requests.subList(from, to), keys.queue(queue), hash, now);
    }
    redis.pipeline(commands).forEach(JobWriter::check);
  }

  private void addPlain(
      List<Command> commands,
      List<JobRequest> requests,
      String queueKey,
      JobHash hash,
      byte[] now) {
    Command back = Command.of("RPUSH", queueKey);
    Command front = Command.of("LPUSH", queueKey);
    commands.add(Command.of("MULTI"));
    commands.add(Command.of("SADD", keys.queues(), queueKey));
    for (JobRequest request : requests) {
      String key = keys.job(request.id());
      commands.add(
          Command.of("HSET")
              .add(key)
              .add(STATUS)
              .add(QUEUED)
              .add(ENQUEUED_AT)
              .add(now)
              .addAll(hash.fields(request)));
      request.ttl().ifPresent(ttl -> commands.add(Command.of("EXPIRE", key, ttl.toSeconds())));
      (request.atFront() ? front : back).add(request.id());
    }
    if (back.arguments().size() > 1) {
      commands.add(back);
    }
    if (front.arguments().size() > 1) {
      commands.add(front);
    }
    commands.add(Command.of("EXEC"));
  }

  /** The answer of EXEC is a list of answers. */
  private static void check(@Nullable Object reply) {
    if (Replies.value(reply) instanceof List<?> list) {
      list.forEach(Replies::value);
    }
  }
}
