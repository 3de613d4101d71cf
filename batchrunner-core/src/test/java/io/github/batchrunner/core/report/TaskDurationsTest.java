package io.github.batchrunner.core.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TaskDurationsTest {

  @Test
  void theMedianOfAnEvenNumberIsTheMeanOfTheMiddleTwo() {
    assertThat(figures(40, 10, 20, 30)).containsExactly(4L, 10L, 25L, 40L, 40L);
  }

  @Test
  void ninetyPercentOfOneHundredEndWithinTheNinetieth() {
    assertThat(figures(LongStream.rangeClosed(1, 100).toArray()))
        .containsExactly(100L, 1L, 50L, 90L, 100L);
  }

  @Test
  void oneDurationIsEverything() {
    assertThat(figures(7)).containsExactly(1L, 7L, 7L, 7L, 7L);
  }

  @Test
  void noDurationsGiveZeros() {
    assertThat(figures()).containsExactly(0L, 0L, 0L, 0L, 0L);
  }

  @Test
  void aClassIsPassedThroughTwiceWhileADurationDoubles() {
    TaskDurations durations = TaskDurations.of(new long[] {0, 1, 2, 3, 4, 5, 6, 1024});
    assertThat(durations.classes())
        .containsExactly(
            Map.entry(0, 2),
            Map.entry(2, 1),
            Map.entry(3, 1),
            Map.entry(4, 2),
            Map.entry(5, 1),
            Map.entry(20, 1));
    assertThat(TaskDurations.shortestOf(20)).isCloseTo(1024, within(1e-6));
  }

  @Test
  void everyDurationIsInTheClassThatHoldsIt() {
    for (long millis = 1; millis < 200_000; millis++) {
      int number = TaskDurations.of(new long[] {millis}).classes().firstKey();
      assertThat((double) millis)
          .isGreaterThanOrEqualTo(TaskDurations.shortestOf(number) - 1e-3)
          .isLessThan(TaskDurations.shortestOf(number + 1) + 1e-3);
    }
  }

  private static List<Long> figures(long... millis) {
    TaskDurations durations = TaskDurations.of(millis);
    return List.of(
        (long) durations.count(),
        durations.min(),
        durations.median(),
        durations.p90(),
        durations.max());
  }
}
