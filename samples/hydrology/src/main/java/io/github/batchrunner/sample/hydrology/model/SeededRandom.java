package io.github.batchrunner.sample.hydrology.model;

import java.util.Random;

/**
 * Random numbers that are the same for the same words, on every machine and Java version.
 *
 * <p>{@link Random} is used since its documentation fixes its algorithm.
 */
public final class SeededRandom {
  private SeededRandom() {}

  /** Returns a generator that depends on the seed and the words only. */
  public static Random of(long seed, String... words) {
    return new Random(key(seed, words));
  }

  /** Returns a number from 0 to below 1 that depends on the seed and the words only. */
  public static double unit(long seed, String... words) {
    return (key(seed, words) >>> 11) * 0x1.0p-53;
  }

  /** Returns a well-mixed number that depends on the seed and the words only. */
  public static long key(long seed, String... words) {
    long key = mix(seed);
    for (String word : words) {
      for (int i = 0; i < word.length(); i++) {
        key = key * 31 + word.charAt(i);
      }
      key = mix(key + word.length());
    }
    return key;
  }

  /** The finaliser of SplitMix64 (Steele, Lea &amp; Flood 2014): near seeds give far results. */
  public static long mix(long value) {
    long z = value + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
