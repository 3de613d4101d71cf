package io.github.batchrunner.core.plan;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * The runs of a batch in columns: for each its id, its feature and its area. Immutable.
 *
 * <p>A run is known here by its place in the table, from 0.
 */
public final class RunTable {

  private final String[] ids;
  private final int[] features;
  private final double[] areas;
  private final long[] featureHashes;

  private RunTable(String[] ids, int[] features, double[] areas, long[] featureHashes) {
    this.ids = ids;
    this.features = features;
    this.areas = areas;
    this.featureHashes = featureHashes;
  }

  /** Starts a table of about {@code expected} runs. */
  public static Builder builder(int expected) {
    return new Builder(expected);
  }

  /** Returns how many runs there are. */
  public int size() {
    return ids.length;
  }

  /** Returns the id of a run. */
  public String id(int run) {
    return ids[run];
  }

  /** Returns the index of its feature in the attached file, from 0. */
  public int feature(int run) {
    return features[run];
  }

  /** Returns the area of its feature in m²; 0 for points. */
  public double area(int run) {
    return areas[run];
  }

  /** Returns 64 bits of the hash of its feature. */
  public long featureHash(int run) {
    return featureHashes[run];
  }

  /** Returns the table of those runs that {@code chosen} accepts, in the same order. */
  public RunTable select(IntPredicate chosen) {
    Builder builder = new Builder(size());
    for (int run = 0; run < size(); run++) {
      if (chosen.test(run)) {
        builder.add(ids[run], features[run], areas[run], featureHashes[run]);
      }
    }
    return builder.build();
  }

  /** Collects runs; not thread-safe. */
  public static final class Builder {
    private String[] ids;
    private int[] features;
    private double[] areas;
    private long[] featureHashes;
    private int size;

    private Builder(int expected) {
      ids = new String[expected];
      features = new int[expected];
      areas = new double[expected];
      featureHashes = new long[expected];
    }

    /** Adds a run. */
    public Builder add(String id, int feature, double area, long featureHash) {
      if (size == ids.length) {
        int larger = size + (size >> 1) + 16;
        ids = Arrays.copyOf(ids, larger);
        features = Arrays.copyOf(features, larger);
        areas = Arrays.copyOf(areas, larger);
        featureHashes = Arrays.copyOf(featureHashes, larger);
      }
      ids[size] = id;
      features[size] = feature;
      areas[size] = area;
      featureHashes[size++] = featureHash;
      return this;
    }

    /** Returns the table. */
    public RunTable build() {
      return new RunTable(
          Arrays.copyOf(ids, size),
          Arrays.copyOf(features, size),
          Arrays.copyOf(areas, size),
          Arrays.copyOf(featureHashes, size));
    }
  }
}
