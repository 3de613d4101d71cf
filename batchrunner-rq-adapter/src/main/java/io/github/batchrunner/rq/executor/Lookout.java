package io.github.batchrunner.rq.executor;

import io.github.batchrunner.rq.internal.protocol.RqKeys;
import io.github.batchrunner.rq.internal.protocol.RqLink;
import io.github.batchrunner.rq.internal.protocol.StartedEntry;
import io.github.batchrunner.rq.internal.redis.Command;
import io.github.batchrunner.rq.internal.redis.Replies;
import io.github.batchrunner.spi.AttemptState;
import io.github.batchrunner.spi.Observation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks at many jobs at once, without RQ's side effects: first at their status, and at more only
 * where that has changed. Thread-safe.
 */
final class Lookout {

  private static final int JOBS_IN_PIPELINE = 5_000;
  private static final int DETAILS_IN_PIPELINE = 1_000;

  private final RqLink link;
  private final RqKeys keys;
  private final String queue;
  private final Attempts attempts;
  private final Epoch epoch;
  private final Judge judge;

  Lookout(RqLink link, String queue, Attempts attempts, Epoch epoch, Judge judge) {
    this.link = link;
    this.keys = link.keys();
    this.queue = queue;
    this.attempts = attempts;
    this.epoch = epoch;
    this.judge = judge;
  }

  /**
   * What a look has shown.
   *
   * @param observations what is known of the attempts now
   * @param news those of them that say something else than was known before
   */
  record View(List<Observation> observations, List<Observation> news) {}

  /** Looks at attempts. */
  View look(List<Attempt> wanted) {
    List<Observation> observations = new ArrayList<>(wanted.size());
    List<Observation> news = new ArrayList<>();
    for (int from = 0; from < wanted.size(); from += JOBS_IN_PIPELINE) {
      int to = Math.min(wanted.size(), from + JOBS_IN_PIPELINE);
      lookAtSome(wanted.subList(from, to), observations, news);
    }
    return new View(observations, news);
  }

  private void lookAtSome(
      List<Attempt> wanted, List<Observation> observations, List<Observation> news) {
    List<Attempt> open = new ArrayList<>(wanted.size());
    for (Attempt attempt : wanted) {
      synchronized (attempt) {
        if (attempt.ended()) {
          observations.add(Objects.requireNonNull(attempt.told));
        } else {
          open.add(attempt);
        }
      }
    }
    List<Command> commands = new ArrayList<>(open.size() + 1);
    // First, so that what is seen in this epoch was not there before a flush.
    commands.add(epoch.ask());
    open.forEach(attempt -> commands.add(Command.of("HGET", keys.job(attempt.jobId()), "status")));
    List<@Nullable Object> replies = link.redis().pipeline(commands);
    long now = epoch.look(replies.get(0));
    List<Attempt> changed = new ArrayList<>();
    List<Attempt> gone = new ArrayList<>();
    for (int i = 0; i < open.size(); i++) {
      Attempt attempt = open.get(i);
      String word = Replies.textOrNull(replies.get(i + 1));
      synchronized (attempt) {
        if (word == null) {
          gone.add(attempt);
        } else if (word.equals(attempt.word) && attempt.told != null && !attempt.missed) {
          attempt.epoch = now;
          observations.add(attempt.told);
        } else {
          changed.add(attempt);
        }
      }
    }
    lookCloser(changed, now, gone, observations, news);
    miss(gone, now, observations, news);
  }

  private void lookCloser(
      List<Attempt> changed,
      long now,
      List<Attempt> gone,
      List<Observation> observations,
      List<Observation> news) {
    for (int from = 0; from < changed.size(); from += DETAILS_IN_PIPELINE) {
      List<Attempt> some =
          changed.subList(from, Math.min(changed.size(), from + DETAILS_IN_PIPELINE));
      List<Command> commands = new ArrayList<>(some.size() * JobState.COMMANDS);
      some.forEach(attempt -> JobState.ask(commands, keys, attempt.jobId()));
      List<@Nullable Object> replies = link.redis().pipeline(commands);
      Map<String, JobState> jobs = new HashMap<>();
      for (int i = 0; i < some.size(); i++) {
        Optional<JobState> job = JobState.read(replies, i * JobState.COMMANDS);
        if (job.isPresent()) {
          jobs.put(some.get(i).jobId(), job.get());
        } else {
          gone.add(some.get(i));
        }
      }
      Set<String> running = runningThoughCancelled(jobs);
      for (Attempt attempt : some) {
        JobState job = jobs.get(attempt.jobId());
        if (job != null) {
          take(attempt, job, running.contains(attempt.jobId()), now, observations, news);
        }
      }
    }
  }

  private void take(
      Attempt attempt,
      JobState job,
      boolean running,
      long now,
      List<Observation> observations,
      List<Observation> news) {
    synchronized (attempt) {
      if (attempt.told != null && attempt.ended()) {
        observations.add(attempt.told);
        return;
      }
      Observation seen = judge.judge(attempt, job, running);
      attempt.epoch = now;
      attempt.missed = false;
      // A job that runs though cancelled, or left others at work, is looked at closely each time.
      boolean goesOn = seen.state() == AttemptState.RUNNING && !job.word().equals("started");
      attempt.word = goesOn ? "" : job.word();
      tell(attempt, seen, news);
      observations.add(seen);
    }
  }

  private void miss(
      List<Attempt> gone, long now, List<Observation> observations, List<Observation> news) {
    if (gone.isEmpty()) {
      return;
    }
    Set<String> neverBegan = neverBegan(gone, now);
    for (Attempt attempt : gone) {
      synchronized (attempt) {
        if (attempt.ended()) {
          observations.add(Objects.requireNonNull(attempt.told));
          continue;
        }
        boolean flushed = attempt.epoch < now;
        Optional<Observation> seen =
            judge.gone(attempt, flushed, neverBegan.contains(attempt.jobId()));
        if (seen.isPresent()) {
          tell(attempt, seen.get(), news);
          observations.add(seen.get());
        }
        attempt.missed = true;
      }
    }
  }

  private void tell(Attempt attempt, Observation seen, List<Observation> news) {
    if (seen.state() == AttemptState.UNKNOWN) {
      return; // what was known before is still the best that is known
    }
    if (attempt.told == null || attempt.told.state() != seen.state()) {
      news.add(seen);
    }
    attempt.told = seen;
    if (seen.state().ended()) {
      attempts.ended(attempt);
    }
  }

  /**
   * Returns those of the jobs without a hash that no worker has begun: the ids that are left in the
   * queue, which are taken out, since workers would only step over them; and those that a worker
   * has stepped over already, which are still without a hash at the next look, and started nowhere.
   */
  private Set<String> neverBegan(List<Attempt> gone, long now) {
    List<String> ids = new ArrayList<>();
    Set<String> missedBefore = new HashSet<>();
    for (Attempt attempt : gone) {
      synchronized (attempt) {
        boolean mayHaveWaited = !attempt.word.isEmpty() && !attempt.hasBegun();
        if (mayHaveWaited && attempt.epoch == now && !attempt.ended()) {
          ids.add(attempt.jobId());
          if (attempt.missed) {
            missedBefore.add(attempt.jobId());
          }
        }
      }
    }
    Set<String> found = takeOutOfQueue(ids);
    missedBefore.removeAll(found);
    if (!missedBefore.isEmpty()) {
      missedBefore.removeAll(idsOfStarted());
      missedBefore.removeAll(idsAtWorkers());
      found.addAll(missedBefore);
    }
    return found;
  }

  /** Takes ids out of where jobs wait; returns those that were there. */
  Set<String> takeOutOfQueue(List<String> ids) {
    if (ids.isEmpty()) {
      return Set.of();
    }
    Set<String> waiting =
        new HashSet<>(
            Replies.texts(link.redis().call(Command.of("LRANGE", keys.queue(queue), "0", "-1"))));
    Set<String> found = new HashSet<>();
    List<Command> commands = new ArrayList<>();
    for (String id : ids) {
      if (waiting.contains(id)) {
        commands.add(Command.of("LREM", keys.queue(queue), "0", id));
        found.add(id);
      }
      commands.add(Command.of("ZREM", keys.registry("deferred", queue), id));
    }
    List<@Nullable Object> replies = link.redis().pipeline(commands);
    int next = 0;
    for (String id : ids) {
      if (waiting.contains(id)) {
        next++;
      }
      if (Replies.number(replies.get(next++)) > 0) {
        found.add(id);
      }
    }
    return found;
  }

  /**
   * Returns those of jobs that run although they were cancelled. RQ takes some of them out of its
   * registry of started jobs, so their workers are asked.
   */
  Set<String> runningThoughCancelled(Map<String, JobState> jobs) {
    List<String> ids =
        jobs.keySet().stream()
            .filter(id -> Objects.requireNonNull(jobs.get(id)).mayRunThoughCancelled())
            .toList();
    if (ids.isEmpty()) {
      return Set.of();
    }
    List<Command> commands = new ArrayList<>();
    for (String id : ids) {
      String worker = Objects.requireNonNull(jobs.get(id)).worker();
      commands.add(Command.of("HGET", keys.worker(worker), "current_job"));
    }
    List<@Nullable Object> current = link.redis().pipeline(commands);
    Set<String> running = new HashSet<>(idsOfStarted());
    running.retainAll(ids);
    for (int i = 0; i < ids.size(); i++) {
      if (ids.get(i).equals(Replies.textOrNull(current.get(i)))) {
        running.add(ids.get(i));
      }
    }
    return running;
  }

  /** Returns the ids of the jobs that workers of the queue say they have. */
  private Set<String> idsAtWorkers() {
    List<Command> commands = new ArrayList<>();
    for (String worker :
        Replies.texts(link.redis().call(Command.of("SMEMBERS", keys.workers(queue))))) {
      commands.add(Command.of("HGET", worker, "current_job"));
    }
    Set<String> ids = new HashSet<>();
    for (Object reply : link.redis().pipeline(commands)) {
      String id = Replies.textOrNull(reply);
      if (id != null) {
        ids.add(id);
      }
    }
    return ids;
  }

  /** Returns the ids that the registry of started jobs has, of any version of RQ. */
  Set<String> idsOfStarted() {
    Set<String> ids = new HashSet<>();
    for (String member :
        Replies.texts(
            link.redis().call(Command.of("ZRANGE", keys.registry("wip", queue), "0", "-1")))) {
      ids.add(StartedEntry.of(member).jobId());
    }
    return ids;
  }
}
