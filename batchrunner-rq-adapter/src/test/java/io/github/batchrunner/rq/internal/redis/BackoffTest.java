package io.github.batchrunner.rq.internal.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class BackoffTest {

  @Property
  void delaysGrowWithinTheirLimits(
      @ForAll @IntRange(min = 1, max = 10_000) int first,
      @ForAll @IntRange(min = 1, max = 1_000) int times,
      @ForAll @LongRange long seed) {
    Duration initial = Duration.ofMillis(first);
    Duration longest = initial.multipliedBy(times);
    Backoff backoff = new Backoff(initial, longest, new Random(seed));
    Duration full = initial;
    for (int i = 0; i < 20; i++) {
      assertThat(backoff.next()).isBetween(full.multipliedBy(4).dividedBy(5), full);
      full = full.multipliedBy(2).compareTo(longest) > 0 ? longest : full.multipliedBy(2);
    }
    backoff.reset();
    assertThat(backoff.next()).isLessThanOrEqualTo(initial);
  }

  @Test
  void refusesDelaysThatDoNotGrow() {
    assertThatThrownBy(() -> Backoff.between(Duration.ZERO, Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Backoff.between(Duration.ofSeconds(2), Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
