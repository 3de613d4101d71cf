package io.github.batchrunner.rq.internal.protocol;

import io.github.batchrunner.rq.internal.redis.Command;
import io.github.batchrunner.rq.internal.redis.Replies;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts jobs that are there back into their queues, hundreds in a round trip. Thread-safe. */
public final class JobRequeuer {

  private static final int JOBS_IN_SCRIPT = 200;

  private final RqLink link;

  /** Makes one. */
  public JobRequeuer(RqLink link) {
    this.link = link;
  }

  /** Requeues those of these jobs that failed or were stopped; returns which. */
  public Set<String> requeueEnded(Collection<String> ids, boolean atFront) {
    return run(ids, "ended", atFront);
  }

  /** Puts those of these jobs that wait for a time into their queues now; returns which. */
  public Set<String> enqueueScheduled(Collection<String> ids, boolean atFront) {
    return run(ids, "scheduled", atFront);
  }

  private Set<String> run(Collection<String> ids, String which, boolean atFront) {
    List<List<String>> parts = JobScripts.parts(ids, JOBS_IN_SCRIPT);
    List<Command> commands = new ArrayList<>();
    for (List<String> part : parts) {
      commands.add(
          Command.eval(JobScripts.REQUEUE, 0)
              .add(link.keys().prefix())
              .add(RqTime.format(link.clock().instant()))
              .add(which)
              .add(atFront ? "1" : "0")
              .addAll(part));
    }
    List<@Nullable Object> replies = link.redis().pipeline(commands);
    Set<String> requeued = new LinkedHashSet<>();
    for (int i = 0; i < parts.size(); i++) {
      List<@Nullable Object> answers = Replies.list(replies.get(i));
      for (int j = 0; j < answers.size(); j++) {
        if (Replies.number(answers.get(j)) == 1) {
          requeued.add(parts.get(i).get(j));
        }
      }
    }
    return requeued;
  }
}
