package io.github.batchrunner.core.estimate;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * How long one task takes by the size of its watershed, learnt from samples.
 *
 * <p>The law is a power of the area: a line through the logarithms of areas and durations, which
 * Huber's weights keep from following outliers, and which follows samples the more the nearer they
 * are to the sizes that are asked for. What usually holds for such tasks counts like a few samples,
 * so that a law can be had from two of them, or from watersheds of one size, with a doubt that says
 * how little that tells. A line through logarithms tells the typical duration; the mean, of which
 * sums are made, is that times the mean ratio of what was seen to what the line says (Duan's
 * smearing estimate, 1983).
 *
 * <p>Keeps a random sample of {@value #MOST_SAMPLES}, whatever the number of observations. Not
 * thread-safe.
 */
final class DurationLaw {

  static final int LEAST_SAMPLES = 2;
  private static final int MOST_SAMPLES = 256;
  private static final int MOST_OF_HISTORY = MOST_SAMPLES / 2;
  private static final int ROUNDS = 6;
  private static final double HUBER = 1.5;

  /** A sample of e times the area asked for counts so much less. */
  private static final double FARNESS = 1.0;

  private static final double LEAST_WEIGHT = 0.02;

  /** What the duration of a task usually does with the area: grows, less than in proportion. */
  private static final double USUAL_SLOPE = 0.7;

  private static final double USUAL_SLOPE_VARIANCE = 0.5 * 0.5;

  /** Of the logarithm of a duration among watersheds of one area; counts as so many samples. */
  private static final double USUAL_VARIANCE = 0.25;

  private static final double USUAL_SAMPLES = 2;

  /** How much a slope may change beyond the sizes that were seen, as a variance. */
  private static final double SLOPE_VARIANCE_BEYOND = 0.25 * 0.25;

  private double[] sizes = new double[16];
  private double[] logs = new double[16];
  private int kept;
  private long seen;
  private final SplittableRandom random = new SplittableRandom(1);

  // The line: log(duration) = level + slope * (size - centre).
  private double centre;
  private double level;
  private double slope;
  private double slopeVariance;
  private double variance;
  private double factor;
  private double spread;
  private double effective;
  private double smallest;
  private double largest;
  private double[] ratios = new double[0];

  /**
   * Adds a sample.
   *
   * @param size natural logarithm of an area
   * @param seconds more than 0
   */
  void add(double size, double seconds) {
    seen++;
    int place = kept < MOST_SAMPLES ? kept : (int) random.nextLong(seen);
    if (place >= MOST_SAMPLES) {
      return;
    }
    if (place == kept) {
      if (kept == sizes.length) {
        sizes = Arrays.copyOf(sizes, 4 * kept);
        logs = Arrays.copyOf(logs, 4 * kept);
      }
      kept++;
    }
    sizes[place] = size;
    logs[place] = Math.log(seconds);
  }

  /** What was seen until now counts as no more than some samples. */
  void endHistory() {
    seen = Math.min(seen, MOST_OF_HISTORY);
    kept = (int) Math.min(kept, seen);
  }

  /** Returns how many samples there were. */
  long samples() {
    return seen;
  }

  /** Tells whether there is enough to tell anything. */
  boolean known() {
    return kept >= LEAST_SAMPLES;
  }

  /** Returns the mean seconds at a size. */
  double mean(double size) {
    return Math.exp(level + slope * (size - centre)) * factor;
  }

  /** Returns the variance of one duration beside the mean at its size, as a share of its square. */
  double spread() {
    return spread;
  }

  /** Returns what the longest of so many durations is to the mean, nine times out of ten. */
  double extreme(long count) {
    double share = Math.pow(0.9, 1.0 / count);
    return ratios[Math.min(kept - 1, (int) (share * kept))];
  }

  /**
   * Returns how long one will take that has taken so long already, going by those that took longer:
   * what one in ten of these exceeds, or their mean. One that took longer than all others may take
   * as long again, or a third of it.
   */
  double rest(double size, double elapsed, boolean atMost) {
    double mean = mean(size);
    int place = Arrays.binarySearch(ratios, elapsed / mean);
    int longer = kept - (place < 0 ? -place - 1 : place);
    if (longer == 0) {
      return atMost ? elapsed : elapsed / 3;
    }
    if (atMost) {
      return mean * ratios[kept - 1 - (int) (0.1 * longer)] - elapsed;
    }
    double sum = 0;
    for (int i = kept - longer; i < kept; i++) {
      sum += ratios[i];
    }
    return mean * sum / longer - elapsed;
  }

  /** Returns how far the {@linkplain #mean mean} may be off, as a relative variance. */
  double doubt(double size) {
    double away = size - centre;
    double beyond = Math.max(0, Math.max(smallest - size, size - largest));
    return spread / effective
        + away * away * slopeVariance
        + beyond * beyond * SLOPE_VARIANCE_BEYOND;
  }

  /** Finds the line for sizes about this one; there must be samples enough. */
  void fit(double wanted) {
    double[] near = new double[kept];
    double nearSum = 0;
    double nearSquares = 0;
    smallest = Double.POSITIVE_INFINITY;
    largest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < kept; i++) {
      near[i] = Math.max(LEAST_WEIGHT, Math.exp(-Math.abs(sizes[i] - wanted) / FARNESS));
      nearSum += near[i];
      nearSquares += near[i] * near[i];
      smallest = Math.min(smallest, sizes[i]);
      largest = Math.max(largest, sizes[i]);
    }
    effective = nearSum * nearSum / nearSquares;
    scale(near, effective / nearSum);
    double[] weights = near.clone();
    slope = USUAL_SLOPE;
    for (int round = 0; round < ROUNDS; round++) {
      fitWeighted(weights);
      double far = HUBER * Math.sqrt(variance);
      for (int i = 0; i < kept; i++) {
        double distance = Math.abs(residual(i));
        weights[i] = near[i] * (distance <= far ? 1 : far / distance);
      }
    }
    measureRatios(near);
  }

  private static void scale(double[] values, double by) {
    for (int i = 0; i < values.length; i++) {
      values[i] *= by;
    }
  }

  private void fitWeighted(double[] weights) {
    double weight = 0;
    double sizeSum = 0;
    double logSum = 0;
    for (int i = 0; i < kept; i++) {
      weight += weights[i];
      sizeSum += weights[i] * sizes[i];
      logSum += weights[i] * logs[i];
    }
    centre = sizeSum / weight;
    level = logSum / weight;
    double squares = USUAL_SAMPLES * USUAL_VARIANCE;
    double sizeSquares = 0;
    double products = 0;
    for (int i = 0; i < kept; i++) {
      double away = sizes[i] - centre;
      double residual = residual(i);
      squares += weights[i] * residual * residual;
      sizeSquares += weights[i] * away * away;
      products += weights[i] * away * (logs[i] - level);
    }
    variance = squares / (weight + USUAL_SAMPLES);
    double certainty = sizeSquares / variance + 1 / USUAL_SLOPE_VARIANCE;
    slope = (products / variance + USUAL_SLOPE / USUAL_SLOPE_VARIANCE) / certainty;
    slopeVariance = 1 / certainty;
  }

  /** Measures how durations lie about the line; weights add up to the effective samples. */
  private void measureRatios(double[] weights) {
    ratios = new double[kept];
    double sum = 0;
    for (int i = 0; i < kept; i++) {
      ratios[i] = Math.exp(residual(i));
      sum += weights[i] * ratios[i];
    }
    factor = sum / effective;
    scale(ratios, 1 / factor);
    double squares = USUAL_SAMPLES * USUAL_VARIANCE;
    for (int i = 0; i < kept; i++) {
      squares += weights[i] * (ratios[i] - 1) * (ratios[i] - 1);
    }
    spread = squares / (Math.max(0, effective - 1) + USUAL_SAMPLES);
    Arrays.sort(ratios);
  }

  private double residual(int sample) {
    return logs[sample] - level - slope * (sizes[sample] - centre);
  }
}
