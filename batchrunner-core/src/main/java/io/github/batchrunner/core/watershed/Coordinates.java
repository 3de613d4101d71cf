package io.github.batchrunner.core.watershed;

import java.util.Arrays;

/**
 * The coordinates of one geometry as flat arrays, used again for the next geometry.
 *
 * <p>They are collected as they stand in the file, since {@code type} may come after {@code
 * coordinates}; what the lists mean is known once the kind is. A list directly inside {@code
 * coordinates} has level 1, a list in that one level 2.
 */
final class Coordinates {

  /** Lists inside one another, at most: the polygons, rings and positions of a MultiPolygon. */
  static final int MAX_LEVEL = 3;

  private static final int NOT_KNOWN = -1;

  private double[] xy = new double[256];
  private double[] z = {};
  private int positions;
  private int positionLevel = NOT_KNOWN;
  private int deepestList = NOT_KNOWN;

  private int[] firstLevelEnds = new int[16];
  private int[] firstLevelLists = new int[16];
  private int firstLevelCount;
  private int[] secondLevelEnds = new int[16];
  private int secondLevelCount;

  void clear() {
    z = new double[0];
    positions = 0;
    positionLevel = NOT_KNOWN;
    deepestList = NOT_KNOWN;
    firstLevelCount = 0;
    secondLevelCount = 0;
  }

  /**
   * Adds a position.
   *
   * @param height NaN if the position has none
   * @return false if the positions before it stand on another level
   */
  boolean add(double x, double y, double height, int level) {
    if (positionLevel != level) {
      if (positionLevel != NOT_KNOWN) {
        return false;
      }
      positionLevel = level;
    }
    if (2 * positions == xy.length) {
      xy = Arrays.copyOf(xy, 2 * xy.length);
    }
    xy[2 * positions] = x;
    xy[2 * positions + 1] = y;
    if (!Double.isNaN(height)) {
      addHeight(height);
    }
    positions++;
    return true;
  }

  /** Ends a list that is not a position. */
  void endList(int level) {
    deepestList = Math.max(deepestList, level);
    if (level == 1) {
      if (firstLevelCount == firstLevelEnds.length) {
        firstLevelEnds = Arrays.copyOf(firstLevelEnds, 2 * firstLevelCount);
        firstLevelLists = Arrays.copyOf(firstLevelLists, 2 * firstLevelCount);
      }
      firstLevelEnds[firstLevelCount] = positions;
      firstLevelLists[firstLevelCount++] = secondLevelCount;
    } else if (level == 2) {
      if (secondLevelCount == secondLevelEnds.length) {
        secondLevelEnds = Arrays.copyOf(secondLevelEnds, 2 * secondLevelCount);
      }
      secondLevelEnds[secondLevelCount++] = positions;
    }
  }

  /** Tells whether the positions and lists are on the levels where the kind has them. */
  boolean fit(GeometryKind kind) {
    int expected = kind.positionLevel();
    boolean listsFit = deepestList < expected || (expected == 0 && deepestList <= 0);
    return listsFit && (positions == 0 || positionLevel == expected);
  }

  int positions() {
    return positions;
  }

  /** Returns x and y of the positions in turn. */
  double[] xy() {
    return xy;
  }

  double x(int position) {
    return xy[2 * position];
  }

  double y(int position) {
    return xy[2 * position + 1];
  }

  boolean hasHeights() {
    return z.length > 0;
  }

  /** Returns the height of a position, NaN if it has none. */
  double height(int position) {
    return position < z.length ? z[position] : Double.NaN;
  }

  /** Returns the number of lines or rings. */
  int lines(GeometryKind kind) {
    return switch (kind.positionLevel()) {
      case 1 -> 1;
      case 2 -> firstLevelCount;
      default -> secondLevelCount;
    };
  }

  /** Returns the position at which a line or ring starts. */
  int lineStart(GeometryKind kind, int line) {
    return line == 0 ? 0 : lineEnd(kind, line - 1);
  }

  /** Returns the position before which a line or ring ends. */
  int lineEnd(GeometryKind kind, int line) {
    return switch (kind.positionLevel()) {
      case 1 -> positions;
      case 2 -> firstLevelEnds[line];
      default -> secondLevelEnds[line];
    };
  }

  /** Returns the number of polygons. */
  int polygons(GeometryKind kind) {
    return kind == GeometryKind.MULTI_POLYGON ? firstLevelCount : 1;
  }

  /** Returns the ring that is the first of a polygon. */
  int polygonStart(GeometryKind kind, int polygon) {
    return polygon == 0 ? 0 : polygonEnd(kind, polygon - 1);
  }

  /** Returns the ring before which a polygon ends. */
  int polygonEnd(GeometryKind kind, int polygon) {
    return kind == GeometryKind.MULTI_POLYGON ? firstLevelLists[polygon] : firstLevelCount;
  }

  private void addHeight(double height) {
    if (positions >= z.length) {
      int filled = z.length;
      z = Arrays.copyOf(z, Math.max(positions + 1, xy.length / 2));
      Arrays.fill(z, filled, z.length, Double.NaN);
    }
    z[positions] = height;
  }
}
