package io.github.batchrunner.rq.executor;

import io.github.batchrunner.rq.internal.protocol.RqLink;
import io.github.batchrunner.rq.internal.protocol.RqTime;
import io.github.batchrunner.rq.internal.redis.Command;
import io.github.batchrunner.rq.internal.redis.Replies;
import io.github.batchrunner.rq.internal.redis.Script;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ends attempts: what waits at once, what runs by RQ's stop command, which may get lost and is
 * repeated for as long as the job runs. Thread-safe.
 */
final class Cancelling {

  private static final Script WITHDRAW = Script.resource(Cancelling.class, "withdraw.lua");

  /** A script blocks the server for all others, so it has an end. */
  private static final int JOBS_IN_SCRIPT = 200;

  private static final Duration REPEATED_AFTER = Duration.ofSeconds(1);

  /** A worker that has taken a job needs less time than this to start it, or is gone. */
  private static final Duration LOST_BETWEEN_AFTER = Duration.ofSeconds(30);

  private final RqLink link;

  Cancelling(RqLink link) {
    this.link = link;
  }

  /** Asks for the end of attempts; those that have ended stay as they are. */
  void ask(List<Attempt> attempts) {
    List<Attempt> open = new ArrayList<>();
    for (Attempt attempt : attempts) {
      synchronized (attempt) {
        if (!attempt.ended()) {
          attempt.unwanted = true;
          open.add(attempt);
        }
      }
    }
    withdraw(open, false);
  }

  /** Asks again for those of the attempts that were asked for some time ago and have not ended. */
  void askAgain(List<Attempt> attempts) {
    Instant now = link.clock().instant();
    List<Attempt> again = new ArrayList<>();
    List<Attempt> lost = new ArrayList<>();
    for (Attempt attempt : attempts) {
      synchronized (attempt) {
        if (attempt.unwanted && !attempt.ended() && isOlder(attempt.asked, REPEATED_AFTER, now)) {
          boolean isLost =
              attempt.between != null && isOlder(attempt.between, LOST_BETWEEN_AFTER, now);
          (isLost ? lost : again).add(attempt);
        }
      }
    }
    withdraw(again, false);
    withdraw(lost, true);
  }

  private static boolean isOlder(@Nullable Instant time, Duration age, Instant now) {
    return time == null || !now.isBefore(time.plus(age));
  }

  private void withdraw(List<Attempt> attempts, boolean force) {
    if (attempts.isEmpty()) {
      return;
    }
    Instant now = link.clock().instant();
    List<Command> commands = new ArrayList<>();
    for (int from = 0; from < attempts.size(); from += JOBS_IN_SCRIPT) {
      Command command =
          Command.eval(WITHDRAW, 0)
              .add(link.keys().prefix())
              .add(RqTime.seconds(now))
              .add(force ? "1" : "0");
      attempts
          .subList(from, Math.min(attempts.size(), from + JOBS_IN_SCRIPT))
          .forEach(attempt -> command.add(attempt.jobId()));
      commands.add(command);
    }
    List<String> answers = new ArrayList<>(attempts.size());
    link.redis().pipeline(commands).forEach(reply -> answers.addAll(Replies.texts(reply)));
    for (int i = 0; i < attempts.size(); i++) {
      Attempt attempt = attempts.get(i);
      synchronized (attempt) {
        attempt.asked = now;
        if (!answers.get(i).equals("between")) {
          attempt.between = null;
        } else if (attempt.between == null) {
          attempt.between = now;
        }
      }
    }
  }
}
