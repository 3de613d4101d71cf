package io.github.batchrunner.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;

class PacerTest {

  private static final long SECOND = 1_000_000_000;

  /** Calls at random times, taking all it may, and returns when each submission was made. */
  private static List<Long> submissions(Pacer pacer, long seed, long longestPause, int calls) {
    Random random = new Random(seed);
    List<Long> times = new ArrayList<>();
    long now = random.nextLong(); // the monotonic clock may begin anywhere
    for (int call = 0; call < calls; call++) {
      int permits = Math.min(pacer.permits(now), 1 + random.nextInt(5));
      if (permits > 0) {
        pacer.submitted(permits, now);
        for (int i = 0; i < permits; i++) {
          times.add(now);
        }
      }
      assertThat(pacer.nanosToNext(now)).isNotNegative();
      now += random.nextLong(longestPause);
    }
    return times;
  }

  @Property(tries = 200)
  void anIntervalIsKeptBetweenEachPair(
      @ForAll long seed, @ForAll @LongRange(min = 1, max = 86_400 * SECOND) long interval) {
    List<Long> times =
        submissions(
            new Pacer(Duration.ofNanos(interval), Double.POSITIVE_INFINITY),
            seed,
            Math.max(2, interval),
            200);
    for (int i = 1; i < times.size(); i++) {
      assertThat(times.get(i) - times.get(i - 1)).isGreaterThanOrEqualTo(interval);
    }
    assertThat(times).as("and it does not stand still").hasSizeGreaterThan(1);
  }

  @Property(tries = 200)
  void aRateIsKeptOverEveryStretchOfTime(
      @ForAll long seed, @ForAll @DoubleRange(min = 0.01, max = 10_000) double rate) {
    List<Long> times =
        submissions(new Pacer(Duration.ZERO, rate), seed, (long) (3 * SECOND / rate) + 2, 300);
    double burst = Math.max(1, rate * 0.1);
    for (int from = 0; from < times.size(); from += 7) {
      for (int to = from; to < times.size(); to++) {
        double seconds = (times.get(to) - times.get(from)) / 1e9;
        assertThat(to - from + 1.0).isLessThanOrEqualTo(burst + seconds * rate + 1e-3);
      }
    }
  }

  @Property(tries = 200)
  void whoWaitsAsLongAsItSaysMaySubmit(
      @ForAll long start,
      @ForAll @LongRange(max = 10 * SECOND) long interval,
      @ForAll @DoubleRange(min = 0.01, max = 10_000) double rate) {
    Pacer pacer = new Pacer(Duration.ofNanos(interval), rate);
    long now = start;
    for (int i = 0; i < 20; i++) {
      assertThat(pacer.permits(now)).as("submission %d", i).isPositive();
      pacer.submitted(1, now);
      now += pacer.nanosToNext(now);
    }
  }

  @Example
  void theIntervalCountsFromTheAnswerOfTheEngine() {
    Pacer pacer = new Pacer(Duration.ofSeconds(10), Double.POSITIVE_INFINITY);
    assertThat(pacer.permits(0)).isEqualTo(1);
    pacer.submitted(1, 0);
    pacer.answered(3 * SECOND);
    assertThat(pacer.permits(10 * SECOND)).isZero();
    assertThat(pacer.nanosToNext(10 * SECOND)).isEqualTo(3 * SECOND);
    assertThat(pacer.permits(13 * SECOND)).isEqualTo(1);
  }

  @Example
  void withoutLimitsNothingIsWaitedFor() {
    Pacer pacer = new Pacer(Duration.ZERO, Double.POSITIVE_INFINITY);
    assertThat(pacer.permits(5)).isEqualTo(Integer.MAX_VALUE);
    pacer.submitted(1000, 5);
    assertThat(pacer.nanosToNext(5)).isZero();
  }

  @Example
  void anIntervalOfForeverIsNoError() {
    Pacer pacer = new Pacer(Duration.ofSeconds(Long.MAX_VALUE), Double.POSITIVE_INFINITY);
    assertThat(pacer.permits(0)).isEqualTo(1);
    pacer.submitted(1, 0);
    assertThat(pacer.permits(Long.MAX_VALUE / 4)).isZero();
  }
}
