package io.github.batchrunner.core.execution;

import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.pipeline.TaskDefinition;
import io.github.batchrunner.core.pipeline.WorkDefinition;
import io.github.batchrunner.spi.Capabilities;
import io.github.batchrunner.spi.Capabilities.NativeDependencies;
import io.github.batchrunner.spi.FailsWhen;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/**
 * How the dependencies of a pipeline are kept with an executor, and why so.
 *
 * @param mode who keeps them
 * @param mostNeeds how many tasks that have not succeeded a submitted one may need
 * @param reason for a person
 */
public record Lowering(Mode mode, int mostNeeds, String reason) {

  /** Who keeps the dependencies. */
  public enum Mode {
    /** The host holds each task back until those it needs have succeeded. */
    HELD,
    /** The engine is given a run's tasks at once, and goes on also when the host is gone. */
    NATIVE
  }

  /** Decides how a pipeline is carried out by the executor with this id and these capabilities. */
  public static Lowering of(
      Pipeline pipeline, String executorId, Capabilities capabilities, Dependencies wanted) {
    NativeDependencies offered = capabilities.nativeDependencies().orElse(null);
    if (offered == null || offered.maxFanIn() < 1) {
      return held("executor \"%s\" does not order tasks by itself".formatted(executorId));
    }
    if (wanted == Dependencies.HELD) {
      return held("that was asked for");
    }
    if (!capabilities.cancelsQueued()) {
      return held(
          "executor \"%s\" cannot take back what waits for a task that failed"
              .formatted(executorId));
    }
    int widest =
        pipeline.tasks().stream().map(TaskDefinition::needs).mapToInt(List::size).max().orElse(0);
    String itself = "executor \"%s\" orders the tasks of a run itself".formatted(executorId);
    List<String> judged =
        pipeline.tasks().stream()
            .filter(Lowering::hostTellsFailure)
            .map(TaskDefinition::id)
            .toList();
    if (!judged.isEmpty()) {
      itself +=
          "; what needs %s is held back until its result has been looked at"
              .formatted(String.join(" or ", judged));
    }
    return new Lowering(
        Mode.NATIVE,
        offered.maxFanIn(),
        widest <= offered.maxFanIn()
            ? itself
            : "%s; one that waits for more than %d others is held back until no more are left"
                .formatted(itself, offered.maxFanIn()));
  }

  /** Engines take a call that returned for one that succeeded, and do not read logs. */
  private static boolean hostTellsFailure(TaskDefinition task) {
    return !task.log().isEmpty()
        || (task.work() instanceof WorkDefinition.Call call && call.failsWhen() != FailsWhen.NEVER);
  }

  /**
   * Returns the tasks, by their numbers, of which only the host can tell whether they succeeded:
   * what needs them is held back.
   */
  public BitSet judgedByHost(Pipeline pipeline) {
    BitSet judged = new BitSet();
    for (int task = 0; task < pipeline.size(); task++) {
      judged.set(task, hostTellsFailure(pipeline.task(task)));
    }
    return judged;
  }

  private static Lowering held(String reason) {
    return new Lowering(Mode.HELD, 0, reason);
  }

  /** Returns mode and reason as the rest of a sentence. */
  @Override
  public String toString() {
    return (mode == Mode.HELD ? "held back" : mode.name().toLowerCase(Locale.ROOT)) + ": " + reason;
  }
}
