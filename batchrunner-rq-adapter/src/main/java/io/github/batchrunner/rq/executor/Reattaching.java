package io.github.batchrunner.rq.executor;

import io.github.batchrunner.rq.internal.protocol.RqLink;
import io.github.batchrunner.rq.internal.redis.Command;
import io.github.batchrunner.rq.internal.redis.Replies;
import io.github.batchrunner.spi.AttemptState;
import io.github.batchrunner.spi.AttemptToken;
import io.github.batchrunner.spi.Handle;
import io.github.batchrunner.spi.Observation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds attempts again that an earlier process submitted. Thread-safe. */
final class Reattaching {

  private static final int JOBS_IN_PIPELINE = 1_000;

  private final RqLink link;
  private final RqOptions options;
  private final Attempts attempts;
  private final Epoch epoch;
  private final Judge judge;
  private final Lookout lookout;

  Reattaching(
      RqLink link,
      RqOptions options,
      Attempts attempts,
      Epoch epoch,
      Judge judge,
      Lookout lookout) {
    this.link = link;
    this.options = options;
    this.attempts = attempts;
    this.epoch = epoch;
    this.judge = judge;
    this.lookout = lookout;
  }

  /** Returns those that are there, or may be running though their jobs are gone. */
  List<Companion.Found> find(List<AttemptToken> tokens) {
    long now = epoch.look(link.redis().call(epoch.ask()));
    Map<AttemptToken, Companion.Found> found = new LinkedHashMap<>();
    List<Handle> absent = new ArrayList<>();
    for (int from = 0; from < tokens.size(); from += JOBS_IN_PIPELINE) {
      int to = Math.min(tokens.size(), from + JOBS_IN_PIPELINE);
      find(tokens.subList(from, to), now, found, absent);
    }
    mayRun(absent).forEach(observation -> found.put(observation.token(), unnamed(observation)));
    return List.copyOf(found.values());
  }

  private void find(
      List<AttemptToken> tokens,
      long now,
      Map<AttemptToken, Companion.Found> found,
      List<Handle> absent) {
    List<Command> commands = new ArrayList<>();
    tokens.forEach(token -> JobState.ask(commands, link.keys(), JobIds.of(token)));
    List<@Nullable Object> replies = link.redis().pipeline(commands);
    for (int i = 0; i < tokens.size(); i++) {
      Handle handle = new Handle(tokens.get(i), JobIds.of(tokens.get(i)));
      Optional<JobState> job = JobState.read(replies, i * JobState.COMMANDS);
      Optional<Attempt> known = attempts.find(handle.token());
      if (job.isPresent()) {
        AttemptMeta meta = AttemptMeta.read(job.get().meta(), options.serializer());
        Observation seen = take(attempts.remember(handle), job.get(), now);
        found.put(handle.token(), new Companion.Found(meta.batch(), meta.runId(), seen));
      } else if (known.isPresent() && known.get().latest().isPresent()) {
        found.put(handle.token(), unnamed(known.get().latest().get()));
      } else {
        absent.add(handle);
      }
    }
  }

  private Observation take(Attempt attempt, JobState job, long now) {
    synchronized (attempt) {
      if (attempt.told == null || !attempt.ended()) {
        boolean running = !lookout.runningThoughCancelled(Map.of(attempt.jobId(), job)).isEmpty();
        Observation seen = judge.judge(attempt, job, running);
        attempt.epoch = now;
        attempt.missed = false;
        boolean goesOn = seen.state() == AttemptState.RUNNING && !job.word().equals("started");
        attempt.word = goesOn || seen.state() == AttemptState.UNKNOWN ? "" : job.word();
        attempt.told = seen;
        if (seen.state().ended()) {
          attempts.ended(attempt);
        }
      }
      return attempt.told;
    }
  }

  /**
   * Of jobs without a hash, returns those that a worker may have in its hands, and takes the others
   * out of where they wait, so that they surely never start.
   */
  private List<Observation> mayRun(List<Handle> absent) {
    if (absent.isEmpty()) {
      return List.of();
    }
    Set<String> taken = new HashSet<>(lookout.idsOfStarted());
    taken.addAll(
        Replies.texts(
            link.redis()
                .call(Command.of("LRANGE", link.keys().intermediate(options.queue()), "0", "-1"))));
    List<Observation> running = new ArrayList<>();
    List<String> waiting = new ArrayList<>();
    for (Handle handle : absent) {
      if (taken.contains(handle.nativeId())) {
        Attempt attempt = attempts.remember(handle);
        synchronized (attempt) {
          attempt.began = link.clock().instant();
        }
        running.add(Observation.of(handle, AttemptState.UNKNOWN, link.clock().instant()));
      } else {
        waiting.add(handle.nativeId());
      }
    }
    lookout.takeOutOfQueue(waiting);
    return running;
  }

  private static Companion.Found unnamed(Observation observation) {
    return new Companion.Found("", "", observation);
  }
}
