package io.github.batchrunner.rq.internal.protocol;

import io.github.batchrunner.rq.JobStatus;
import io.github.batchrunner.rq.internal.redis.Command;
import io.github.batchrunner.rq.internal.redis.Redis;
import io.github.batchrunner.rq.internal.redis.Replies;
import io.github.batchrunner.rq.internal.redis.Script;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A look at where many jobs stand that can be taken again and again for little: the commands are
 * made once, and each job answers with one letter. Immutable.
 */
public final class StatusLook {

  /** The letter of a job that is not there. */
  public static final char MISSING = '-';

  private static final Map<Character, JobStatus> MEANINGS =
      Arrays.stream(JobStatus.values())
          .collect(Collectors.toUnmodifiableMap(StatusLook::letter, status -> status));

  private static final Script STATUSES = Script.resource(StatusLook.class, "statuses.lua");

  /** A script blocks the server for all others; so many take it less than a millisecond. */
  private static final int JOBS_IN_SCRIPT = 500;

  private final List<Command> commands;

  private StatusLook(List<Command> commands) {
    this.commands = commands;
  }

  /** Prepares a look at jobs. */
  public static StatusLook of(RqKeys keys, List<String> ids) {
    return ofKeys(ids.stream().map(id -> Command.bytes(keys.job(id))).toList());
  }

  /** Prepares a look at jobs whose hashes have these keys. */
  public static StatusLook ofKeys(List<byte[]> keys) {
    List<Command> commands = new ArrayList<>(keys.size() / JOBS_IN_SCRIPT + 1);
    for (int from = 0; from < keys.size(); from += JOBS_IN_SCRIPT) {
      commands.add(
          Command.eval(STATUSES, 0)
              .addAll(keys.subList(from, Math.min(keys.size(), from + JOBS_IN_SCRIPT))));
    }
    return new StatusLook(commands);
  }

  /** Returns a letter for each job, in one round trip. */
  public String look(Redis redis) {
    StringBuilder letters = new StringBuilder(commands.size() * JOBS_IN_SCRIPT);
    for (Object reply : redis.pipeline(commands)) {
      letters.append(Replies.textOrNull(reply));
    }
    return letters.toString();
  }

  /** Returns what a letter means; {@link JobStatus#UNKNOWN} for {@link #MISSING} too. */
  public static JobStatus status(char letter) {
    return MEANINGS.getOrDefault(letter, JobStatus.UNKNOWN);
  }

  /** Returns the letter of a job that is there and stands so. */
  public static char letter(JobStatus status) {
    return switch (status) {
      case CREATED -> 'c';
      case QUEUED -> 'q';
      case STARTED -> 's';
      case DEFERRED -> 'd';
      case SCHEDULED -> 'a';
      case FINISHED -> 'f';
      case FAILED -> 'x';
      case STOPPED -> 't';
      case CANCELED -> 'n';
      case READY_TO_ENQUEUE -> 'r';
      case RATE_LIMITED -> 'l';
      case UNKNOWN -> '?';
    };
  }
}
