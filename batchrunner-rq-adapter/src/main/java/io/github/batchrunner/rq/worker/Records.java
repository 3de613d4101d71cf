package io.github.batchrunner.rq.worker;

import io.github.batchrunner.rq.RqException;
import io.github.batchrunner.rq.Serializer;
import io.github.batchrunner.rq.internal.protocol.JobScripts;
import io.github.batchrunner.rq.internal.protocol.RqKeys;
import io.github.batchrunner.rq.internal.protocol.RqLink;
import io.github.batchrunner.rq.internal.protocol.RqTime;
import io.github.batchrunner.rq.internal.redis.Command;
import io.github.batchrunner.rq.internal.redis.Replies;
import io.github.batchrunner.rq.internal.redis.Script;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The commands by which workers leave their traces in Redis, and what is answered. Thread-safe. */
final class Records {

  private static final Script TAKE = Script.resource(Records.class, "take.lua");
  private static final Script FINISH = JobScripts.besideNeeds(Records.class, "finish.lua");
  private static final Script BEAT = Script.resource(Records.class, "beat.lua");

  /** How much longer than to the next sign of life RQ waits before it gives something up. */
  private static final Duration GRACE = Duration.ofSeconds(60);

  private static final Duration KEPT_AFTER_DEATH = Duration.ofSeconds(60);

  private final RqKeys keys;
  private final List<String> queues;
  private final Serializer serializer;
  private final Duration interval;
  private final Clock clock;

  Records(RqLink link, PoolOptions options) {
    keys = link.keys();
    queues = options.queues();
    serializer = options.serializer();
    interval = options.monitoringInterval();
    clock = options.clock();
  }

  /** Returns what says that a worker is there, for one transaction. */
  List<Command> birth(String worker, @Nullable Run run) {
    String now = RqTime.format(clock.instant());
    String key = keys.worker(worker);
    List<Command> commands = new ArrayList<>();
    commands.add(Command.of("DEL", key));
    commands.add(
        Command.of("HSET", key, "birth", now, "last_heartbeat", now)
            .add("queues")
            .add(String.join(",", queues))
            .add("pid")
            .add(ProcessHandle.current().pid())
            .add("hostname")
            .add(Host.NAME)
            .add("ip_address")
            .add(Host.ADDRESS)
            .add("version")
            .add("batchrunner")
            .add("python_version")
            .add("Java " + Runtime.version())
            .add("state")
            .add(run == null ? "started" : "busy"));
    if (run != null) {
      commands.add(
          Command.of("HSET", key, "current_job", run.job().rawId())
              .add("current_execution")
              .add(run.job().token())
              // Redis had forgotten the worker, and perhaps the job with it.
              .add("reborn")
              .add(run.job().token()));
    }
    commands.add(Command.of("SADD", keys.workers(), key));
    queues.forEach(queue -> commands.add(Command.of("SADD", keys.workers(queue), key)));
    commands.add(Command.of("EXPIRE", key, lifetime().toSeconds()));
    return commands;
  }

  /** Returns what says that a worker is gone, for one transaction. */
  List<Command> death(String worker) {
    String key = keys.worker(worker);
    List<Command> commands = new ArrayList<>();
    commands.add(Command.of("SREM", keys.workers(), key));
    queues.forEach(queue -> commands.add(Command.of("SREM", keys.workers(queue), key)));
    commands.add(Command.of("HSET", key, "death", RqTime.format(clock.instant())));
    commands.add(Command.of("EXPIRE", key, KEPT_AFTER_DEATH.toSeconds()));
    return commands;
  }

  /** Returns what says that a worker lives; it answers 0 if Redis has forgotten the worker. */
  Command beat(String worker, @Nullable Run run) {
    Instant now = clock.instant();
    Command command =
        Command.eval(BEAT, 0)
            .add(keys.prefix())
            .add(worker)
            .add(RqTime.format(now))
            .add(RqTime.seconds(now))
            .add(lifetime().toSeconds());
    if (run == null) {
      return command.add("").add("").add("").add("0").add("0");
    }
    Duration left = run.left();
    Duration next = left == null || left.compareTo(interval) > 0 ? interval : left;
    return command
        .add(run.job().rawId())
        .add(run.job().member())
        .add(run.job().queue())
        .add(Math.max(0, next.toSeconds()) + GRACE.toSeconds())
        .add(seconds(run.worked()));
  }

  private Duration lifetime() {
    return interval.plus(GRACE);
  }

  /** Returns what takes and starts a job; the same again after a lost answer gives the same job. */
  Command take(String worker, String token, boolean withExecution) {
    Instant now = clock.instant();
    return Command.eval(TAKE, 0)
        .add(keys.prefix())
        .add(worker)
        .add(RqTime.format(now))
        .add(RqTime.seconds(now))
        .add(token)
        .add(withExecution ? "1" : "0")
        .add(Math.max(1, interval.toSeconds()))
        .addAll(queues);
  }

  /** Returns what makes Redis forget which job a worker has. */
  Command forgetCurrent(String worker) {
    return Command.of("HDEL", keys.worker(worker), "current_job", "current_execution");
  }

  /** Reads what {@link #take} was answered. */
  Taken taken(@Nullable Object reply, String token, boolean withExecution) {
    List<@Nullable Object> answer = Replies.list(reply);
    String word = answer.isEmpty() ? "" : text(answer.get(0));
    return switch (word) {
      case "empty" -> new Taken.Empty();
      case "suspended" -> new Taken.Suspended();
      case "unfinished" -> new Taken.Unfinished();
      case "unregistered" -> new Taken.Unregistered();
      case "odd" -> new Taken.Odd(text(answer.get(1)), text(answer.get(2)), text(answer.get(3)));
      case "job" -> {
        byte[] id = Replies.bytesOrNull(answer.get(1));
        yield new Taken.Job(
            TakenJob.of(
                id == null ? new byte[0] : id,
                Replies.fields(answer.get(3)),
                text(answer.get(2)),
                token,
                withExecution,
                serializer));
      }
      default -> throw new RqException("the script that takes jobs answered \"" + word + "\"");
    };
  }

  /** Returns what writes the end of a job; the same again has no effect. */
  Command finish(Ending ending) {
    TakenJob job = ending.job();
    return Command.eval(FINISH, 0)
        .add(keys.prefix())
        .add(ending.worker())
        .add(job.token())
        .add(ending.claim().name().toLowerCase(Locale.ROOT))
        .add(job.rawId())
        .add(job.member())
        .add(job.queue())
        .add(ending.status().name().toLowerCase(Locale.ROOT))
        .add(next(ending.next()))
        .add(RqTime.format(ending.endedAt()))
        .add(RqTime.seconds(ending.endedAt()))
        .add(seconds(ending.worked()))
        .add(ending.ttlSeconds())
        .add(ending.result().type())
        .add(ending.result().field())
        .add(ending.result().value())
        .addAll(ending.fields());
  }

  private static String next(Ending.Next next) {
    if (next.over()) {
      return "";
    }
    return next.isScheduled() ? RqTime.seconds(next.at()) : "now";
  }

  /**
   * What became of an end that was to be written.
   *
   * @param written false if somebody else had written it, or taken the job
   * @param released how many jobs that waited for it went into their queues
   * @param problems what could not be done, in words
   */
  record Finished(boolean written, long released, List<String> problems) {}

  /** Reads what {@link #finish} was answered. */
  static Finished finished(@Nullable Object reply) {
    List<@Nullable Object> answer = Replies.list(reply);
    String word = answer.isEmpty() ? "" : text(answer.get(0));
    if (!word.equals("done")) {
      return new Finished(
          false, word.equals("deleted") ? Replies.number(answer.get(1)) : 0, List.of());
    }
    List<String> problems = new ArrayList<>();
    for (int i = 2; i < answer.size(); i++) {
      problems.add(text(answer.get(i)));
    }
    return new Finished(true, Replies.number(answer.get(1)), problems);
  }

  private static String text(@Nullable Object reply) {
    String text = Replies.textOrNull(reply);
    return text == null ? "" : text;
  }

  private static String seconds(Duration time) {
    return BigDecimal.valueOf(time.toNanos() / 1000, 6).toPlainString();
  }

  /** This machine, as RQ's tools show it. */
  private static final class Host {
    static final String NAME;
    static final String ADDRESS;

    static {
      String name = "unknown";
      String address = "unknown";
      try {
        InetAddress local = InetAddress.getLocalHost();
        name = local.getHostName();
        address = local.getHostAddress();
      } catch (UnknownHostException e) {
        // A machine without a name is shown as such.
      }
      NAME = name;
      ADDRESS = address;
    }
  }
}
