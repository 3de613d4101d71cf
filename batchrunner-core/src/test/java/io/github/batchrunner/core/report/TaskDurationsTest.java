package io.github.batchrunner.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TaskDurationsTest {

  @Test
  void theMedianOfAnEvenNumberIsTheMeanOfTheMiddleTwo() {
    assertThat(TaskDurations.of(new long[] {40, 10, 20, 30}))
        .isEqualTo(new TaskDurations(4, 10, 25, 40, 40));
  }

  @Test
  void ninetyPercentOfOneHundredEndWithinTheNinetieth() {
    assertThat(TaskDurations.of(LongStream.rangeClosed(1, 100).toArray()))
        .isEqualTo(new TaskDurations(100, 1, 50, 90, 100));
  }

  @Test
  void oneDurationIsEverything() {
    assertThat(TaskDurations.of(new long[] {7})).isEqualTo(new TaskDurations(1, 7, 7, 7, 7));
  }

  @Test
  void noDurationsGiveZeros() {
    assertThat(TaskDurations.of(new long[0])).isEqualTo(new TaskDurations(0, 0, 0, 0, 0));
  }
}
