package io.github.batchrunner.core.watershed;

import java.util.Arrays;

/** What is kept of every feature, in one array for each thing: about 100 bytes a feature. */
final class FeatureColumns {

  private int count;
  private long[] offsets = {};
  private int[] lengths = {};
  private GeometryKind[] kinds = {};
  private double[] minX = {};
  private double[] minY = {};
  private double[] maxX = {};
  private double[] maxY = {};
  private double[] centroidX = {};
  private double[] centroidY = {};
  private double[] ellipsoidAreas = {};
  private double[] planarAreas = {};
  private long[] hashHigh = {};
  private long[] hashLow = {};

  int count() {
    return count;
  }

  void clear() {
    count = 0;
  }

  void add(long offset, int length, GeometryKind kind, GeometryMeasure measure, ContentHash hash) {
    ensure(count + 1);
    int i = count++;
    boolean empty = measure.isEmpty();
    offsets[i] = offset;
    lengths[i] = length;
    kinds[i] = kind;
    minX[i] = empty ? Double.NaN : measure.minX();
    minY[i] = empty ? Double.NaN : measure.minY();
    maxX[i] = empty ? Double.NaN : measure.maxX();
    maxY[i] = empty ? Double.NaN : measure.maxY();
    centroidX[i] = measure.centroidX();
    centroidY[i] = measure.centroidY();
    ellipsoidAreas[i] = measure.ellipsoidArea();
    planarAreas[i] = measure.planarArea();
    hashHigh[i] = hash.high();
    hashLow[i] = hash.low();
  }

  void addAll(FeatureColumns more) {
    ensure(count + more.count);
    int n = more.count;
    System.arraycopy(more.offsets, 0, offsets, count, n);
    System.arraycopy(more.lengths, 0, lengths, count, n);
    System.arraycopy(more.kinds, 0, kinds, count, n);
    System.arraycopy(more.minX, 0, minX, count, n);
    System.arraycopy(more.minY, 0, minY, count, n);
    System.arraycopy(more.maxX, 0, maxX, count, n);
    System.arraycopy(more.maxY, 0, maxY, count, n);
    System.arraycopy(more.centroidX, 0, centroidX, count, n);
    System.arraycopy(more.centroidY, 0, centroidY, count, n);
    System.arraycopy(more.ellipsoidAreas, 0, ellipsoidAreas, count, n);
    System.arraycopy(more.planarAreas, 0, planarAreas, count, n);
    System.arraycopy(more.hashHigh, 0, hashHigh, count, n);
    System.arraycopy(more.hashLow, 0, hashLow, count, n);
    count += n;
  }

  long offset(int feature) {
    return offsets[feature];
  }

  int length(int feature) {
    return lengths[feature];
  }

  GeometryKind kind(int feature) {
    return kinds[feature];
  }

  boolean isEmpty(int feature) {
    return Double.isNaN(minX[feature]);
  }

  BoundingBox box(int feature) {
    return new BoundingBox(minX[feature], minY[feature], maxX[feature], maxY[feature]);
  }

  double centroidX(int feature) {
    return centroidX[feature];
  }

  double centroidY(int feature) {
    return centroidY[feature];
  }

  double ellipsoidArea(int feature) {
    return ellipsoidAreas[feature];
  }

  double planarArea(int feature) {
    return planarAreas[feature];
  }

  ContentHash hash(int feature) {
    return new ContentHash(hashHigh[feature], hashLow[feature]);
  }

  private void ensure(int capacity) {
    if (capacity <= offsets.length) {
      return;
    }
    int room = Math.max(capacity, offsets.length + (offsets.length >> 1) + 16);
    offsets = Arrays.copyOf(offsets, room);
    lengths = Arrays.copyOf(lengths, room);
    kinds = Arrays.copyOf(kinds, room);
    minX = Arrays.copyOf(minX, room);
    minY = Arrays.copyOf(minY, room);
    maxX = Arrays.copyOf(maxX, room);
    maxY = Arrays.copyOf(maxY, room);
    centroidX = Arrays.copyOf(centroidX, room);
    centroidY = Arrays.copyOf(centroidY, room);
    ellipsoidAreas = Arrays.copyOf(ellipsoidAreas, room);
    planarAreas = Arrays.copyOf(planarAreas, room);
    hashHigh = Arrays.copyOf(hashHigh, room);
    hashLow = Arrays.copyOf(hashLow, room);
  }
}
