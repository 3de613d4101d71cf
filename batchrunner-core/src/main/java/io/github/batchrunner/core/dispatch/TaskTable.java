package io.github.batchrunner.core.dispatch;

import io.github.batchrunner.core.execution.Progress;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.plan.BatchPlan;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.function.IntConsumer;

/**
 * Where every planned task stands: one byte a task, and the counts.
 *
 * <p>A pure state machine without time or threads: callers report what happened, and are told which
 * tasks became ready and which will never run. Not thread-safe.
 */
final class TaskTable {

  /** Where a task stands. */
  enum Phase {
    /** The plan does not run it. */
    NOT_PLANNED,
    /** It waits for its run or for tasks it needs. */
    WAITING,
    /** It may be submitted. */
    READY,
    /** It is submitted, or its success is being checked. */
    IN_FLIGHT,
    /** It ended well. */
    SUCCEEDED,
    /** It ended badly, for good. */
    FAILED,
    /** It will not run, because one it needs failed. */
    SKIPPED
  }

  /** Is told of a task. */
  @FunctionalInterface
  interface TaskConsumer {
    void accept(int run, int task);
  }

  /** Is told that a task is skipped because of one it needs. */
  @FunctionalInterface
  interface SkipConsumer {
    void accept(int run, int task, int need);
  }

  private static final Phase[] PHASES = Phase.values();
  private static final byte NOT_PLANNED = 0;
  private static final byte WAITING = 1;
  private static final byte READY = 2;
  private static final byte IN_FLIGHT = 3;
  private static final byte SUCCEEDED = 4;
  private static final byte FAILED = 5;
  private static final byte SKIPPED = 6;

  private final BatchPlan plan;
  private final Pipeline pipeline;
  private final int width;
  private final byte[] phases;
  private final short[] open;
  private final boolean[] begun;
  private final long[] taskCounts = new long[PHASES.length];
  private long runTotal;
  private long runsBegun;
  private long runsSucceeded;
  private long runsFailed;

  /** For each task of the run at hand: whether nothing up to it is waited for. */
  private final boolean[] met;

  TaskTable(BatchPlan plan) {
    this.plan = plan;
    this.pipeline = plan.pipeline();
    this.width = pipeline.size();
    this.phases = new byte[plan.runs().size() * width];
    this.open = new short[plan.runs().size()];
    this.begun = new boolean[plan.runs().size()];
    this.met = new boolean[width];
    for (int run = 0; run < open.length; run++) {
      for (int task = 0; task < width; task++) {
        if (plan.runs(run, task)) {
          phases[run * width + task] = WAITING;
          open[run]++;
        }
      }
      taskCounts[WAITING] += open[run];
      runTotal += open[run] > 0 ? 1 : 0;
    }
  }

  /** Returns where a task stands. */
  Phase phase(int run, int task) {
    return PHASES[phases[run * width + task]];
  }

  /** Tells whether a run has tasks that have not ended. */
  boolean open(int run) {
    return open[run] > 0;
  }

  /** Tells whether every planned task has ended. */
  boolean done() {
    return taskCounts[WAITING] + taskCounts[READY] + taskCounts[IN_FLIGHT] == 0;
  }

  /** Returns how many runs have begun and not ended. */
  long begunRuns() {
    return runsBegun - runsSucceeded - runsFailed;
  }

  /** A run begins: it counts as running. */
  void begin(int run) {
    if (!begun[run]) {
      begun[run] = true;
      runsBegun++;
    }
  }

  /** A run is prepared: {@code ready} is told of its tasks that wait for nothing else. */
  void prepared(int run, IntConsumer ready) {
    release(run, ready);
  }

  /** A ready task is submitted. */
  void submitted(int run, int task) {
    move(run, task, READY, IN_FLIGHT);
  }

  /** A waiting task turns out to be in flight already. */
  void adopted(int run, int task) {
    move(run, task, WAITING, IN_FLIGHT);
  }

  /** A task in flight turns out not to be: it waits as before. */
  void waitsAgain(int run, int task) {
    move(run, task, IN_FLIGHT, WAITING);
  }

  /** A task in flight goes back to be submitted again. */
  void again(int run, int task) {
    move(run, task, IN_FLIGHT, READY);
  }

  /** A task succeeded: {@code ready} is told of those that waited for it alone. */
  void succeeded(int run, int task, IntConsumer ready) {
    move(run, task, IN_FLIGHT, SUCCEEDED);
    end(run);
    release(run, ready);
  }

  /** A task failed for good: {@code skipped} is told of all that will not run because of it. */
  void failed(int run, int task, SkipConsumer skipped) {
    byte from = phases[run * width + task];
    move(run, task, from, FAILED);
    end(run);
    Deque<Integer> causes = new ArrayDeque<>();
    BitSet passed = new BitSet(width);
    causes.add(task);
    while (!causes.isEmpty()) {
      int cause = causes.remove();
      for (int dependent : pipeline.dependents(cause)) {
        byte phase = phases[run * width + dependent];
        if (phase == WAITING) {
          move(run, dependent, WAITING, SKIPPED);
          end(run);
          skipped.accept(run, dependent, task);
        }
        if ((phase == WAITING || phase == NOT_PLANNED) && !passed.get(dependent)) {
          passed.set(dependent);
          causes.add(dependent);
        }
      }
    }
  }

  /** Tells whether every planned task of an ended run succeeded. */
  boolean allSucceeded(int run) {
    for (int task = 0; task < width; task++) {
      byte phase = phases[run * width + task];
      if (phase != NOT_PLANNED && phase != SUCCEEDED) {
        return false;
      }
    }
    return true;
  }

  /** Returns the runs by what has become of them. */
  Progress.Counts runCounts() {
    return new Progress.Counts(runTotal, runsSucceeded, runsFailed, 0, begunRuns());
  }

  /** Returns the tasks by what has become of them. */
  Progress.Counts taskCounts() {
    return new Progress.Counts(
        phases.length - planSkips(),
        taskCounts[SUCCEEDED],
        taskCounts[FAILED],
        taskCounts[SKIPPED],
        taskCounts[IN_FLIGHT]);
  }

  private long planSkips() {
    return plan.tasks() - plan.toRun();
  }

  /**
   * Releases the waiting tasks whose needs are met, in one pass, since each task comes after those
   * it needs. A need that is not planned is met when those that it needs itself are.
   */
  private void release(int run, IntConsumer ready) {
    for (int task = 0; task < width; task++) {
      byte phase = phases[run * width + task];
      boolean free = needsMet(task);
      met[task] = phase == SUCCEEDED || (phase == NOT_PLANNED && free);
      if (phase == WAITING && free) {
        move(run, task, WAITING, READY);
        ready.accept(task);
      }
    }
  }

  private boolean needsMet(int task) {
    for (int need : pipeline.needs(task)) {
      if (!met[need]) {
        return false;
      }
    }
    return true;
  }

  private void move(int run, int task, byte from, byte to) {
    int place = run * width + task;
    if (phases[place] != from) {
      throw new IllegalStateException(
          "task "
              + pipeline.task(task).id()
              + " of run "
              + plan.runs().id(run)
              + " is "
              + PHASES[phases[place]]);
    }
    phases[place] = to;
    taskCounts[from]--;
    taskCounts[to]++;
  }

  private void end(int run) {
    if (--open[run] == 0) {
      begin(run);
      if (allSucceeded(run)) {
        runsSucceeded++;
      } else {
        runsFailed++;
      }
    }
  }
}
