package io.github.batchrunner.sample.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.core.execution.Progress;
import io.github.batchrunner.core.execution.TimeLeft;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LiveProgressTest {

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final LiveProgress lines =
      new LiveProgress(
          new Terminal(
              new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
              new PrintStream(err, true, StandardCharsets.UTF_8),
              false));

  private static Progress progress(long total, long succeeded, long failed, Duration elapsed) {
    return new Progress(
        new Progress.Counts(total / 10, succeeded / 10, Math.min(failed, 1), 0, 0),
        new Progress.Counts(total, succeeded, failed, 0, 0),
        4,
        elapsed,
        "",
        succeeded == 0 || succeeded > 100_000
            ? null
            : new TimeLeft(elapsed, elapsed, elapsed.multipliedBy(2)));
  }

  @Test
  void theBarShowsCountsRateAndTimeLeft() {
    assertThat(LiveProgress.bar(progress(800, 400, 0, Duration.ofSeconds(8))))
        .isEqualTo(
            " 50% [#############..............] 400/800 tasks  40/80 runs  50/s  8-16 s left");
    assertThat(LiveProgress.bar(progress(800, 199, 1, Duration.ofMinutes(100))))
        .isEqualTo(
            " 25% [###............] 200/800 tasks, 1 failed  20/80 runs  2.0/min  1-4 h left");
  }

  @Test
  void theRangeIsInTheUnitThatPeopleWouldUse() {
    assertThat(text(Duration.ZERO, Duration.ofMillis(400))).isEqualTo("0-1 s left");
    assertThat(text(Duration.ofSeconds(30), Duration.ofSeconds(80))).isEqualTo("30-80 s left");
    assertThat(text(Duration.ofSeconds(730), Duration.ofMinutes(18))).isEqualTo("12-18 min left");
    assertThat(text(Duration.ofHours(3), Duration.ofHours(30))).isEqualTo("3-30 h left");
    assertThat(text(Duration.ofHours(50), Duration.ofDays(9))).isEqualTo("2-9 days left");
    assertThat(text(Duration.ofSeconds(7), Duration.ofSeconds(7))).isEqualTo("7 s left");
  }

  private static String text(Duration low, Duration high) {
    return TimeLeftText.of(new TimeLeft(low, low, high));
  }

  @Test
  void whatIsUnknownIsNotSaid() {
    assertThat(LiveProgress.bar(progress(800, 0, 0, Duration.ofSeconds(8)))).endsWith("0/s");
  }

  @Test
  void theBarIsNoWiderThanATerminalForAMillionTasks() {
    assertThat(LiveProgress.bar(progress(1_000_000, 100_000, 0, Duration.ofSeconds(100))))
        .hasSizeLessThan(80);
  }

  @Test
  void aPlanWithoutTasksIsDone() {
    assertThat(LiveProgress.bar(progress(0, 0, 0, Duration.ZERO))).startsWith("100% ");
  }

  @Test
  void linesComeNotOftenerThanEveryFiveSecondsAndFivePercent() {
    lines.accept(progress(800, 80, 0, Duration.ofSeconds(4)));
    lines.accept(progress(800, 80, 0, Duration.ofSeconds(5)));
    lines.accept(progress(800, 110, 0, Duration.ofSeconds(12)));
    lines.accept(progress(800, 400, 0, Duration.ofSeconds(13)));
    lines.accept(progress(800, 720, 0, Duration.ofSeconds(14)));
    lines.accept(progress(800, 730, 0, Duration.ofSeconds(73)));

    assertThat(err.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "0:05   10%  80 of 800 tasks, 8 of 80 runs, 16/s  5-10 s left",
            "0:13   50%  400 of 800 tasks, 40 of 80 runs, 31/s  13-26 s left",
            "1:13   91%  730 of 800 tasks, 73 of 80 runs, 10/s  1-3 min left");
  }
}
