package io.github.batchrunner.core.journal;

import io.github.batchrunner.core.execution.TaskStatus;
import io.github.batchrunner.spi.AttemptToken;
import io.github.batchrunner.spi.Failure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the journal adds up to: for each task of each run its latest attempt.
 *
 * <p>Kept in about 50 bytes a task, because a million tasks are usual. Runs, tasks and versions are
 * known by small numbers in the order of their first appearance. Not thread-safe.
 */
public final class BatchState {

  private @Nullable String journalId;
  private final RunIds runIds = new RunIds();
  private final Map<String, TaskRows> tasks = new LinkedHashMap<>();
  private final List<TaskVersion> versions = new ArrayList<>();
  private final Map<String, Integer> versionNumbers = new HashMap<>();
  private final List<TaskRows> rowsOfVersion = new ArrayList<>();
  private final List<ExecutionRecord> executions = new ArrayList<>();

  /** How many intents there were when each execution started. */
  private final List<Integer> intentsBefore = new ArrayList<>();

  /** What causes name: few texts, each of which very many attempts may share. */
  private final List<String> details = new ArrayList<>(List.of(""));

  private final Map<String, Integer> detailNumbers = new HashMap<>(Map.of("", 0));
  private int intents;
  private int ends;

  /**
   * The latest attempt of one task of one run.
   *
   * @param status where it stands
   * @param attempts number of attempts so far
   * @param began when the latest one began, in milliseconds since the epoch; 0 if unknown
   * @param ended when it ended, likewise
   */
  public record TaskState(TaskStatus status, int attempts, long began, long ended) {
    static final TaskState NEW = new TaskState(TaskStatus.NEW, 0, 0, 0);
  }

  /**
   * Returns the identity of the journal, which attempt tokens start with; empty before the first
   * execution.
   */
  public Optional<String> journalId() {
    return Optional.ofNullable(journalId);
  }

  /** Returns the executions of the batch, oldest first. */
  public List<ExecutionRecord> executions() {
    return Collections.unmodifiableList(executions);
  }

  /** Returns the latest execution. */
  public Optional<ExecutionRecord> latestExecution() {
    return executions.isEmpty()
        ? Optional.empty()
        : Optional.of(executions.get(executions.size() - 1));
  }

  /**
   * Returns the number of the first execution that began at {@code moment} or later; one more than
   * there are if none did.
   */
  public int firstExecutionSince(Instant moment) {
    // Journals have times to the millisecond.
    long millis = moment.toEpochMilli();
    int first = executions.size();
    while (first > 0 && executions.get(first - 1).startedAt().toEpochMilli() >= millis) {
      first--;
    }
    return first + 1;
  }

  /**
   * What tells one state of a batch from another: whatever an execution does changes it.
   *
   * @param journalId empty before the first execution
   * @param executions how many have started
   * @param intents how many attempts have been made
   * @param ends how many have ended
   */
  public record Moment(String journalId, int executions, int intents, int ends) {}

  /** Returns the moment at which the batch is like this. */
  public Moment moment() {
    return new Moment(journalId().orElse(""), executions.size(), intents, ends);
  }

  /** Returns the number of a run, or -1 if it has never been submitted. */
  public int runNumber(String runId) {
    return runIds.numberOf(runId);
  }

  /** Returns the identity of an attempt; there must have been an execution. */
  public AttemptToken token(int run, int attempt, String taskId) {
    return new AttemptToken(journalId + "-" + run + "-" + attempt + "-" + taskId);
  }

  /** Returns how many runs have a number. */
  public int runCount() {
    return runIds.size();
  }

  /** Returns the id of the run with this number. */
  public String runId(int run) {
    return runIds.get(run);
  }

  /** Returns how often the tasks of the batch have ended. */
  public int ends() {
    return ends;
  }

  /** Returns the present view of one task, for all runs. */
  public TaskView task(String taskId) {
    return new TaskView(tasks.getOrDefault(taskId, NONE));
  }

  private static final TaskRows NONE = new TaskRows();

  /**
   * One task in all runs; every method takes a run number and answers for -1 as for a run never
   * submitted.
   */
  public final class TaskView {
    private final TaskRows rows;

    private TaskView(TaskRows rows) {
      this.rows = rows;
    }

    /** Returns where the latest attempt stands. */
    public TaskStatus status(int run) {
      return rows.has(run) ? TaskStatus.of(rows.status(run)) : TaskStatus.NEW;
    }

    /** Returns the latest attempt. */
    public TaskState state(int run) {
      return rows.has(run)
          ? new TaskState(status(run), rows.attempts(run), rows.began(run), rows.ended(run))
          : TaskState.NEW;
    }

    /** Returns when the latest attempt began, in milliseconds since the epoch; 0 if unknown. */
    public long began(int run) {
      return rows.has(run) ? rows.began(run) : 0;
    }

    /** Returns when the latest attempt ended, likewise. */
    public long ended(int run) {
      return rows.has(run) ? rows.ended(run) : 0;
    }

    /** Returns how many attempts there were. */
    public int attempts(int run) {
      return rows.has(run) ? rows.attempts(run) : 0;
    }

    /** Returns the version of the latest attempt; there must have been one. */
    public TaskVersion version(int run) {
      return versions.get(rows.version(run));
    }

    /** Returns the number of the version of the latest attempt; there must have been one. */
    public int versionNumber(int run) {
      return rows.version(run);
    }

    /** Returns the hash of the feature of the latest attempt. */
    public long feature(int run) {
      return rows.has(run) ? rows.feature(run) : 0;
    }

    /** Returns the place of the latest intent among all intents of the batch; larger is later. */
    public int intended(int run) {
      return rows.has(run) ? rows.intended(run) : 0;
    }

    /** Returns the place of the latest end among all ends of the batch; larger is later. */
    public int order(int run) {
      return rows.has(run) ? rows.order(run) : 0;
    }

    /** Returns why the latest attempt was made. */
    public Cause cause(int run) {
      return rows.has(run)
          ? Cause.of(rows.cause(run), details.get(rows.detail(run)))
          : Cause.UNKNOWN;
    }

    /**
     * Returns the mebibytes that the latest attempt asked for; 0 if its task is never given more
     * than it defines.
     */
    public int memoryMb(int run) {
      return rows.memory().getOrDefault(run, 0);
    }

    /**
     * Returns the number of the execution in which the latest attempt was made; 0 if there was no
     * attempt.
     */
    public int execution(int run) {
      int intended = intended(run);
      if (intended == 0) {
        return 0;
      }
      // The last execution that had started before; executions without an intent share a number.
      int low = 0;
      int high = intentsBefore.size();
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (intentsBefore.get(middle) < intended) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low == 0 ? 0 : executions.get(low - 1).number();
    }

    /** Returns why the latest attempt failed or was lost. */
    public Optional<Failure> failure(int run) {
      return Optional.ofNullable(rows.failures().get(run));
    }

    /** Returns the engine's name of the latest attempt, where it is not the token itself. */
    public Optional<String> nativeId(int run) {
      return Optional.ofNullable(rows.nativeIds().get(run));
    }

    /** Tells whether the latest attempt had this version, compared by content. */
    public boolean hasVersion(int run, int versionNumber) {
      return rows.version(run) == versionNumber;
    }
  }

  /**
   * Returns the number of a version with this hash, or -1 if nothing was ever submitted with it.
   */
  public int versionNumber(String hash) {
    return versionNumbers.getOrDefault(hash, -1);
  }

  // What a snapshot has to say.

  /** Returns how many versions there are. */
  int versionCount() {
    return versions.size();
  }

  TaskVersion version(int number) {
    return versions.get(number);
  }

  /** Returns how many intents there were before an execution, by its index in the list. */
  int intentsBefore(int execution) {
    return intentsBefore.get(execution);
  }

  /** Returns the rows of all tasks. */
  Collection<TaskRows> rows() {
    return tasks.values();
  }

  /** Returns what causes name, by the number in a row. */
  String detail(int number) {
    return details.get(number);
  }

  // What the journal's records do to the table; the writer applies each record here as it appends
  // it.

  void applyJournal(String id) {
    journalId = id;
  }

  void applyRun(int number, String runId) {
    if (number != runIds.size()) {
      throw new IllegalArgumentException(
          "run " + number + " comes after " + runIds.size() + " runs");
    }
    runIds.add(runId);
  }

  void applyVersion(int number, TaskVersion version) {
    if (number != versions.size()) {
      throw new IllegalArgumentException("version " + number + " comes after " + versions.size());
    }
    versions.add(version);
    versionNumbers.put(version.hash(), number);
    rowsOfVersion.add(tasks.computeIfAbsent(version.task(), id -> new TaskRows()));
  }

  void applyStart(ExecutionRecord execution) {
    applyStart(execution, intents);
  }

  /** A snapshot has the executions before the attempts that were made in them. */
  void applyStart(ExecutionRecord execution, int intentsUntilThen) {
    executions.add(execution);
    intentsBefore.add(intentsUntilThen);
  }

  void applyFinish(ExecutionRecord.Finish finish) {
    int last = executions.size() - 1;
    executions.set(last, executions.get(last).finished(finish));
  }

  void applyIntent(int run, int version, long feature, int attempt, Cause cause, int memoryMb) {
    rows(run, version)
        .intend(
            run,
            version,
            feature,
            attempt,
            ++intents,
            TaskStatus.SUBMITTED.code(),
            (byte) cause.code(),
            cause.detail().isEmpty() ? 0 : detailNumber(cause.detail()),
            memoryMb);
  }

  private TaskRows rows(int run, int version) {
    if (run < 0 || run >= runIds.size()) {
      throw new IllegalArgumentException("there is no run " + run);
    }
    return rowsOfVersion.get(version);
  }

  private int detailNumber(String detail) {
    Integer known = detailNumbers.putIfAbsent(detail, details.size());
    if (known == null) {
      details.add(detail);
      return details.size() - 1;
    }
    return known;
  }

  void applyHandle(int run, int version, String nativeId) {
    rows(run, version).nativeIds().put(run, nativeId);
  }

  void applyEnd(
      int run, int version, TaskStatus status, long began, long ended, @Nullable Failure failure) {
    TaskRows rows = rows(run, version);
    rows.end(run, status.code(), began, ended, ++ends);
    if (failure != null) {
      rows.failures().put(run, failure);
    }
  }

  /** What a snapshot says of an attempt: all that its intent, handle and end said. */
  void applyRow(int run, SnapshotRow row) {
    if (row.status() <= 0 || row.status() >= TaskStatus.values().length) {
      throw new IllegalArgumentException("there is no status " + row.status());
    }
    TaskRows rows = rows(run, row.version());
    rows.intend(
        run,
        row.version(),
        row.feature(),
        row.attempts(),
        row.intended(),
        (byte) row.status(),
        (byte) row.cause().code(),
        detailNumber(row.cause().detail()),
        row.memoryMb());
    rows.end(run, (byte) row.status(), row.began(), row.ended(), row.order());
    if (row.nativeIdOrNull() != null) {
      rows.nativeIds().put(run, row.nativeIdOrNull());
    }
    if (row.failureOrNull() != null) {
      rows.failures().put(run, row.failureOrNull());
    }
    intents = Math.max(intents, row.intended());
    ends = Math.max(ends, row.order());
  }
}
