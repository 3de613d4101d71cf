package io.github.batchrunner.sample.hydrology.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SeededRandomTest {

  @Test
  void theMixIsTheOneOfSplitMix64() {
    // The first output of SplitMix64 with seed 0, as published with its reference code.
    assertThat(SeededRandom.mix(0)).isEqualTo(0xe220a8397b1dcdafL);
  }

  @Test
  void wordsAreKeptApart() {
    assertThat(SeededRandom.key(1, "ab", "c")).isNotEqualTo(SeededRandom.key(1, "a", "bc"));
    assertThat(SeededRandom.key(1, "a")).isNotEqualTo(SeededRandom.key(2, "a"));
    assertThat(SeededRandom.key(1)).isEqualTo(SeededRandom.key(1));
  }

  @Test
  void nearWordsGiveFarNumbers() {
    double sum = 0;
    Set<Double> all = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      double unit = SeededRandom.unit(7, Integer.toString(i));
      assertThat(unit).isGreaterThanOrEqualTo(0).isLessThan(1);
      sum += unit;
      all.add(unit);
    }

    assertThat(all).hasSize(10_000);
    assertThat(sum / 10_000).isBetween(0.48, 0.52);
  }
}
