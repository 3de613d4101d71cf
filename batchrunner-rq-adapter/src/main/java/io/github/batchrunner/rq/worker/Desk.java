package io.github.batchrunner.rq.worker;

import io.github.batchrunner.rq.RqException;
import io.github.batchrunner.rq.RqRefusedException;
import io.github.batchrunner.rq.internal.redis.Backoff;
import io.github.batchrunner.rq.internal.redis.Command;
import io.github.batchrunner.rq.internal.redis.RedisLane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where one thread of a worker hands in the end of a job and gets the next, in one round trip.
 *
 * <p>Whatever happens to the connection, an end is written once and a job that was taken is known:
 * both are asked for again, as they were, until Redis has answered.
 */
final class Desk implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Desk.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  /** A connection may have broken unnoticed, so that the first try finds that out. */
  private static final int TRIES_TO_UNREGISTER = 2;

  private final PoolParts parts;
  private final Worker worker;
  private final RedisLane lane;
  private @Nullable Ending ending;
  private @Nullable Request asked;

  /** What was asked for and has not been answered yet. */
  private record Request(String token, boolean withExecution) {}

  Desk(PoolParts parts, Worker worker, @Nullable Ending ending) {
    this.parts = parts;
    this.worker = worker;
    this.ending = ending;
    lane = parts.link().redis().lane();
  }

  /** Hands in an end, written with the next exchange. */
  void put(Ending next) {
    ending = next;
  }

  /** Tells whether an end is to be written. */
  boolean hasEnding() {
    return ending != null;
  }

  /** Writes the end of the last job and takes the next, however long Redis is away. */
  Taken exchange() {
    Backoff backoff = Backoff.between(FIRST_PAUSE, LONGEST_PAUSE);
    boolean told = false;
    while (true) {
      try {
        Taken taken = attempt();
        if (taken != null) {
          return taken;
        }
      } catch (RqException e) {
        if (!told) {
          LOG.warn("Worker \"{}\" waits for Redis: {}", worker, e.getMessage());
          told = true;
        }
        if (worker.isHurried()) {
          LOG.warn("Worker \"{}\" ends without Redis; its last job: {}", worker, ending);
          ending = null;
          return new Taken.Empty();
        }
        parts.bell().rest(backoff.next(), worker::isHurried);
      }
    }
  }

  /** Returns null if it is to be asked for again. */
  private @Nullable Taken attempt() {
    // What may have been taken already must be asked for also by a worker that is to end.
    if (asked == null && !worker.isStopping()) {
      String token = UUID.randomUUID().toString().replace("-", "");
      asked = new Request(token, parts.fleet().keepsExecutions());
    }
    Request request = asked;
    List<Command> commands = new ArrayList<>(2);
    if (ending != null) {
      commands.add(parts.records().finish(ending));
    }
    if (request != null) {
      commands.add(parts.records().take(worker.name(), request.token(), request.withExecution()));
    }
    List<@Nullable Object> replies = lane.pipeline(commands);
    if (ending != null) {
      written(ending, replies.get(0));
      ending = null;
    }
    if (request == null) {
      return new Taken.Empty();
    }
    Taken taken =
        parts
            .records()
            .taken(replies.get(replies.size() - 1), request.token(), request.withExecution());
    if (taken instanceof Taken.Unregistered) {
      lane.transaction(parts.records().birth(worker.name(), null));
      return null;
    }
    if (taken instanceof Taken.Unfinished) {
      lane.call(parts.records().forgetCurrent(worker.name()));
      return null;
    }
    asked = null;
    return taken;
  }

  private void written(Ending written, @Nullable Object reply) {
    Records.Finished finished;
    try {
      finished = Records.finished(reply);
    } catch (RqRefusedException e) {
      if (e.temporary()) {
        throw e;
      }
      LOG.error("The end of job \"{}\" cannot be written: {}", written.job(), e.getMessage());
      return;
    }
    parts.counters().count(written, finished);
    for (String problem : finished.problems()) {
      LOG.warn("At the end of job \"{}\": {}", written.job(), problem);
    }
    if (!finished.written()) {
      LOG.info("Job \"{}\" was deleted, or ended by somebody else", written.job());
    }
  }

  /** Says that the worker is gone, if Redis is there. */
  void unregister() {
    RqException last = null;
    for (int tried = 0; tried < TRIES_TO_UNREGISTER; tried++) {
      try {
        lane.transaction(parts.records().death(worker.name()));
        return;
      } catch (RqException e) {
        last = e;
      }
    }
    LOG.warn("Worker \"{}\" could not say that it ends", worker, last);
  }

  @Override
  public void close() {
    lane.close();
  }
}
