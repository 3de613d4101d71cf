package io.github.batchrunner.core.report;

import io.github.batchrunner.core.report.Outline.Kind;
import io.github.batchrunner.core.report.Outline.Part;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Takes the least important positions away until few enough are left.
 *
 * <p>A position is as important as the triangle that it makes with its two neighbours is large
 * (Visvalingam and Whyatt, "Line generalisation by repeated elimination of points", 1993). A ring
 * of three positions goes as a whole, with the importance of its triangle, and so does a line of
 * two, with that of half the square of its length, and a point, with none. The last part always
 * stays. It takes n log n time for n positions whatever their order.
 */
final class Simplification {

  private final List<Part> parts;
  private final double[] x;
  private final double[] y;
  private final int[] previous;
  private final int[] next;
  private final int[] partOf;
  private final int[] left;

  /** Counts the changes of each position's neighbours; -1 when it is gone. */
  private final int[] version;

  private final PriorityQueue<Candidate> queue =
      new PriorityQueue<>(
          Comparator.comparingDouble(Candidate::importance).thenComparingInt(Candidate::position));
  private int positionsLeft;
  private int partsLeft;

  private record Candidate(double importance, int position, int version) {}

  private Simplification(List<Part> parts, int positions) {
    this.parts = parts;
    x = new double[positions];
    y = new double[positions];
    previous = new int[positions];
    next = new int[positions];
    partOf = new int[positions];
    version = new int[positions];
    left = new int[parts.size()];
    positionsLeft = positions;
    partsLeft = parts.size();
    int start = 0;
    for (int part = 0; part < parts.size(); part++) {
      start = add(part, start);
    }
    for (int position = 0; position < positions; position++) {
      consider(position);
    }
  }

  /** Returns the parts in at most so many positions, or what cannot be simplified further. */
  static List<Part> of(List<Part> parts, int mostPositions) {
    int positions = parts.stream().mapToInt(part -> part.size()).sum();
    return positions <= mostPositions
        ? parts
        : new Simplification(parts, positions).simplify(mostPositions);
  }

  private int add(int part, int start) {
    Part added = parts.get(part);
    int count = added.size();
    for (int i = start; i < start + count; i++) {
      x[i] = added.x(i - start);
      y[i] = added.y(i - start);
      previous[i] = i - 1;
      next[i] = i + 1;
      partOf[i] = part;
    }
    boolean ring = added.kind() == Kind.RING;
    previous[start] = ring ? start + count - 1 : -1;
    next[start + count - 1] = ring ? start : -1;
    left[part] = count;
    return start + count;
  }

  private List<Part> simplify(int mostPositions) {
    while (positionsLeft > mostPositions && !queue.isEmpty()) {
      Candidate least = queue.remove();
      int position = least.position();
      if (version[position] != least.version()) {
        continue;
      }
      if (!isSmallest(partOf[position])) {
        remove(position);
      } else if (partsLeft > 1) {
        removePart(position);
      }
    }
    return remaining();
  }

  /** Tells whether a part would be none with one position less. */
  private boolean isSmallest(int part) {
    return left[part]
        <= switch (parts.get(part).kind()) {
          case RING -> 3;
          case LINE -> 2;
          case DOT -> 1;
        };
  }

  private void consider(int position) {
    int before = previous[position];
    int after = next[position];
    double importance;
    if (before >= 0 && after >= 0) {
      importance =
          Math.abs(
                  (x[before] - x[position]) * (y[after] - y[position])
                      - (x[after] - x[position]) * (y[before] - y[position]))
              / 2;
    } else if (isSmallest(partOf[position])) {
      int other = Math.max(before, after);
      double length = other < 0 ? 0 : Math.hypot(x[other] - x[position], y[other] - y[position]);
      importance = length * length / 2;
    } else {
      return; // the end of a line
    }
    queue.add(new Candidate(importance, position, version[position]));
  }

  private void remove(int position) {
    int before = previous[position];
    int after = next[position];
    version[position] = -1;
    positionsLeft--;
    left[partOf[position]]--;
    next[before] = after;
    previous[after] = before;
    version[before]++;
    version[after]++;
    consider(before);
    consider(after);
  }

  private void removePart(int position) {
    for (int i = position; i >= 0 && version[i] >= 0; i = next[i]) {
      version[i] = -1;
    }
    for (int i = previous[position]; i >= 0 && version[i] >= 0; i = previous[i]) {
      version[i] = -1;
    }
    positionsLeft -= left[partOf[position]];
    left[partOf[position]] = 0;
    partsLeft--;
  }

  private List<Part> remaining() {
    List<Part> remaining = new ArrayList<>(partsLeft);
    int position = 0;
    for (int part = 0; part < parts.size(); part++) {
      double[] keptX = new double[left[part]];
      double[] keptY = new double[left[part]];
      int kept = 0;
      for (int end = position + parts.get(part).size(); position < end; position++) {
        if (version[position] >= 0) {
          keptX[kept] = x[position];
          keptY[kept++] = y[position];
        }
      }
      if (kept > 0) {
        remaining.add(new Part(parts.get(part).kind(), keptX, keptY));
      }
    }
    return remaining;
  }
}
