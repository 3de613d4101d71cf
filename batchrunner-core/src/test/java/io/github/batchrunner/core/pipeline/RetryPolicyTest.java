package io.github.batchrunner.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.spi.FailureKind;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RetryPolicyTest {

  @ParameterizedTest
  @EnumSource(
      value = FailureKind.class,
      names = {"EXIT_CODE", "EXCEPTION", "OUT_OF_MEMORY", "TIMEOUT"})
  void theTasksOwnFailuresCountAsAttempts(FailureKind kind) {
    RetryPolicy policy = RetryPolicy.attempts(3);
    assertThat(policy.triesAgain(kind, 1)).isTrue();
    assertThat(policy.triesAgain(kind, 2)).isTrue();
    assertThat(policy.triesAgain(kind, 3)).isFalse();
    assertThat(RetryPolicy.NONE.triesAgain(kind, 1)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(
      value = FailureKind.class,
      names = {"PREEMPTED", "NODE_LOST", "INFRASTRUCTURE"})
  void lossesAreTriedAgainEvenWhereThereIsOneAttempt(FailureKind kind) {
    assertThat(RetryPolicy.NONE.triesAgain(kind, 3)).isTrue();
    assertThat(RetryPolicy.NONE.triesAgain(kind, 4)).isFalse();
    RetryPolicy none = RetryPolicy.builder().maxAttempts(5).maxLosses(0).build();
    assertThat(none.triesAgain(kind, 1)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(
      value = FailureKind.class,
      names = {"ENVIRONMENT", "REJECTED", "CANCELLED", "OUTPUT_MISSING"})
  void whatAnotherAttemptCannotMendIsFinal(FailureKind kind) {
    assertThat(RetryPolicy.attempts(100).triesAgain(kind, 1)).isFalse();
  }

  @Test
  void waitsGrowUpToTheLongest() {
    RetryPolicy policy =
        RetryPolicy.builder()
            .delay(Duration.ofSeconds(3))
            .delayFactor(2)
            .maxDelay(Duration.ofSeconds(10))
            .jitter(0)
            .build();
    assertThat(Stream.of(1, 2, 3, 100).map(times -> policy.delayBefore(times, 0.9)))
        .containsExactly(
            Duration.ofSeconds(3),
            Duration.ofSeconds(6),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10));
  }

  @Test
  void jitterSpreadsAWaitToBothSides() {
    RetryPolicy policy = RetryPolicy.builder().delay(Duration.ofSeconds(8)).build();
    assertThat(policy.delayBefore(1, 0)).isEqualTo(Duration.ofSeconds(6));
    assertThat(policy.delayBefore(1, 0.5)).isEqualTo(Duration.ofSeconds(8));
    assertThat(policy.delayBefore(1, 1)).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void noWaitIsNoWaitHoweverOften() {
    RetryPolicy policy = RetryPolicy.builder().delay(Duration.ZERO).delayFactor(100).build();
    assertThat(policy.delayBefore(100, 1)).isZero();
  }

  @Property
  void everyWaitIsWithinItsBounds(
      @ForAll @LongRange(min = 0, max = 31_536_000_000L) long delay,
      @ForAll @DoubleRange(min = 1, max = 100) double factor,
      @ForAll @DoubleRange(min = 0, max = 1) double jitter,
      @ForAll @IntRange(min = 1, max = 100) int times,
      @ForAll @DoubleRange(min = 0, max = 1) double random) {
    RetryPolicy policy =
        RetryPolicy.builder()
            .delay(Duration.ofMillis(delay))
            .delayFactor(factor)
            .jitter(jitter)
            .build();
    double wait = policy.delayBefore(times, random).toNanos() / 1e6;
    assertThat(wait)
        .isBetween(delay * (1 - jitter) - 1, policy.maxDelay().toNanos() / 1e6 * (1 + jitter) + 1);
  }

  @Test
  void memoryGrowsToItsCeilingAndNoFurther() {
    RetryPolicy policy = RetryPolicy.builder().memoryFactor(1.5).maxMemoryMb(16384).build();
    assertThat(policy.grown(4096)).isEqualTo(6144);
    assertThat(policy.grown(6144)).isEqualTo(9216);
    assertThat(policy.grown(9216)).isEqualTo(13824);
    assertThat(policy.grown(13824)).isEqualTo(16384);
    assertThat(policy.grown(16384)).isEqualTo(16384);
    assertThat(policy.grown(1)).isEqualTo(2);
  }

  @Test
  void memoryWithoutACeilingGrowsToWhatTheJournalHasRoomForAndStaysThere() {
    RetryPolicy policy = RetryPolicy.builder().memoryFactor(100).build();
    long memory = 1;
    for (int attempt = 0; attempt < 20; attempt++) {
      assertThat(policy.grown(memory)).isGreaterThanOrEqualTo(memory);
      memory = policy.grown(memory);
    }
    assertThat(memory).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void memoryThatIsNotDeclaredOrHasNoFactorDoesNotGrow() {
    assertThat(RetryPolicy.builder().memoryFactor(1.5).build().growsMemory(0)).isFalse();
    assertThat(RetryPolicy.NONE.growsMemory(4096)).isFalse();
    assertThat(RetryPolicy.builder().memoryFactor(1.5).build().growsMemory(4096)).isTrue();
    assertThat(RetryPolicy.NONE.grown(4096)).isEqualTo(4096);
  }

  static Stream<Arguments> outOfRange() {
    return Stream.of(
        refused(b -> b.maxAttempts(0), "\"max_attempts\" is a whole number from 1 to 100"),
        refused(b -> b.maxAttempts(101), "\"101\" was given"),
        refused(b -> b.maxLosses(-1), "\"max_losses\" is a whole number from 0 to 100"),
        refused(b -> b.delayFactor(0.5), "\"delay_factor\" is a number from 1 to 100"),
        refused(b -> b.delayFactor(Double.NaN), "\"NaN\" was given"),
        refused(b -> b.jitter(1.1), "\"jitter\" is a number from 0 to 1"),
        refused(b -> b.jitter(-0.1), "\"-0.1\" was given"),
        refused(b -> b.memoryFactor(0.9), "\"memory_factor\" is a number from 1 to 100"),
        refused(b -> b.memoryFactor(Double.POSITIVE_INFINITY), "\"memory_factor\" is a number"),
        refused(b -> b.delay(Duration.ofSeconds(-1)), "\"delay\" is a duration from PT0S"),
        refused(
            b -> b.delay(Duration.ofSeconds(Long.MAX_VALUE)), "\"delay\" is a duration from PT0S"),
        refused(b -> b.maxDelay(Duration.ofDays(366)), "\"max_delay\" is a duration from PT0S"),
        refused(
            b -> b.delay(Duration.ofSeconds(2)).maxDelay(Duration.ofSeconds(1)),
            "\"max_delay\" is not shorter than \"delay\" (PT2S), but \"PT1S\""),
        refused(b -> b.memoryFactor(2).maxMemoryMb(-1), "\"max_memory_mb\" is a number"),
        refused(b -> b.maxMemoryMb(16384), "give a factor of more than 1"));
  }

  private static Arguments refused(UnaryOperator<RetryPolicy.Builder> setting, String message) {
    return Arguments.of(setting, message);
  }

  @ParameterizedTest
  @MethodSource("outOfRange")
  void whatIsOutOfRangeIsRefused(UnaryOperator<RetryPolicy.Builder> setting, String message) {
    RetryPolicy.Builder builder = setting.apply(RetryPolicy.builder());
    assertThatThrownBy(builder::build)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aFirstWaitBeyondTheUsualLongestIsTheLongest() {
    RetryPolicy policy = RetryPolicy.builder().delay(Duration.ofHours(1)).build();
    assertThat(policy.maxDelay()).isEqualTo(Duration.ofHours(1));
  }
}
