package io.github.batchrunner.core.journal;

import io.github.batchrunner.core.execution.TaskStatus;
import io.github.batchrunner.spi.AttemptToken;
import io.github.batchrunner.spi.Failure;
import java.util.ArrayList;
import java.util.Arrays;
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
 * <p>Kept in columns, about 46 bytes a task, because a million tasks are usual. Runs, tasks and
 * versions are known by small numbers in the order of their first appearance. Not thread-safe.
 */
public final class BatchState {

  private @Nullable String journalId;
  private final Map<String, Integer> runNumbers = new HashMap<>();
  private final List<String> runIds = new ArrayList<>();
  private final Map<String, TaskColumn> columns = new LinkedHashMap<>();
  private final List<TaskVersion> versions = new ArrayList<>();
  private final Map<String, Integer> versionNumbers = new HashMap<>();
  private final List<TaskColumn> columnOfVersion = new ArrayList<>();
  private final List<ExecutionRecord> executions = new ArrayList<>();

  /** How many intents there were when each execution started. */
  private final List<Integer> intentsBefore = new ArrayList<>();

  /** What causes name: few texts, each of which very many attempts may share. */
  private final List<String> details = new ArrayList<>(List.of(""));

  private final Map<String, Integer> detailNumbers = new HashMap<>(Map.of("", 0));
  private int intents;
  private int ends;

  /** The columns of one task, indexed by run number. */
  private static final class TaskColumn {
    byte[] status = new byte[0];
    byte[] cause = new byte[0];
    int[] version = new int[0];
    long[] feature = new long[0];
    int[] intended = new int[0];
    int[] order = new int[0];
    int[] attempts = new int[0];
    long[] began = new long[0];
    long[] ended = new long[0];

    /** By number in the table of details; as long as needed for the last that is not empty. */
    int[] detail = new int[0];

    /** As long as needed for the last that is not 0. */
    int[] memory = new int[0];

    final Map<Integer, Failure> failures = new HashMap<>();
    final Map<Integer, String> nativeIds = new HashMap<>();

    void ensure(int run) {
      if (run >= status.length) {
        int size = Math.max(run + 1, status.length + (status.length >> 1) + 16);
        status = Arrays.copyOf(status, size);
        cause = Arrays.copyOf(cause, size);
        version = Arrays.copyOf(version, size);
        feature = Arrays.copyOf(feature, size);
        intended = Arrays.copyOf(intended, size);
        order = Arrays.copyOf(order, size);
        attempts = Arrays.copyOf(attempts, size);
        began = Arrays.copyOf(began, size);
        ended = Arrays.copyOf(ended, size);
      }
    }

    /** Sets a value of a column that is mostly 0, and returns the column. */
    static int[] with(int[] sparse, int run, int value) {
      if (run >= sparse.length) {
        if (value == 0) {
          return sparse;
        }
        int[] longer = Arrays.copyOf(sparse, run + 1 + (run >> 1));
        longer[run] = value;
        return longer;
      }
      sparse[run] = value;
      return sparse;
    }
  }

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

  /** Returns the number of a run, or -1 if it has never been submitted. */
  public int runNumber(String runId) {
    return runNumbers.getOrDefault(runId, -1);
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
    return new TaskView(columns.getOrDefault(taskId, EMPTY));
  }

  private static final TaskColumn EMPTY = new TaskColumn();

  /**
   * One task in all runs; every method takes a run number and answers for -1 as for a run never
   * submitted.
   */
  public final class TaskView {
    private final TaskColumn column;

    private TaskView(TaskColumn column) {
      this.column = column;
    }

    private boolean knows(int run) {
      return run >= 0 && run < column.status.length;
    }

    /** Returns where the latest attempt stands. */
    public TaskStatus status(int run) {
      return knows(run) ? TaskStatus.of(column.status[run]) : TaskStatus.NEW;
    }

    /** Returns the latest attempt. */
    public TaskState state(int run) {
      return knows(run) && column.status[run] != 0
          ? new TaskState(status(run), column.attempts[run], column.began[run], column.ended[run])
          : TaskState.NEW;
    }

    /** Returns how many attempts there were. */
    public int attempts(int run) {
      return knows(run) ? column.attempts[run] : 0;
    }

    /** Returns the version of the latest attempt; there must have been one. */
    public TaskVersion version(int run) {
      return versions.get(column.version[run]);
    }

    /** Returns the number of the version of the latest attempt; there must have been one. */
    public int versionNumber(int run) {
      return column.version[run];
    }

    /** Returns the hash of the feature of the latest attempt. */
    public long feature(int run) {
      return knows(run) ? column.feature[run] : 0;
    }

    /** Returns the place of the latest intent among all intents of the batch; larger is later. */
    public int intended(int run) {
      return knows(run) ? column.intended[run] : 0;
    }

    /** Returns the place of the latest end among all ends of the batch; larger is later. */
    public int order(int run) {
      return knows(run) ? column.order[run] : 0;
    }

    /** Returns why the latest attempt was made. */
    public Cause cause(int run) {
      return knows(run) && column.status[run] != 0
          ? Cause.of(
              column.cause[run], run < column.detail.length ? details.get(column.detail[run]) : "")
          : Cause.UNKNOWN;
    }

    /**
     * Returns the mebibytes that the latest attempt asked for; 0 if its task is never given more
     * than it defines.
     */
    public int memoryMb(int run) {
      return run >= 0 && run < column.memory.length ? column.memory[run] : 0;
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
      return Optional.ofNullable(column.failures.get(run));
    }

    /** Returns the engine's name of the latest attempt, where it is not the token itself. */
    public Optional<String> nativeId(int run) {
      return Optional.ofNullable(column.nativeIds.get(run));
    }

    /** Tells whether the latest attempt had this version, compared by content. */
    public boolean hasVersion(int run, int versionNumber) {
      return column.version[run] == versionNumber;
    }
  }

  /**
   * Returns the number of a version with this hash, or -1 if nothing was ever submitted with it.
   */
  public int versionNumber(String hash) {
    return versionNumbers.getOrDefault(hash, -1);
  }

  /** Returns how many versions there are. */
  int versionCount() {
    return versions.size();
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
    runNumbers.put(runId, number);
  }

  void applyVersion(int number, TaskVersion version) {
    if (number != versions.size()) {
      throw new IllegalArgumentException("version " + number + " comes after " + versions.size());
    }
    versions.add(version);
    versionNumbers.put(version.hash(), number);
    columnOfVersion.add(columns.computeIfAbsent(version.task(), id -> new TaskColumn()));
  }

  void applyStart(ExecutionRecord execution) {
    executions.add(execution);
    intentsBefore.add(intents);
  }

  void applyFinish(ExecutionRecord.Finish finish) {
    int last = executions.size() - 1;
    executions.set(last, executions.get(last).finished(finish));
  }

  void applyIntent(int run, int version, long feature, int attempt, Cause cause, int memoryMb) {
    TaskColumn column = columnOfVersion.get(version);
    column.ensure(run);
    column.status[run] = TaskStatus.SUBMITTED.code();
    column.version[run] = version;
    column.feature[run] = feature;
    column.attempts[run] = attempt;
    column.cause[run] = (byte) cause.code();
    column.detail = TaskColumn.with(column.detail, run, detailNumber(cause.detail()));
    column.memory = TaskColumn.with(column.memory, run, memoryMb);
    column.intended[run] = ++intents;
    column.began[run] = 0;
    column.ended[run] = 0;
    if (!column.failures.isEmpty()) {
      column.failures.remove(run);
    }
    if (!column.nativeIds.isEmpty()) {
      column.nativeIds.remove(run);
    }
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
    columnOfVersion.get(version).nativeIds.put(run, nativeId);
  }

  void applyEnd(
      int run, int version, TaskStatus status, long began, long ended, @Nullable Failure failure) {
    TaskColumn column = columnOfVersion.get(version);
    column.ensure(run);
    column.status[run] = status.code();
    column.began[run] = began;
    column.ended[run] = ended;
    column.order[run] = ++ends;
    if (failure != null) {
      column.failures.put(run, failure);
    }
  }
}
