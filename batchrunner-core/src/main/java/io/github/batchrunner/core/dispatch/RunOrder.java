package io.github.batchrunner.core.dispatch;

import io.github.batchrunner.core.plan.BatchPlan;
import io.github.batchrunner.core.plan.CanaryRun;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The order in which runs begin: canaries, then largest watershed first, so that the longest do not
 * come last.
 */
final class RunOrder {

  private RunOrder() {}

  /**
   * Returns the runs that have something to do: canaries as they were chosen, then the others,
   * largest area first, equal ones as in the plan.
   */
  static int[] of(BatchPlan plan, Canaries canaries) {
    Integer[] runs =
        IntStream.range(0, plan.runs().size())
            .filter(run -> plan.runs(run) && !canaries.contains(run))
            .boxed()
            .toArray(Integer[]::new);
    Arrays.sort(runs, Comparator.comparingDouble((Integer run) -> -plan.runs().area(run)));
    return IntStream.concat(
            canaries.chosen().stream().mapToInt(CanaryRun::run),
            Arrays.stream(runs).mapToInt(Integer::intValue))
        .toArray();
  }
}
