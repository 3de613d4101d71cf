package io.github.batchrunner.rq.internal.protocol;

import io.github.batchrunner.rq.CancelScope;
import io.github.batchrunner.rq.Cancellation;
import io.github.batchrunner.rq.internal.redis.Command;
import io.github.batchrunner.rq.internal.redis.Replies;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Cancels jobs, hundreds in a round trip, each with what waits for it, up to some thousand of which
 * atomically. Thread-safe.
 */
public final class JobCanceller {

  private static final int JOBS_IN_SCRIPT = 100;

  /** A script blocks the server for all others: what waits for many is cancelled by several. */
  private static final int MOST_MET_IN_SCRIPT = 2_000;

  private final RqLink link;

  /** Makes one. */
  public JobCanceller(RqLink link) {
    this.link = link;
  }

  /**
   * Cancels jobs and says what became of each; for {@link CancelScope#GRAPH} also of those that
   * wait for them.
   */
  public List<Cancellation> cancel(Collection<String> ids, CancelScope scope) {
    // A job may be met again on the way from another one: what happened first counts.
    Map<String, Cancellation> cancellations = new LinkedHashMap<>();
    Collection<String> open = ids;
    while (!open.isEmpty()) {
      Set<String> left = new LinkedHashSet<>();
      for (Object reply : link.redis().pipeline(commands(open, scope))) {
        read(Replies.texts(reply), cancellations, left);
      }
      left.removeAll(cancellations.keySet());
      open = left;
    }
    return List.copyOf(cancellations.values());
  }

  private List<Command> commands(Collection<String> ids, CancelScope scope) {
    List<Command> commands = new ArrayList<>();
    for (List<String> part : JobScripts.parts(ids, JOBS_IN_SCRIPT)) {
      commands.add(
          Command.eval(JobScripts.CANCEL, 0)
              .add(link.keys().prefix())
              .add(RqTime.seconds(link.clock().instant()))
              .add(scope == CancelScope.GRAPH ? "1" : "0")
              .add(MOST_MET_IN_SCRIPT)
              .addAll(part));
    }
    return commands;
  }

  /** Tells the worker of a running job to stop it; returns whether it runs and its worker heard. */
  public boolean stop(String id) {
    Command command = Command.eval(JobScripts.STOP, 0).add(link.keys().prefix()).add(id);
    return Replies.number(link.redis().call(command)) > 0;
  }

  private static void read(
      List<String> words, Map<String, Cancellation> cancellations, Set<String> left) {
    for (int i = 0; i + 2 < words.size(); i += 3) {
      String id = words.get(i);
      if (words.get(i + 1).equals("left")) {
        left.add(id);
      } else {
        cancellations.putIfAbsent(
            id, new Cancellation(id, outcome(words.get(i + 1)), words.get(i + 2)));
      }
    }
  }

  private static Cancellation.Outcome outcome(String word) {
    return switch (word) {
      case "canceled" -> Cancellation.Outcome.CANCELED;
      case "stopping" -> Cancellation.Outcome.STOPPING;
      case "unheard" -> Cancellation.Outcome.UNHEARD;
      case "already" -> Cancellation.Outcome.ALREADY_CANCELED;
      case "ended" -> Cancellation.Outcome.ENDED;
      case "missing" -> Cancellation.Outcome.MISSING;
      default -> throw new IllegalStateException("the script answered \"" + word + "\"");
    };
  }
}
