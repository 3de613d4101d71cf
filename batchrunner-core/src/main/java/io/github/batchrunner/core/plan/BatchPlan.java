package io.github.batchrunner.core.plan;

import io.github.batchrunner.core.journal.BatchState;
import io.github.batchrunner.core.journal.TaskVersion;
import io.github.batchrunner.core.pipeline.Pipeline;
import java.util.List;

/**
 * What will be done to each task of each run, and why. Immutable.
 *
 * <p>Runs and tasks are known by number: runs as in {@link #runs()}, tasks as in the pipeline. A
 * task costs five bytes here.
 */
public final class BatchPlan {

  private final Pipeline pipeline;
  private final RunTable runs;
  private final BatchState.Moment moment;
  private final List<TaskVersion> versions;
  private final byte[] reasons;
  private final int[] details;
  private final List<String> inputs;
  private final long[] counts = new long[Reason.values().length];

  BatchPlan(
      Pipeline pipeline,
      RunTable runs,
      BatchState.Moment moment,
      List<TaskVersion> versions,
      byte[] reasons,
      int[] details,
      List<String> inputs) {
    this.pipeline = pipeline;
    this.runs = runs;
    this.moment = moment;
    this.versions = List.copyOf(versions);
    this.reasons = reasons;
    this.details = details;
    this.inputs = inputs;
    for (byte reason : reasons) {
      counts[reason]++;
    }
  }

  /** Returns what every run does. */
  public Pipeline pipeline() {
    return pipeline;
  }

  /** Returns the runs. */
  public RunTable runs() {
    return runs;
  }

  /** Returns what the journal had when this plan was made. */
  BatchState.Moment moment() {
    return moment;
  }

  /** Returns the present version of each task, by its number. */
  public List<TaskVersion> versions() {
    return versions;
  }

  /** Returns how many tasks there are: runs times tasks of the pipeline. */
  public long tasks() {
    return reasons.length;
  }

  /** Returns how many tasks will run. */
  public long toRun() {
    long sum = 0;
    for (Reason reason : Reason.values()) {
      sum += reason.runs() ? count(reason) : 0;
    }
    return sum;
  }

  /** Returns how many tasks have this reason. */
  public long count(Reason reason) {
    return counts[reason.code()];
  }

  /** Tells whether a task of a run will run. */
  public boolean runs(int run, int task) {
    return reason(run, task).runs();
  }

  /** Tells whether any task of a run will run. */
  public boolean runs(int run) {
    for (int task = 0; task < pipeline.size(); task++) {
      if (runs(run, task)) {
        return true;
      }
    }
    return false;
  }

  /** Returns why a task of a run will run or not. */
  public Reason reason(int run, int task) {
    return Reason.of(reasons[run * pipeline.size() + task]);
  }

  /** Returns why a task of a run will run or not, as the rest of a sentence about it. */
  public String explain(int run, int task) {
    return reason(run, task).sentence(detail(run, task));
  }

  /** Returns the task, input or output that the reason names; empty if it names none. */
  public String detail(int run, int task) {
    int detail = details[run * pipeline.size() + task];
    return switch (reason(run, task)) {
      case FOLLOWS, NEED_IS_NEWER, BLOCKED -> pipeline.task(detail).id();
      case OUTPUT_GONE -> pipeline.task(task).outputs().get(detail);
      case INPUT_CHANGED -> inputs.get(detail);
      default -> "";
    };
  }
}
