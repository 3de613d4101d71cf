package io.github.batchrunner.rq.pickle;

/**
 * How much a pickle may ask for before it is refused, so that a few hostile bytes never exhaust
 * memory, stack or time.
 *
 * @param bytes the longest pickle in bytes, at least 1
 * @param values how many values a pickle may make, and how many its result may hold when each is
 *     counted as often as it is referred to, at least 1; a value costs about 100 bytes of memory at
 *     worst
 * @param depth how many lists, dicts, tuples, sets and objects may stand inside one another, at
 *     least 1
 */
public record PickleLimits(int bytes, int values, int depth) {

  /**
   * 512 MiB, which is what Redis holds as one value; two million values; a depth of 1,000, which is
   * what Python itself writes at most unless told otherwise.
   */
  public static final PickleLimits DEFAULT = new PickleLimits(512 << 20, 2_000_000, 1000);

  /**
   * Checks the limits.
   *
   * @throws IllegalArgumentException if one is below 1
   */
  public PickleLimits {
    if (bytes < 1 || values < 1 || depth < 1) {
      throw new IllegalArgumentException(
          "Limits of a pickle are at least 1, but bytes is %d, values %d and depth %d."
              .formatted(bytes, values, depth));
    }
  }

  /** Returns the same limits with another number of values. */
  public PickleLimits withValues(int newValues) {
    return new PickleLimits(bytes, newValues, depth);
  }
}
