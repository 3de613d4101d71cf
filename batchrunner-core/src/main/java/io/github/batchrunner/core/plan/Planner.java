package io.github.batchrunner.core.plan;

import io.github.batchrunner.core.execution.TaskStatus;
import io.github.batchrunner.core.journal.BatchState;
import io.github.batchrunner.core.journal.TaskVersion;
import io.github.batchrunner.core.pipeline.FilePattern;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.pipeline.PipelineJson;
import io.github.batchrunner.core.pipeline.TaskDefinition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Decides for each task of each run whether it is up to date.
 *
 * <p>A task is, if its latest attempt succeeded with the present version and feature, nothing it
 * needs runs or has succeeded since, and its declared outputs are there. A task whose check-box is
 * off is left as it is, and what depends on it is planned as if it were up to date: switching a
 * step off means "use what the run has".
 */
public final class Planner {

  /** The number of no execution: larger than any. */
  private static final int NONE = Integer.MAX_VALUE;

  private final Pipeline pipeline;
  private final BatchState state;
  private final RunDirectories directories;
  private final PlanOptions options;
  private final FailureFilter retried;
  private final List<TaskVersion> versions = new ArrayList<>();
  private final List<BatchState.TaskView> views = new ArrayList<>();
  private final int[] versionNumbers;
  private final boolean[] enabled;
  private final int[][] needs;
  private final boolean[] forced;
  private final int continued;
  private final List<String> inputs = new ArrayList<>();

  /** Where runs are, as far as planning has to know. */
  public interface RunDirectories {

    /** Tells whether the directory of a run is there. */
    boolean exists(String runId);

    /** Returns the absolute path of the directory of a run. */
    String path(String runId);
  }

  /** Says which failures are to be retried. */
  @FunctionalInterface
  public interface FailureFilter {

    /**
     * Tells whether the failed latest attempt of a task is meant; {@code run} is the journal's
     * number.
     */
    boolean retries(String taskId, int run);
  }

  /**
   * Prepares planning.
   *
   * @param inputHash gives the hash of the files of the base project that match a pattern
   * @param retried which failures count when {@link PlanOptions#failedOnly()} is set
   */
  public Planner(
      Pipeline pipeline,
      TaskSelection selection,
      PlanOptions options,
      BatchState state,
      RunDirectories directories,
      Function<String, String> inputHash,
      FailureFilter retried) {
    this.pipeline = pipeline;
    this.state = state;
    this.directories = directories;
    this.options = options;
    this.retried = retried;
    this.versionNumbers = new int[pipeline.size()];
    this.enabled = new boolean[pipeline.size()];
    this.forced = new boolean[pipeline.size()];
    this.continued = options.continued().map(state::firstExecutionSince).orElse(NONE);
    for (int task = 0; task < pipeline.size(); task++) {
      TaskDefinition definition = pipeline.task(task);
      TaskVersion version = version(definition, inputHash);
      versions.add(version);
      versionNumbers[task] = state.versionNumber(version.hash());
      views.add(state.task(definition.id()));
      enabled[task] = selection.enabled(definition);
      forced[task] = options.forceAll();
      definition.inputs().stream().filter(input -> !inputs.contains(input)).forEach(inputs::add);
    }
    this.needs = pipeline.needsThrough(task -> !enabled[task]);
    for (String name : options.forced()) {
      pipeline.numbersOf(name).forEach(task -> forced[task] = true);
    }
  }

  /** Returns the version that a task has now. */
  static TaskVersion version(TaskDefinition task, Function<String, String> inputHash) {
    Map<String, String> inputs = new LinkedHashMap<>();
    task.inputs().forEach(pattern -> inputs.put(pattern, inputHash.apply(pattern)));
    return TaskVersion.of(task.id(), TaskVersion.hashOf(PipelineJson.write(task.work())), inputs);
  }

  /** Tells whether a plan was made of this state, in which nothing has happened since. */
  public static boolean isOf(BatchPlan plan, BatchState state) {
    return plan.moment().equals(state.moment());
  }

  /** Decides for all tasks of these runs. */
  public BatchPlan plan(RunTable runs) {
    int width = pipeline.size();
    byte[] reasons = new byte[Math.multiplyExact(runs.size(), width)];
    int[] details = new int[reasons.length];
    // Whether outputs are there is asked of the file system: worth all cores.
    IntStream.range(0, runs.size())
        .parallel()
        .forEach(run -> plan(runs, run, reasons, details, run * width));
    return new BatchPlan(pipeline, runs, state.moment(), versions, reasons, details, inputs);
  }

  private void plan(RunTable runs, int run, byte[] reasons, int[] details, int base) {
    String runId = runs.id(run);
    int known = state.runNumber(runId);
    boolean gone = known >= 0 && !directories.exists(runId);
    for (int task = 0; task < pipeline.size(); task++) {
      Decision decision = decide(runs, run, task, known, gone, reasons, base);
      reasons[base + task] = decision.reason().code();
      details[base + task] = decision.detail();
    }
  }

  /** A reason and what its sentence names: a task, an input or an output, by number. */
  private record Decision(Reason reason, int detail) {
    static Decision of(Reason reason) {
      return BARE[reason.code()];
    }

    private static final Decision[] BARE = new Decision[Reason.values().length];

    static {
      for (Reason reason : Reason.values()) {
        BARE[reason.code()] = new Decision(reason, 0);
      }
    }
  }

  private Decision decide(
      RunTable runs, int run, int task, int known, boolean gone, byte[] reasons, int base) {
    if (!enabled[task]) {
      return Decision.of(Reason.DISABLED);
    }
    if (continued != NONE) {
      Decision decision = continuation(task, known, reasons, base);
      if (decision != null) {
        return decision;
      }
    }
    int running = runningNeed(task, reasons, base);
    if (options.failedOnly()) {
      Decision decision = running < 0 ? retry(task, known) : Decision.of(Reason.FOLLOWS);
      int blocking = decision.reason().runs() ? blockingNeed(task, known, reasons, base) : -1;
      if (blocking >= 0) {
        return new Decision(Reason.BLOCKED, blocking);
      }
      if (running < 0) {
        return decision;
      }
    }
    if (forced[task] && !since(task, known)) {
      return Decision.of(Reason.FORCED);
    }
    if (gone) {
      return Decision.of(Reason.RUN_GONE);
    }
    Decision unfinished = unfinished(views.get(task).status(known));
    if (unfinished != null) {
      return unfinished;
    }
    if (running >= 0) {
      return new Decision(Reason.FOLLOWS, running);
    }
    return staleness(runs, run, task, known);
  }

  /**
   * Decides what follows from executions that are continued alone; null if they leave it to the
   * rules of any plan.
   */
  private @Nullable Decision continuation(int task, int known, byte[] reasons, int base) {
    TaskStatus status = views.get(task).status(known);
    boolean since = since(task, known);
    if (since && status == TaskStatus.SUCCEEDED) {
      return null;
    }
    if (since && hasFailed(status) && !mayBeTriedAgain(task, known)) {
      return Decision.of(Reason.NOT_ASKED_FOR);
    }
    int blocking = openNeed(task, known, reasons, base);
    if (blocking >= 0) {
      return new Decision(Reason.BLOCKED, blocking);
    }
    if (since) {
      return unfinished(status);
    }
    if (options.failedOnly() && runningNeed(task, reasons, base) < 0) {
      int succeeded = needSucceededSince(task, known);
      return succeeded < 0 ? null : new Decision(Reason.NEED_IS_NEWER, succeeded);
    }
    return null;
  }

  /** Tells whether the latest attempt of a task was made in what is continued. */
  private boolean since(int task, int known) {
    return continued != NONE && views.get(task).execution(known) >= continued;
  }

  private static boolean hasFailed(TaskStatus status) {
    return switch (status) {
      case FAILED, LOST, CANCELLED -> true;
      case NEW, SUBMITTED, SUCCEEDED, WITHDRAWN -> false;
    };
  }

  /** The host may have gone between two tries. */
  private boolean mayBeTriedAgain(int task, int known) {
    BatchState.TaskView view = views.get(task);
    return view.failure(known)
        .filter(
            failure ->
                pipeline
                    .task(task)
                    .retry()
                    .triesAgain(failure.kind(), Math.max(1, view.attempts(known))))
        .isPresent();
  }

  /**
   * Returns a task that {@code task} needs and that has failed for good in what is continued, or
   * waits for such a one; -1 if there is none.
   */
  private int openNeed(int task, int known, byte[] reasons, int base) {
    for (int need : needs[task]) {
      Reason reason = Reason.of(reasons[base + need]);
      boolean failed =
          !reason.runs() && since(need, known) && hasFailed(views.get(need).status(known));
      if (failed || reason == Reason.BLOCKED) {
        return need;
      }
    }
    return -1;
  }

  private int needSucceededSince(int task, int known) {
    for (int need : needs[task]) {
      if (since(need, known) && views.get(need).status(known) == TaskStatus.SUCCEEDED) {
        return need;
      }
    }
    return -1;
  }

  private Decision retry(int task, int known) {
    TaskStatus status = views.get(task).status(known);
    boolean asked =
        switch (status) {
          case FAILED, LOST, CANCELLED -> retried.retries(pipeline.task(task).id(), known);
          // What was taken back has no failure that could be asked for.
          case WITHDRAWN -> options.signature().isEmpty();
          case NEW, SUBMITTED, SUCCEEDED -> false;
        };
    Decision decision = unfinished(status);
    return asked && decision != null ? decision : Decision.of(Reason.NOT_ASKED_FOR);
  }

  private static @Nullable Decision unfinished(TaskStatus status) {
    return switch (status) {
      case NEW -> Decision.of(Reason.NEVER_RAN);
      case SUBMITTED, LOST -> Decision.of(Reason.INTERRUPTED);
      case FAILED -> Decision.of(Reason.FAILED);
      case CANCELLED -> Decision.of(Reason.CANCELLED);
      case WITHDRAWN -> Decision.of(Reason.WITHDRAWN);
      case SUCCEEDED -> null;
    };
  }

  private Decision staleness(RunTable runs, int run, int task, int known) {
    BatchState.TaskView view = views.get(task);
    if (!view.hasVersion(known, versionNumbers[task])) {
      return versionChange(task, view.version(known));
    }
    if (view.feature(known) != runs.featureHash(run)) {
      return Decision.of(Reason.FEATURE_CHANGED);
    }
    for (int need : needs[task]) {
      if (views.get(need).status(known) == TaskStatus.SUCCEEDED
          && views.get(need).order(known) > view.order(known)) {
        return new Decision(Reason.NEED_IS_NEWER, need);
      }
    }
    List<String> outputs = pipeline.task(task).outputs();
    for (int output = 0; output < outputs.size(); output++) {
      if (!FilePattern.matches(directories.path(runs.id(run)), outputs.get(output))) {
        return new Decision(Reason.OUTPUT_GONE, output);
      }
    }
    return Decision.of(Reason.UP_TO_DATE);
  }

  private Decision versionChange(int task, TaskVersion then) {
    TaskVersion now = versions.get(task);
    if (then.definition().equals(now.definition())) {
      for (Map.Entry<String, String> input : now.inputs().entrySet()) {
        if (!input.getValue().equals(then.inputs().get(input.getKey()))) {
          return new Decision(Reason.INPUT_CHANGED, inputs.indexOf(input.getKey()));
        }
      }
    }
    return Decision.of(Reason.DEFINITION_CHANGED);
  }

  /**
   * Returns a task that runs and that {@code task} needs, directly or through tasks that are
   * switched off; -1 if none does.
   */
  private int runningNeed(int task, byte[] reasons, int base) {
    for (int need : needs[task]) {
      if (Reason.of(reasons[base + need]).runs()) {
        return need;
      }
    }
    return -1;
  }

  /**
   * Returns a task that {@code task} needs and that has neither succeeded nor runs; -1 if there is
   * none.
   */
  private int blockingNeed(int task, int known, byte[] reasons, int base) {
    for (int need : needs[task]) {
      if (enabled[need]
          && !Reason.of(reasons[base + need]).runs()
          && views.get(need).status(known) != TaskStatus.SUCCEEDED) {
        return need;
      }
    }
    return -1;
  }
}
