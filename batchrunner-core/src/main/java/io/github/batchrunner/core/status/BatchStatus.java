package io.github.batchrunner.core.status;

import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.text.NearestName;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Where a batch stands, in numbers.
 *
 * @param batch name of the batch
 * @param state in one word
 * @param runs its runs, by the worst that holds for one of their tasks
 * @param tasks the tasks whose check-box is on
 * @param failures what the failed tasks have in common, most frequent first
 */
public record BatchStatus(
    String batch, State state, Counts runs, Counts tasks, List<FailureGroup> failures) {

  /** How much of a signature says which is meant. */
  public static final int LEAST_OF_SIGNATURE = 4;

  private static final int MOST_NAMED = 10;

  /** Copies the list. */
  public BatchStatus {
    failures = List.copyOf(failures);
  }

  /** A batch in one word. */
  public enum State {
    /** Nothing has run yet. */
    NEW,
    /** A process runs it now. */
    RUNNING,
    /** All tasks whose check-box is on have succeeded. */
    SUCCEEDED,
    /** Some have failed. */
    FAILED,
    /** The latest execution was cancelled. */
    CANCELLED,
    /** The latest execution began nothing new any more, because too much failed or on request. */
    STOPPED,
    /** The latest execution left attempts to the engine. */
    DETACHED,
    /** The process of the latest execution ended without saying how. */
    INTERRUPTED,
    /** Some have never run. */
    INCOMPLETE
  }

  /**
   * Runs or tasks by where they stand.
   *
   * @param total all
   * @param succeeded done
   * @param failed failed, lost or cancelled
   * @param running submitted and not ended
   * @param waiting never submitted, or of unknown end
   * @param skipped not run because a needed task failed; always 0 for runs
   */
  public record Counts(
      long total, long succeeded, long failed, long running, long waiting, long skipped) {

    /** Returns the counts of what stands so or so; what is switched off does not count. */
    public static Counts of(Map<TaskOutcome, Long> by) {
      long succeeded = by.getOrDefault(TaskOutcome.SUCCEEDED, 0L);
      long failed = by.getOrDefault(TaskOutcome.FAILED, 0L);
      long running = by.getOrDefault(TaskOutcome.RUNNING, 0L);
      long waiting = by.getOrDefault(TaskOutcome.WAITING, 0L);
      long skipped = by.getOrDefault(TaskOutcome.SKIPPED, 0L);
      return new Counts(
          succeeded + failed + running + waiting + skipped,
          succeeded,
          failed,
          running,
          waiting,
          skipped);
    }
  }

  /**
   * Failures that have the same signature.
   *
   * @param signature 8 hexadecimal digits
   * @param pattern what they have in common, with placeholders for what differs
   * @param kind kind of the failures
   * @param taskId the task that failed
   * @param exampleRun one of the runs
   * @param message the failure of that run
   * @param evidence the lines of its detail that tell the cause beyond the message; may be empty
   * @param detail its detail: the end of the log, or a stack trace; may be empty
   * @param firstAt when the first of them ended
   * @param latestAt when the latest of them ended
   * @param ended how many runs there are in which the task has ended, well or not
   * @param runs the ids of all runs that failed so; made as they are asked for
   */
  public record FailureGroup(
      String signature,
      String pattern,
      String kind,
      String taskId,
      String exampleRun,
      String message,
      List<String> evidence,
      String detail,
      Instant firstAt,
      Instant latestAt,
      long ended,
      List<String> runs) {

    /** Returns how many there are. */
    public long count() {
      return runs.size();
    }

    /** Returns how many of the runs in which the task has ended failed so, from 0 to 1. */
    public double share() {
      return (double) count() / ended;
    }
  }

  /**
   * Returns the failures with a signature.
   *
   * @param signature the whole of it, or its beginning if that is at least {@value
   *     #LEAST_OF_SIGNATURE} digits and no other's
   * @throws InvalidInputException if there are none or several; those there are are named
   */
  public FailureGroup failureGroup(String signature) {
    List<FailureGroup> meant = groupsBeginning(signature);
    if (meant.size() == 1) {
      return meant.get(0);
    }
    if (meant.isEmpty()) {
      throw new InvalidInputException(
          failures.isEmpty()
              ? "no failure has the signature \"%s\": nothing has failed".formatted(signature)
              : "no failure has the signature \"%s\"%s"
                  .formatted(signature, NearestName.hint(signature, named(failures))));
    }
    throw new InvalidInputException(
        "several signatures begin with \"%s\": %s; give more of it"
            .formatted(signature, String.join(", ", named(meant))));
  }

  /** Tells whether any failure has a signature, given as for {@link #failureGroup}. */
  public boolean hasFailure(String signature) {
    return !groupsBeginning(signature).isEmpty();
  }

  private List<FailureGroup> groupsBeginning(String signature) {
    return failures.stream()
        .filter(
            group ->
                signature.length() >= LEAST_OF_SIGNATURE
                    && group.signature().startsWith(signature.toLowerCase(Locale.ROOT)))
        .toList();
  }

  private static List<String> named(List<FailureGroup> groups) {
    return groups.stream().limit(MOST_NAMED).map(FailureGroup::signature).toList();
  }
}
