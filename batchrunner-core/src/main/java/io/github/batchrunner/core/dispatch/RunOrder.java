package io.github.batchrunner.core.dispatch;

import io.github.batchrunner.core.plan.BatchPlan;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** The order in which runs begin: largest watershed first, so that the longest do not come last. */
final class RunOrder {

  private RunOrder() {}

  /** Returns the runs that have something to do, largest area first, equal ones as in the plan. */
  static int[] largestFirst(BatchPlan plan) {
    Integer[] runs =
        IntStream.range(0, plan.runs().size()).filter(plan::runs).boxed().toArray(Integer[]::new);
    Arrays.sort(runs, Comparator.comparingDouble((Integer run) -> -plan.runs().area(run)));
    return Arrays.stream(runs).mapToInt(Integer::intValue).toArray();
  }
}
