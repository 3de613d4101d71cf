package io.github.batchrunner.sample.hydrology;

import io.github.batchrunner.sample.hydrology.model.SeededRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.locationtech.jts.geom.Coordinate;

/**
 * A wiggly line between two corners of a Voronoi cell, by midpoint displacement (Fournier, Fussell
 * &amp; Carpenter 1982, Commun. ACM 25).
 *
 * <p>The triangles that an edge makes with the sites on its two sides belong to no other edge, and
 * they are convex. A line that stays within them and goes on steadily from end to end crosses
 * neither itself nor another such line; so cells stay valid and their neighbours stay apart.
 */
final class Divide {
  private static final double SPACING = 180;
  private static final int MOST_HALVINGS = 6;

  /** How wide the wiggles are, as a share of the length they have. */
  private static final double ROUGHNESS = 0.17;

  /** How much of the triangles may be used. */
  private static final double ROOM = 0.8;

  private Divide() {}

  /** The ends of an edge, in an order that does not depend on the side it is seen from. */
  record Ends(Coordinate first, Coordinate second) {

    static Ends of(Coordinate a, Coordinate b) {
      return a.compareTo(b) <= 0 ? new Ends(a, b) : new Ends(b, a);
    }
  }

  /**
   * Returns the line from the first end to the second, both included.
   *
   * @param ends where it begins and ends
   * @param sites the sites on its sides; beside a side without site it does not wiggle
   * @param seed where chance comes from
   */
  static List<Coordinate> between(Ends ends, List<Coordinate> sites, long seed) {
    Coordinate from = ends.first();
    Coordinate to = ends.second();
    double length = from.distance(to);
    int halvings = 0;
    while (halvings < MOST_HALVINGS && length / (1 << halvings) > SPACING) {
      halvings++;
    }
    double[] offsets = offsets(halvings, length, random(ends, seed));
    double unitX = (to.x - from.x) / length;
    double unitY = (to.y - from.y) / length;
    List<Coordinate> line = new ArrayList<>();
    line.add(from);
    for (int i = 1; i < offsets.length - 1; i++) {
      double along = length * i / (offsets.length - 1);
      double left = 0;
      double right = 0;
      for (Coordinate site : sites) {
        double across = unitX * (site.y - from.y) - unitY * (site.x - from.x);
        double ahead = unitX * (site.x - from.x) + unitY * (site.y - from.y);
        double room = ROOM * height(along, length, ahead, Math.abs(across));
        if (across > 0) {
          left = room;
        } else {
          right = room;
        }
      }
      double offset = Math.max(-right, Math.min(left, offsets[i]));
      line.add(
          new Coordinate(
              from.x + unitX * along - unitY * offset, from.y + unitY * along + unitX * offset));
    }
    line.add(to);
    return line;
  }

  /**
   * Returns how far a triangle on the base from 0 to {@code length} reaches above {@code along}.
   *
   * @param ahead where along the base its third corner is, which may be beyond the ends
   * @param across how high above the base its third corner is
   */
  private static double height(double along, double length, double ahead, double across) {
    double fromStart = ahead > 0 ? along * across / ahead : Double.MAX_VALUE;
    double fromEnd =
        ahead < length ? (length - along) * across / (length - ahead) : Double.MAX_VALUE;
    return Math.min(fromStart, fromEnd);
  }

  private static double[] offsets(int halvings, double length, Random random) {
    double[] offsets = new double[(1 << halvings) + 1];
    double width = ROUGHNESS * length;
    for (int step = offsets.length - 1; step > 1; step /= 2) {
      for (int i = step / 2; i < offsets.length; i += step) {
        double middle = (offsets[i - step / 2] + offsets[i + step / 2]) / 2;
        offsets[i] = middle + width * random.nextGaussian();
      }
      width /= 2;
    }
    return offsets;
  }

  private static Random random(Ends ends, long seed) {
    long key = seed;
    for (Coordinate end : List.of(ends.first(), ends.second())) {
      key = SeededRandom.mix(key ^ Double.doubleToLongBits(end.x));
      key = SeededRandom.mix(key ^ Double.doubleToLongBits(end.y));
    }
    return new Random(key);
  }
}
