package io.github.batchrunner.core.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.core.execution.TimeLeft;
import io.github.batchrunner.core.plan.RunTable;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WorkEstimateTest {

  private static final int[][] PAIR = {{}, {0}};
  private static final WorkEstimate.Running NOTHING = visitor -> {};

  private static WorkEstimate of(int... areas) {
    RunTable.Builder runs = RunTable.builder(areas.length);
    for (int run = 0; run < areas.length; run++) {
      runs.add("run-" + run, run, areas[run], run);
    }
    WorkEstimate estimate = new WorkEstimate(PAIR, runs.build());
    for (int run = 0; run < areas.length; run++) {
      estimate.planned(run, 0);
      estimate.planned(run, 1);
    }
    return estimate;
  }

  @Test
  void nothingIsToldBeforeEveryTaskThatIsLeftHasEndedTwice() {
    WorkEstimate estimate = of(100, 100, 100, 100);
    assertThat(estimate.timeLeft(0, 1000, NOTHING)).isEmpty();
    estimate.ended(0, 0, 1000);
    estimate.ended(1, 0, 1000);
    estimate.ended(2, 0, 1000);
    estimate.ended(0, 1, 3000);
    assertThat(estimate.timeLeft(0, 6000, NOTHING)).isEmpty();
    estimate.ended(1, 1, 3000);
    assertThat(estimate.timeLeft(0, 9000, NOTHING)).isPresent();
  }

  @Test
  void nothingLeftTakesNoTime() {
    WorkEstimate estimate = of(100);
    estimate.ended(0, 0, 10);
    estimate.skipped(0, 1);
    assertThat(estimate.timeLeft(0, 10, NOTHING))
        .contains(new TimeLeft(Duration.ZERO, Duration.ZERO, Duration.ZERO));
  }

  @Test
  void evenWorkOnOneSlotTakesWhatIsLeftOfIt() {
    WorkEstimate estimate = of(100, 100, 100, 100, 100, 100, 100, 100, 100, 100);
    long now = 0;
    for (int run = 0; run < 5; run++) {
      estimate.ended(run, 0, 1000);
      estimate.ended(run, 1, 3000);
      now += 4000;
    }
    TimeLeft left = estimate.timeLeft(0, now, NOTHING).orElseThrow();
    assertThat(left.likely()).isBetween(Duration.ofSeconds(19), Duration.ofSeconds(21));
    assertThat(left.low()).isLessThan(left.likely());
    assertThat(left.high()).isGreaterThan(left.likely());
  }

  @Test
  void whatRunsAlreadyIsPartlyDone() {
    WorkEstimate estimate = of(100, 100, 100);
    for (int run = 0; run < 2; run++) {
      estimate.ended(run, 0, 1000);
      estimate.ended(run, 1, 100_000);
    }
    estimate.ended(2, 0, 1000);
    TimeLeft begins = estimate.timeLeft(0, 203_000, at -> at.running(2, 1, 203_000)).orElseThrow();
    TimeLeft later = estimate.timeLeft(0, 283_000, at -> at.running(2, 1, 203_000)).orElseThrow();
    assertThat(begins.likely()).isBetween(Duration.ofSeconds(90), Duration.ofSeconds(110));
    assertThat(later.likely()).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(30));
  }

  @Test
  void smallWatershedsAreNotTakenForLargeOnes() {
    int[] areas = new int[200];
    for (int run = 0; run < areas.length; run++) {
      areas[run] = 1_000_000 / (run + 1);
    }
    WorkEstimate estimate = of(areas);
    long now = 0;
    long left = 0;
    for (int run = 0; run < areas.length; run++) {
      for (int task = 0; task < 2; task++) {
        long millis = areas[run] / 10;
        if (run < 40) {
          estimate.ended(run, task, millis);
          now += millis;
        } else {
          left += millis;
        }
      }
    }
    TimeLeft told = estimate.timeLeft(0, now, NOTHING).orElseThrow();
    assertThat(told.likely().toMillis()).isBetween(left * 8 / 10, left * 12 / 10);
    assertThat(now / 40 * 160).as("what a naive mean says").isGreaterThan(5 * left);
  }

  @Test
  void earlierExecutionsTellAtOnceWhatIsLeftOfThisOne() {
    WorkEstimate estimate = of(100, 100, 100);
    for (int run = 0; run < 3; run++) {
      estimate.learn(run, 0, 10_000);
      estimate.learn(run, 1, 10_000);
    }
    estimate.endHistory();
    TimeLeft left = estimate.timeLeft(0, 5000, at -> at.running(0, 0, 0)).orElseThrow();
    assertThat(left.likely()).isBetween(Duration.ofSeconds(45), Duration.ofSeconds(65));
  }

  @Test
  void areasThatAreUnknownDoNoHarm() {
    WorkEstimate estimate = of(0, 0, 0);
    for (int run = 0; run < 2; run++) {
      estimate.ended(run, 0, 0);
      estimate.ended(run, 1, 0);
    }
    assertThat(estimate.timeLeft(0, 100, NOTHING).orElseThrow().likely())
        .isBetween(Duration.ofMillis(25), Duration.ofMillis(75));
  }

  @Test
  void anEmptyTableHasNothingLeft() {
    assertThat(of().timeLeft(0, 1, NOTHING).orElseThrow().high()).isZero();
  }
}
