package io.github.batchrunner.rq.executor;

import io.github.batchrunner.rq.RqException;
import io.github.batchrunner.rq.internal.protocol.RqLink;
import io.github.batchrunner.rq.internal.redis.Command;
import io.github.batchrunner.rq.internal.redis.Replies;
import io.github.batchrunner.spi.CloseMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does with what has not ended what the mode of closing says. */
final class Ending {

  private static final Logger LOG = LoggerFactory.getLogger(Ending.class);

  /** A job that a worker cannot stop, or whose worker is gone, must not keep the host for ever. */
  private static final Duration CANCEL_PATIENCE = Duration.ofSeconds(60);

  private static final Duration LONGEST_PAUSE = Duration.ofMillis(200);

  private final RqLink link;
  private final Duration pause;
  private final Attempts attempts;
  private final Lookout lookout;
  private final Cancelling cancelling;
  private final Companions companions;

  Ending(
      RqLink link,
      RqOptions options,
      Attempts attempts,
      Lookout lookout,
      Cancelling cancelling,
      Companions companions) {
    this.link = link;
    this.pause =
        options.pollInterval().compareTo(LONGEST_PAUSE) < 0
            ? options.pollInterval()
            : LONGEST_PAUSE;
    this.attempts = attempts;
    this.lookout = lookout;
    this.cancelling = cancelling;
    this.companions = companions;
  }

  /** Returns when nothing is open any more, or nothing more can be done about it. */
  void end(CloseMode mode) {
    if (mode == CloseMode.DETACH) {
      return;
    }
    long start = System.nanoTime();
    List<Attempt> open = attempts.awaited();
    String trouble = "";
    while (!open.isEmpty()) {
      if (mode == CloseMode.CANCEL && System.nanoTime() - start > CANCEL_PATIENCE.toNanos()) {
        LOG.warn(
            "{} jobs still run in RQ, since their workers did not stop them within {}, or Redis"
                + " could not be reached. They may run to their ends, such as \"{}\"",
            open.size(),
            CANCEL_PATIENCE,
            open.get(0).jobId());
        return;
      }
      try {
        step(mode, open);
        trouble = "";
      } catch (RqException e) {
        if (!trouble.equals(e.getMessage())) {
          LOG.warn(
              "Redis cannot be used while {} jobs are waited for: {}", open.size(), e.getMessage());
          trouble = String.valueOf(e.getMessage());
        }
      }
      open = attempts.awaited();
      if (!open.isEmpty() && !paused()) {
        return;
      }
    }
  }

  private void step(CloseMode mode, List<Attempt> open) {
    if (mode == CloseMode.CANCEL) {
      List<Attempt> wanted = open.stream().filter(Attempt::isWanted).toList();
      cancelling.ask(wanted);
      cancelling.askAgain(open);
    } else {
      cancelling.ask(stranded(open));
    }
    companions.observed(lookout.look(open).news());
  }

  /** RQ leaves jobs deferred for ever if one they need did not end well. */
  private List<Attempt> stranded(List<Attempt> open) {
    List<Attempt> deferred = open.stream().filter(Attempt::isDeferred).toList();
    List<Command> commands = new ArrayList<>();
    deferred.forEach(
        attempt -> commands.add(Command.of("SMEMBERS", link.keys().dependencies(attempt.jobId()))));
    List<@Nullable Object> replies = link.redis().pipeline(commands);
    List<Attempt> stranded = new ArrayList<>();
    for (int i = 0; i < deferred.size(); i++) {
      List<Command> statuses = new ArrayList<>();
      for (String need : Replies.texts(replies.get(i))) {
        statuses.add(Command.of("HGET", link.keys().job(need), "status"));
      }
      for (Object status : link.redis().pipeline(statuses)) {
        String word = Replies.textOrNull(status);
        if ("failed".equals(word) || "stopped".equals(word) || "canceled".equals(word)) {
          stranded.add(deferred.get(i));
          break;
        }
      }
    }
    return stranded;
  }

  private boolean paused() {
    try {
      TimeUnit.NANOSECONDS.sleep(pause.toNanos());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
