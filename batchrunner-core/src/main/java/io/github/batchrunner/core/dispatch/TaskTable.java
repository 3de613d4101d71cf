package io.github.batchrunner.core.dispatch;

import io.github.batchrunner.core.execution.Progress;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.plan.BatchPlan;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;

/**
 * Where every planned task stands: one byte a task, and the counts.
 *
 * <p>A pure state machine without time or threads: callers report what happened, and are told which
 * tasks became ready, which are not any more, and which will never run. Not thread-safe.
 *
 * <p>A task becomes ready when all it needs has succeeded. Where the engine orders attempts by
 * itself it becomes ready earlier: when what has not succeeded is submitted, or will be before it,
 * and is no more than the engine can take.
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
    /** It is submitted, and that attempt is taken back because of a task it needs. */
    WITHDRAWN,
    /** It failed and is tried again, but not yet. */
    DELAYED,
    /** It ended well. */
    SUCCEEDED,
    /** It ended badly, for good. */
    FAILED,
    /** It will not run, because one it needs failed. */
    SKIPPED
  }

  /** Is told which tasks may be submitted. */
  interface Releases {
    /** It may be submitted from now on. */
    void ready(int run, int task);

    /** It may not be submitted any more, or not yet. */
    void notReady(int run, int task);
  }

  /** Is told of a task that has to do with the failure of one it needs. */
  @FunctionalInterface
  interface SkipConsumer {
    void accept(int run, int task, int need);
  }

  private static final Phase[] PHASES = Phase.values();
  private static final byte NOT_PLANNED = 0;
  private static final byte WAITING = 1;
  private static final byte READY = 2;
  private static final byte IN_FLIGHT = 3;
  private static final byte WITHDRAWN = 4;
  private static final byte DELAYED = 5;
  private static final byte SUCCEEDED = 6;
  private static final byte FAILED = 7;
  private static final byte SKIPPED = 8;

  private final BatchPlan plan;
  private final Pipeline pipeline;
  private final int mostUnmet;
  private final BitSet judgedHere;
  private final Releases releases;
  private final int width;
  private final byte[] phases;
  private final short[] open;
  private final boolean[] begun;
  private final BitSet prepared = new BitSet();
  private final long[] taskCounts = new long[PHASES.length];
  private long runTotal;
  private long runsBegun;
  private long runsSucceeded;
  private long runsFailed;

  /** For each task of the run {@link #unmetOf}: what it waits for, as {@link #unmet} says. */
  private final BitSet[] unmet;

  private int unmetOf = -1;

  /**
   * Creates the table of a plan.
   *
   * @param mostUnmet how many tasks that have not succeeded a ready one may need
   * @param judgedHere the tasks of which the engine cannot tell whether they succeeded: one that
   *     needs them becomes ready when they have
   */
  TaskTable(BatchPlan plan, int mostUnmet, BitSet judgedHere, Releases releases) {
    this.plan = plan;
    this.pipeline = plan.pipeline();
    this.mostUnmet = mostUnmet;
    this.judgedHere = judgedHere;
    this.releases = releases;
    this.width = pipeline.size();
    this.phases = new byte[plan.runs().size() * width];
    this.open = new short[plan.runs().size()];
    this.begun = new boolean[plan.runs().size()];
    this.unmet = new BitSet[width];
    for (int task = 0; task < width; task++) {
      unmet[task] = new BitSet(width);
    }
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
    return taskCounts[WAITING] + taskCounts[READY] + taskCounts[DELAYED] + inFlight() == 0;
  }

  private long inFlight() {
    return taskCounts[IN_FLIGHT] + taskCounts[WITHDRAWN];
  }

  /** Returns how many runs have begun and not ended. */
  long begunRuns() {
    return runsBegun - runsSucceeded - runsFailed;
  }

  /** Tells whether the tasks of a run may become ready. */
  boolean isPrepared(int run) {
    return prepared.get(run);
  }

  /**
   * Returns the planned tasks that a task needs, directly or through tasks that are not planned,
   * and that have not succeeded; valid until something succeeds or another run is asked for.
   */
  BitSet unmet(int run, int task) {
    findUnmet(run);
    return unmet[task];
  }

  /** Tells whether a task may be at the engine: what it waits for is there, or will be before. */
  boolean free(int run, int task) {
    BitSet needs = unmet(run, task);
    if (needs.cardinality() > mostUnmet || needs.intersects(judgedHere)) {
      return false;
    }
    for (int need = needs.nextSetBit(0); need >= 0; need = needs.nextSetBit(need + 1)) {
      byte phase = phases[run * width + need];
      if (phase != READY && phase != IN_FLIGHT) {
        return false;
      }
    }
    return true;
  }

  /** A run begins: it counts as running. */
  void begin(int run) {
    if (!begun[run]) {
      begun[run] = true;
      runsBegun++;
    }
  }

  /** A run is prepared: its tasks become ready from now on. */
  void prepared(int run) {
    prepared.set(run);
    release(run);
  }

  /** A ready task is submitted. */
  void submitted(int run, int task) {
    move(run, task, READY, IN_FLIGHT);
  }

  /** A waiting task turns out to be in flight already. */
  void adopted(int run, int task) {
    move(run, task, WAITING, IN_FLIGHT);
  }

  /** The attempt of a task in flight is taken back. */
  void withdraw(int run, int task) {
    move(run, task, IN_FLIGHT, WITHDRAWN);
  }

  /**
   * A task that was in flight is to be submitted again, as a new attempt.
   *
   * @param withdrawn is told of what is in flight and needs it, directly or not: it is taken back
   */
  void again(int run, int task, IntConsumer withdrawn) {
    again(run, task, WAITING, withdrawn);
  }

  /**
   * A task that was in flight is to be submitted again, as a new attempt, when it is {@linkplain
   * #due due}.
   *
   * @param withdrawn as in {@link #again(int, int, IntConsumer)}
   */
  void delayed(int run, int task, IntConsumer withdrawn) {
    again(run, task, DELAYED, withdrawn);
  }

  /** A delayed task may be submitted from now on. */
  void due(int run, int task) {
    move(run, task, DELAYED, WAITING);
    release(run);
  }

  private void again(int run, int task, byte to, IntConsumer withdrawn) {
    behind(
        run,
        task,
        dependent -> {
          if (phases[run * width + dependent] == IN_FLIGHT) {
            withdraw(run, dependent);
            withdrawn.accept(dependent);
          }
        });
    move(run, task, phases[run * width + task], to);
    release(run);
  }

  /** Tells whether something in flight needs a task, directly or not, and fits. */
  boolean anyBehind(int run, int task, IntPredicate fits) {
    BitSet found = new BitSet(width);
    behind(
        run,
        task,
        dependent -> {
          byte phase = phases[run * width + dependent];
          found.set(dependent, (phase == IN_FLIGHT || phase == WITHDRAWN) && fits.test(dependent));
        });
    return !found.isEmpty();
  }

  /** A task in flight succeeded. */
  void succeeded(int run, int task) {
    move(run, task, phases[run * width + task], SUCCEEDED);
    unmetOf = -1;
    end(run);
    release(run);
  }

  /**
   * A task failed for good.
   *
   * @param skipped is told of all that will not run because of it
   * @param withdrawn is told of all that are in flight and will be {@linkplain #skipped skipped},
   *     or not, when they have ended
   */
  void failed(int run, int task, SkipConsumer skipped, SkipConsumer withdrawn) {
    move(run, task, phases[run * width + task], FAILED);
    end(run);
    behind(
        run,
        task,
        dependent -> {
          byte phase = phases[run * width + dependent];
          if (phase == WAITING || phase == READY || phase == DELAYED) {
            move(run, dependent, phase, SKIPPED);
            end(run);
            if (phase == READY) {
              releases.notReady(run, dependent);
            }
            skipped.accept(run, dependent, task);
          } else if (phase == IN_FLIGHT || phase == WITHDRAWN) {
            move(run, dependent, phase, WITHDRAWN);
            withdrawn.accept(run, dependent, task);
          }
        });
  }

  /** A task that was taken back has ended and will not run. */
  void skipped(int run, int task) {
    move(run, task, WITHDRAWN, SKIPPED);
    end(run);
  }

  /**
   * Visits once each task that has not ended and needs {@code task}, directly or through others.
   */
  private void behind(int run, int task, IntConsumer visitor) {
    Deque<Integer> causes = new ArrayDeque<>();
    BitSet passed = new BitSet(width);
    causes.add(task);
    while (!causes.isEmpty()) {
      for (int dependent : pipeline.dependents(causes.remove())) {
        byte phase = phases[run * width + dependent];
        if (phase < SUCCEEDED && !passed.get(dependent)) {
          passed.set(dependent);
          causes.add(dependent);
          visitor.accept(dependent);
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
        inFlight());
  }

  private long planSkips() {
    return plan.tasks() - plan.toRun();
  }

  /**
   * Makes waiting tasks ready that may be submitted now, and ready ones waiting that may not, in
   * one pass, since each task comes after those it needs.
   */
  private void release(int run) {
    if (!prepared.get(run)) {
      return;
    }
    for (int task = 0; task < width; task++) {
      byte phase = phases[run * width + task];
      if (phase == WAITING && free(run, task)) {
        move(run, task, WAITING, READY);
        releases.ready(run, task);
      } else if (phase == READY && !free(run, task)) {
        move(run, task, READY, WAITING);
        releases.notReady(run, task);
      }
    }
  }

  /** A need that is not planned is met when those that it needs itself are. */
  private void findUnmet(int run) {
    if (run == unmetOf) {
      return;
    }
    for (int task = 0; task < width; task++) {
      unmet[task].clear();
      for (int need : pipeline.needs(task)) {
        byte phase = phases[run * width + need];
        if (phase == NOT_PLANNED) {
          unmet[task].or(unmet[need]);
        } else if (phase != SUCCEEDED) {
          unmet[task].set(need);
        }
      }
    }
    unmetOf = run;
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
