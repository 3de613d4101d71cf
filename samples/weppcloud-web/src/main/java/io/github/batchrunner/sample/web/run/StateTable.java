package io.github.batchrunner.sample.web.run;

import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.pipeline.TaskDefinition;
import io.github.batchrunner.core.plan.RunTable;
import io.github.batchrunner.core.status.BatchStatus;
import io.github.batchrunner.core.status.TaskOutcome;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Where each task of each run stands, in one byte each, and at which step each run changed last.
 *
 * <p>Whoever knows the table at some step needs only the runs that have changed since: however long
 * somebody was away, what is missed is never more than the table. Not thread-safe.
 */
final class StateTable {

  private final RunTable runs;
  private final Pipeline pipeline;
  private final int width;
  private final byte[] letters;
  private final short[] attempts;
  private final long[] changedAt;
  private final Map<String, Integer> runNumbers = new HashMap<>();
  private final Map<String, Integer> taskNumbers = new HashMap<>();
  private long step;
  private boolean changed;

  /** Makes a table of tasks that all wait. */
  StateTable(RunTable runs, Pipeline pipeline) {
    this.runs = runs;
    this.pipeline = pipeline;
    this.width = pipeline.size();
    this.letters = new byte[Math.multiplyExact(runs.size(), width)];
    Arrays.fill(letters, Letter.WAITING.code());
    this.attempts = new short[letters.length];
    this.changedAt = new long[runs.size()];
    for (int run = 0; run < runs.size(); run++) {
      runNumbers.put(runs.id(run), run);
    }
    for (int task = 0; task < width; task++) {
      taskNumbers.put(pipeline.task(task).id(), task);
    }
  }

  RunTable runs() {
    return runs;
  }

  Pipeline pipeline() {
    return pipeline;
  }

  /** Returns the number of a run, or -1 if there is none of that id. */
  int run(String id) {
    return runNumbers.getOrDefault(id, -1);
  }

  /** Returns the number of a task, or -1 if there is none of that id. */
  int task(String id) {
    return taskNumbers.getOrDefault(id, -1);
  }

  Letter letter(int run, int task) {
    return Letter.of(letters[run * width + task]);
  }

  int attempts(int run, int task) {
    return attempts[run * width + task];
  }

  void set(int run, int task, Letter letter) {
    int place = run * width + task;
    if (letters[place] != letter.code()) {
      letters[place] = letter.code();
      // What changes now belongs to the step that comes.
      changedAt[run] = step + 1;
      changed = true;
    }
  }

  void attempts(int run, int task, int number) {
    attempts[run * width + task] = (short) Math.min(number, Short.MAX_VALUE);
  }

  /** Tells whether it is a table of these runs and tasks. */
  boolean isOf(RunTable otherRuns, Pipeline otherPipeline) {
    if (!ids(pipeline).equals(ids(otherPipeline)) || runs.size() != otherRuns.size()) {
      return false;
    }
    for (int run = 0; runs != otherRuns && run < runs.size(); run++) {
      if (!runs.id(run).equals(otherRuns.id(run)) || runs.area(run) != otherRuns.area(run)) {
        return false;
      }
    }
    return true;
  }

  private static List<String> ids(Pipeline of) {
    return of.tasks().stream().map(TaskDefinition::id).toList();
  }

  /** Makes what has changed a step, and tells whether there was anything. */
  boolean advance() {
    boolean advanced = changed;
    if (changed) {
      step++;
      changed = false;
    }
    return advanced;
  }

  /** Returns how many steps there were. */
  long step() {
    return step;
  }

  /** Returns the numbers of the runs that have changed after a step and until the present one. */
  IntStream changedSince(long known) {
    return IntStream.range(0, changedAt.length).filter(run -> changedAt[run] > known);
  }

  /** Returns the letters of a run. */
  String text(int run) {
    return new String(letters, run * width, width, StandardCharsets.US_ASCII);
  }

  /** Counts the runs, by the worst of their tasks. */
  BatchStatus.Counts runCounts(boolean active) {
    Map<TaskOutcome, Long> counts = new EnumMap<>(TaskOutcome.class);
    TaskOutcome[] tasks = new TaskOutcome[width];
    for (int run = 0; run < runs.size(); run++) {
      for (int task = 0; task < width; task++) {
        tasks[task] = letter(run, task).outcome();
      }
      counts.merge(TaskOutcome.ofRun(tasks, active), 1L, Long::sum);
    }
    return BatchStatus.Counts.of(counts);
  }

  /** Counts the tasks whose check-box is on. */
  BatchStatus.Counts taskCounts() {
    Map<TaskOutcome, Long> counts = new EnumMap<>(TaskOutcome.class);
    for (byte letter : letters) {
      counts.merge(Letter.of(letter).outcome(), 1L, Long::sum);
    }
    return BatchStatus.Counts.of(counts);
  }
}
