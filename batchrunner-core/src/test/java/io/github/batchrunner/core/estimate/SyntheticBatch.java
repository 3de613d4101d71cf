package io.github.batchrunner.core.estimate;

import io.github.batchrunner.core.execution.TimeLeft;
import io.github.batchrunner.core.plan.RunTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * A batch that is carried out in thought: runs largest first, those that have begun before new
 * ones, on so many slots; its estimate is told what a dispatcher would tell it.
 */
final class SyntheticBatch {

  /** How long a task takes at an area in km². */
  @FunctionalInterface
  interface Law {
    double seconds(double area, Random random);
  }

  /** What was said at one moment, and what was true. */
  record Told(Optional<TimeLeft> said, double left) {
    boolean isCovered() {
      return left >= seconds(range().low()) - 0.001 && left <= seconds(range().high()) + 0.001;
    }

    double factor() {
      return seconds(range().high()) / Math.max(0.001, seconds(range().low()));
    }

    private TimeLeft range() {
      return said.orElseThrow();
    }

    private static double seconds(Duration duration) {
      return duration.toNanos() / 1e9;
    }
  }

  private record Work(int run, int task, double began, double ends) {}

  /** How often an estimate is asked for from begin to end, as progress does. */
  private static final int LOOKS = 100;

  private final int[][] needs;
  private final double[][] seconds;
  private final int slots;
  final RunTable runs;
  final WorkEstimate estimate;

  SyntheticBatch(int count, int[][] needs, int slots, double areaSpread, Law law, long seed) {
    Random random = new Random(seed);
    this.needs = needs;
    this.slots = slots;
    this.seconds = new double[count][needs.length];
    double[] areas =
        random
            .doubles(count)
            .map(each -> 20 * Math.exp(areaSpread * random.nextGaussian()))
            .boxed()
            .sorted(Comparator.reverseOrder())
            .mapToDouble(area -> area)
            .toArray();
    RunTable.Builder table = RunTable.builder(count);
    for (int run = 0; run < count; run++) {
      table.add("run-" + run, run, areas[run] * 1e6, run);
      for (int task = 0; task < needs.length; task++) {
        seconds[run][task] = (task + 1) * law.seconds(areas[run], random);
      }
    }
    this.runs = table.build();
    this.estimate = new WorkEstimate(needs, runs);
    for (int run = 0; run < count; run++) {
      for (int task = 0; task < needs.length; task++) {
        estimate.planned(run, task);
      }
    }
  }

  /** Carries it out, and returns what was said when these shares of all tasks had ended. */
  List<Told> carryOut(double... shares) {
    int count = seconds.length;
    int[] unmet = new int[count * needs.length];
    PriorityQueue<Integer> ready = new PriorityQueue<>();
    for (int place = 0; place < unmet.length; place++) {
      unmet[place] = needs[place % needs.length].length;
      if (unmet[place] == 0) {
        ready.add(place);
      }
    }
    PriorityQueue<Work> running = new PriorityQueue<>(Comparator.comparingDouble(Work::ends));
    List<Optional<TimeLeft>> said = new ArrayList<>();
    List<Double> at = new ArrayList<>();
    double now = 0;
    int ended = 0;
    while (!ready.isEmpty() || !running.isEmpty()) {
      while (running.size() < slots && !ready.isEmpty()) {
        int place = ready.remove();
        int run = place / needs.length;
        int task = place % needs.length;
        running.add(new Work(run, task, now, now + seconds[run][task]));
      }
      Work next = running.remove();
      now = next.ends();
      estimate.ended(next.run(), next.task(), (long) (1000 * (now - next.began())));
      ended++;
      for (int task = 0; task < needs.length; task++) {
        for (int need : needs[task]) {
          int place = next.run() * needs.length + task;
          if (need == next.task() && --unmet[place] == 0) {
            ready.add(place);
          }
        }
      }
      boolean asked = at.size() < shares.length && ended >= shares[at.size()] * unmet.length;
      if (!asked && ended % Math.max(1, unmet.length / LOOKS) != 0) {
        continue;
      }
      Optional<TimeLeft> left =
          estimate.timeLeft(
              0,
              (long) (1000 * now),
              visitor ->
                  running.forEach(
                      work ->
                          visitor.running(work.run(), work.task(), (long) (1000 * work.began()))));
      if (asked) {
        said.add(left);
        at.add(now);
      }
    }
    List<Told> told = new ArrayList<>();
    for (int i = 0; i < said.size(); i++) {
      told.add(new Told(said.get(i), now - at.get(i)));
    }
    return told;
  }
}
