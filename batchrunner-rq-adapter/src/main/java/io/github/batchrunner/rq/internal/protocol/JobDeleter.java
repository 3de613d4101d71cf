package io.github.batchrunner.rq.internal.protocol;

import io.github.batchrunner.rq.CancelScope;
import io.github.batchrunner.rq.Deletion;
import io.github.batchrunner.rq.JobStatus;
import io.github.batchrunner.rq.internal.redis.Command;
import io.github.batchrunner.rq.internal.redis.RedisError;
import io.github.batchrunner.rq.internal.redis.Replies;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Deletes jobs, hundreds in a round trip. Thread-safe. */
public final class JobDeleter {

  private static final int JOBS_IN_SCRIPT = 200;

  /** With so many others who make more jobs wait for one that is to go, something is wrong. */
  private static final int MOST_TRIES = 100;

  private final RqLink link;

  /** Makes one. */
  public JobDeleter(RqLink link) {
    this.link = link;
  }

  /**
   * Deletes jobs and says what became of each.
   *
   * <p>Those for which nothing waits go first, so that jobs which wait for each other and are all
   * to be deleted are not cancelled or released before.
   */
  public List<Deletion> delete(Collection<String> ids, Deletion.Dependents dependents) {
    Map<String, Deletion> deletions = new LinkedHashMap<>();
    ids.forEach(id -> deletions.put(id, new Deletion(id, Deletion.Outcome.NEEDED)));
    Set<String> left = new LinkedHashSet<>(deletions.keySet());
    deleteUnneeded(left, deletions);
    if (dependents == Deletion.Dependents.RELEASE && !left.isEmpty()) {
      pass(left, Deletion.Dependents.RELEASE, deletions);
    }
    if (dependents == Deletion.Dependents.CANCEL) {
      // First what waits, so that nothing is let go should this end on the way.
      JobCanceller canceller = new JobCanceller(link);
      for (int tried = 0; tried < MOST_TRIES && !left.isEmpty(); tried++) {
        canceller.cancel(waitingFor(left), CancelScope.GRAPH);
        deleteUnneeded(left, deletions);
      }
    }
    return List.copyOf(deletions.values());
  }

  private void deleteUnneeded(Set<String> left, Map<String, Deletion> deletions) {
    boolean progress = true;
    while (progress && !left.isEmpty()) {
      progress = pass(left, Deletion.Dependents.REFUSE, deletions);
    }
  }

  /** Returns the deferred jobs that wait for any of these and are none of these. */
  private Set<String> waitingFor(Set<String> ids) {
    List<Command> commands =
        ids.stream().map(id -> Command.of("SMEMBERS", link.keys().dependents(id))).toList();
    Set<String> waiting = new LinkedHashSet<>();
    for (Object reply : link.redis().pipeline(commands)) {
      if (!(reply instanceof RedisError)) {
        waiting.addAll(Replies.texts(reply));
      }
    }
    waiting.removeAll(ids);
    List<String> candidates = List.copyOf(waiting);
    String letters = StatusLook.of(link.keys(), candidates).look(link.redis());
    for (int i = 0; i < candidates.size(); i++) {
      if (StatusLook.status(letters.charAt(i)) != JobStatus.DEFERRED) {
        waiting.remove(candidates.get(i));
      }
    }
    return waiting;
  }

  private boolean pass(
      Set<String> left, Deletion.Dependents dependents, Map<String, Deletion> deletions) {
    Instant now = link.clock().instant();
    List<List<String>> parts = JobScripts.parts(left, JOBS_IN_SCRIPT);
    List<Command> commands = new ArrayList<>();
    for (List<String> part : parts) {
      commands.add(
          Command.eval(JobScripts.DELETE, 0)
              .add(link.keys().prefix())
              .add(RqTime.seconds(now))
              .add(RqTime.format(now))
              .add(dependents.name().toLowerCase(Locale.ROOT))
              .addAll(part));
    }
    List<@Nullable Object> replies = link.redis().pipeline(commands);
    boolean progress = false;
    for (int i = 0; i < parts.size(); i++) {
      List<String> words = Replies.texts(replies.get(i));
      for (int j = 0; j < words.size(); j++) {
        String id = parts.get(i).get(j);
        Deletion.Outcome outcome = Deletion.Outcome.valueOf(words.get(j).toUpperCase(Locale.ROOT));
        deletions.put(id, new Deletion(id, outcome));
        if (outcome != Deletion.Outcome.NEEDED) {
          left.remove(id);
          progress = true;
        }
      }
    }
    return progress;
  }
}
