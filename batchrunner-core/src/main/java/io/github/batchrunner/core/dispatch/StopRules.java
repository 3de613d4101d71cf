package io.github.batchrunner.core.dispatch;

import io.github.batchrunner.core.execution.ExecutionOptions;
import io.github.batchrunner.core.plan.BatchPlan;
import io.github.batchrunner.spi.Failure;
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * Stops an execution when so much has failed that going on would be waste: as many runs as the
 * options allow, or one of the canaries.
 *
 * <p>Belongs to the dispatcher's thread.
 */
final class StopRules {

  private final ExecutionOptions options;
  private final BatchPlan plan;
  private final Canaries canaries;
  private final Course course;
  private final long planned;
  private final BitSet failedRuns = new BitSet();

  StopRules(ExecutionOptions options, BatchPlan plan, Canaries canaries, Course course) {
    this.options = options;
    this.plan = plan;
    this.canaries = canaries;
    this.course = course;
    this.planned = IntStream.range(0, plan.runs().size()).filter(plan::runs).count();
  }

  /** A task of a run has failed for good; a run counts once, as soon as its first task fails. */
  void failed(int run, int task, Failure why) {
    if (failedRuns.get(run)) {
      return;
    }
    failedRuns.set(run);
    long failed = failedRuns.cardinality();
    if (canaries.contains(run)) {
      course.stop(
          "canary run \"%s\" failed at task \"%s\": %s"
              .formatted(plan.runs().id(run), plan.pipeline().task(task).id(), why.message()));
    }
    if (failed >= options.stopAfterFailures().orElse(Integer.MAX_VALUE)) {
      course.stop("%,d of %,d runs have failed, the limit".formatted(failed, planned));
    }
    double percent = options.stopWhenFailing().orElse(Double.POSITIVE_INFINITY);
    if (failed * 100.0 > percent * planned) {
      course.stop(
          "%,d of %,d runs have failed, more than %s %%"
              .formatted(failed, planned, shortest(percent)));
    }
  }

  private static String shortest(double percent) {
    return percent == Math.rint(percent) ? "%.0f".formatted(percent) : String.valueOf(percent);
  }
}
