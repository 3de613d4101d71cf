package io.github.batchrunner.sample.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batchrunner.sample.web.ManualClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SignInLimitTest {

  private final ManualClock clock = new ManualClock(Instant.parse("2026-11-21T12:00:00Z"));
  private final SignInLimit limit = new SignInLimit(clock);

  /** Fails as often as it is allowed to, and returns the wait that follows. */
  private Duration fail(String name, String address, int times) {
    for (int i = 0; i < times; i++) {
      assertThat(limit.begin(name, address)).as("attempt %d", i).isZero();
    }
    return limit.begin(name, address);
  }

  @Test
  void someFailuresAreFreeAndThenTheTimeDoublesUpToAMinute() {
    assertThat(fail("ann", "192.0.2.1", 5)).isEqualTo(Duration.ofSeconds(1));
    for (int seconds : new int[] {2, 4, 8, 16, 32, 60, 60, 60}) {
      clock.advance(limit.begin("ann", "192.0.2.1"));

      assertThat(fail("ann", "192.0.2.1", 1)).isEqualTo(Duration.ofSeconds(seconds));
    }
  }

  @Test
  void attemptsThatAreNotLookedAtDoNotMakeTheWaitLonger() {
    Duration wait = fail("ann", "192.0.2.1", 5);
    for (int i = 0; i < 100; i++) {
      limit.begin("ann", "192.0.2.1");
    }

    assertThat(limit.begin("ann", "192.0.2.1")).isEqualTo(wait);
    clock.advance(wait);
    assertThat(limit.begin("ann", "192.0.2.1")).isZero();
  }

  @Test
  void anAddressThatTriesManyNamesIsSlowedDown() {
    for (int i = 0; i < 20; i++) {
      assertThat(limit.begin("user" + i, "192.0.2.1")).isZero();
    }

    assertThat(limit.begin("ann", "192.0.2.1")).isPositive();
    assertThat(limit.begin("ann", "192.0.2.2")).isZero();
  }

  @Test
  void aNameThatIsTriedFromManyAddressesIsSlowedDown() {
    for (int i = 0; i < 50; i++) {
      assertThat(limit.begin("ann", "192.0.2." + i)).isZero();
    }

    assertThat(limit.begin("ann", "198.51.100.1")).isPositive();
    assertThat(limit.begin("ben", "198.51.100.1")).isZero();
  }

  @Test
  void guessesFromElsewhereDoNotHinderThoseWhoAreKnown() {
    limit.begin("admin", "192.0.2.1");
    limit.succeeded("admin", "192.0.2.1");
    for (int i = 0; i < 200; i++) {
      limit.begin("admin", "203.0.113." + i);
      limit.begin("ben", "192.0.2.1");
    }

    assertThat(limit.begin("admin", "203.0.113.201")).isPositive();
    assertThat(limit.begin("admin", "192.0.2.1")).isZero();
  }

  @Test
  void nobodyWaitsLongerThanAMinuteHoweverMuchWasGuessed() {
    for (int i = 0; i < 10_000; i++) {
      limit.begin("admin", "203.0.113." + i % 256);
      clock.advance(Duration.ofMillis(500));
    }

    assertThat(limit.begin("admin", "192.0.2.1")).isLessThanOrEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void successForgetsTheFailuresOfThatNameThere() {
    fail("ann", "192.0.2.1", 4);
    limit.succeeded("ann", "192.0.2.1");

    assertThat(fail("ann", "192.0.2.1", 5)).isPositive();
  }

  @Test
  void successWithOneNameDoesNotFreeTheGuessingOfOthers() {
    for (int i = 0; i < 20; i++) {
      limit.begin("ann" + i, "192.0.2.1");
      if (i % 5 == 0) {
        clock.advance(Duration.ofSeconds(1));
        limit.begin("mallory", "192.0.2.1");
        limit.succeeded("mallory", "192.0.2.1");
      }
    }

    assertThat(limit.begin("ben", "192.0.2.1")).isPositive();
  }

  @Test
  void anHourWithoutFailuresForgetsThem() {
    fail("ann", "192.0.2.1", 5);
    clock.advance(Duration.ofHours(1));

    assertThat(fail("ann", "192.0.2.1", 5)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void theAddressesOfOneNetworkOfIpv6CountAsOne() {
    for (int i = 0; i < 20; i++) {
      limit.begin("user" + i, "2001:db8:1:2::" + i);
    }

    assertThat(limit.begin("ann", "2001:db8:1:2:ffff::1")).isPositive();
    assertThat(limit.begin("ann", "2001:db8:1:3::1")).isZero();
  }

  @Test
  void memoryIsBounded() {
    for (int i = 0; i < 3 * SignInLimit.MOST_COUNTERS; i++) {
      limit.begin("user" + i, "address" + i);
    }

    assertThat(limit.size()).isLessThanOrEqualTo(SignInLimit.MOST_COUNTERS);
  }
}
