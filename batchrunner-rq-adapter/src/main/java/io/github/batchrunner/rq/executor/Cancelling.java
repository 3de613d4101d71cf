package io.github.batchrunner.rq.executor;

import io.github.batchrunner.rq.internal.protocol.JobScripts;
import io.github.batchrunner.rq.internal.protocol.RqLink;
import io.github.batchrunner.rq.internal.protocol.RqTime;
import io.github.batchrunner.rq.internal.redis.Command;
import io.github.batchrunner.rq.internal.redis.Replies;
import io.github.batchrunner.rq.internal.redis.Script;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Ends attempts: what waits at once, what runs by RQ's stop command, which may get lost and is
 * repeated while the job runs. Thread-safe.
 *
 * <p>It is repeated seldom, and never for another request to end the same attempt: when a second
 * command reaches a worker of Python RQ between the death of the job's process and its own taking
 * note of that, the worker kills its whole process group, itself included.
 */
final class Cancelling {

  private static final Script WITHDRAW = JobScripts.beside(Cancelling.class, "withdraw.lua");

  /** A script blocks the server for all others, so it has an end. */
  private static final int JOBS_IN_SCRIPT = 200;

  private static final Duration TRIED_AGAIN_AFTER = Duration.ofMillis(200);

  /** Much longer than a worker takes to note that a job it was told to stop is dead. */
  private static final Duration STOPPED_AGAIN_AFTER = Duration.ofSeconds(15);

  /** A worker that has taken a job needs less time than this to start it, or is gone. */
  private static final Duration LOST_BETWEEN_AFTER = Duration.ofSeconds(30);

  /** What to end. */
  private enum Mode {
    /** What waits and what runs. */
    ALL,
    /** What waits. */
    WAITING,
    /** Also what is neither in its queue nor started, since its worker is gone. */
    LOST
  }

  private final RqLink link;
  private final FanOut fanOut;

  Cancelling(RqLink link, FanOut fanOut) {
    this.link = link;
    this.fanOut = fanOut;
  }

  /** Asks for the end of attempts, once; those that have ended stay as they are. */
  void ask(List<Attempt> attempts) {
    List<Attempt> open = new ArrayList<>();
    for (Attempt attempt : attempts) {
      synchronized (attempt) {
        if (!attempt.ended() && !attempt.unwanted) {
          attempt.unwanted = true;
          open.add(attempt);
        }
      }
    }
    withdraw(open, Mode.ALL);
    for (Attempt attempt : open) {
      List<String> below;
      synchronized (attempt) {
        below = attempt.fannedOut;
      }
      fanOut.cancel(below);
    }
  }

  /** Ends those of the attempts that have not begun. */
  void takeBack(List<Attempt> attempts) {
    withdraw(attempts, Mode.WAITING);
  }

  /** Asks again for those of the attempts that were asked for some time ago and have not ended. */
  void askAgain(List<Attempt> attempts) {
    Instant now = link.clock().instant();
    List<Attempt> again = new ArrayList<>();
    List<Attempt> lost = new ArrayList<>();
    for (Attempt attempt : attempts) {
      synchronized (attempt) {
        Duration pause = attempt.stopSent ? STOPPED_AGAIN_AFTER : TRIED_AGAIN_AFTER;
        if (attempt.unwanted && !attempt.ended() && isOlder(attempt.asked, pause, now)) {
          boolean isLost =
              attempt.between != null && isOlder(attempt.between, LOST_BETWEEN_AFTER, now);
          (isLost ? lost : again).add(attempt);
        }
      }
    }
    withdraw(again, Mode.ALL);
    withdraw(lost, Mode.LOST);
  }

  private static boolean isOlder(@Nullable Instant time, Duration age, Instant now) {
    return time == null || !now.isBefore(time.plus(age));
  }

  private void withdraw(List<Attempt> attempts, Mode mode) {
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
              .add(mode.name().toLowerCase(Locale.ROOT));
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
        if (mode == Mode.WAITING) {
          continue;
        }
        attempt.asked = now;
        attempt.stopSent = answers.get(i).equals("runs");
        if (!answers.get(i).equals("between")) {
          attempt.between = null;
        } else if (attempt.between == null) {
          attempt.between = now;
        }
      }
    }
  }
}
