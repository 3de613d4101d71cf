package io.github.batchrunner.rq.executor;

import io.github.batchrunner.rq.internal.protocol.JobScripts;
import io.github.batchrunner.rq.internal.protocol.RqLink;
import io.github.batchrunner.rq.internal.redis.Command;
import io.github.batchrunner.rq.internal.redis.Replies;
import io.github.batchrunner.rq.internal.redis.Script;
import io.github.batchrunner.spi.Handle;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Deletes ended jobs with their results and their places in registries. Thread-safe. */
final class Purging {

  private static final Script PURGE = JobScripts.beside(Purging.class, "purge.lua");
  private static final int JOBS_IN_SCRIPT = 200;

  private final RqLink link;

  Purging(RqLink link) {
    this.link = link;
  }

  /** Deletes those of the jobs that have ended and are those of their tokens; returns them. */
  List<Handle> purge(List<Handle> handles) {
    List<Handle> ours =
        handles.stream().filter(h -> h.nativeId().equals(JobIds.of(h.token()))).toList();
    List<Command> commands = new ArrayList<>();
    for (int from = 0; from < ours.size(); from += JOBS_IN_SCRIPT) {
      Command command = Command.eval(PURGE, 0).add(link.keys().prefix());
      ours.subList(from, Math.min(ours.size(), from + JOBS_IN_SCRIPT))
          .forEach(handle -> command.add(handle.nativeId()));
      commands.add(command);
    }
    List<@Nullable Object> answers = new ArrayList<>();
    link.redis().pipeline(commands).forEach(reply -> answers.addAll(Replies.list(reply)));
    List<Handle> purged = new ArrayList<>();
    for (int i = 0; i < ours.size(); i++) {
      if (Replies.number(answers.get(i)) == 1) {
        purged.add(ours.get(i));
      }
    }
    return purged;
  }
}
