package io.github.batchrunner.core.watershed;

import io.github.batchrunner.core.InvalidInputException;

/**
 * A box given by its edges, in the coordinates of the file (degrees or metres).
 *
 * <p>In degrees, a box whose west is greater than its east crosses the antimeridian (RFC 7946
 * §5.2): it reaches from its west eastward to 180° and on from −180° to its east.
 *
 * @param west the smallest x; finite
 * @param south the smallest y; finite
 * @param east the greatest x; finite
 * @param north the greatest y; finite, not less than {@code south}
 */
public record BoundingBox(double west, double south, double east, double north) {

  /** Checks that the edges are finite and the north is not south of the south. */
  public BoundingBox {
    if (!Double.isFinite(west)
        || !Double.isFinite(south)
        || !Double.isFinite(east)
        || !Double.isFinite(north)) {
      throw new InvalidInputException(
          "The box \"%s,%s,%s,%s\" has an edge that is not a finite number; give west,south,east,north."
              .formatted(west, south, east, north));
    }
    if (south > north) {
      throw new InvalidInputException(
          "The box \"%s,%s,%s,%s\" has its south above its north; give west,south,east,north."
              .formatted(west, south, east, north));
    }
  }

  /**
   * Reads {@code west,south,east,north}.
   *
   * @throws InvalidInputException if these are not four numbers of which the second is at most the
   *     fourth
   */
  public static BoundingBox parse(String text) {
    String[] parts = text.split(",", -1);
    if (parts.length != 4) {
      throw new InvalidInputException(
          "The box \""
              + text
              + "\" is not four numbers; give west,south,east,north, such as"
              + " -124.6,41.9,-116.4,46.3.");
    }
    double[] edges = new double[4];
    for (int i = 0; i < edges.length; i++) {
      try {
        edges[i] = Double.parseDouble(parts[i].strip());
      } catch (NumberFormatException e) {
        throw new InvalidInputException(
            "The box \""
                + text
                + "\" has \""
                + parts[i].strip()
                + "\" where a number is expected; give west,south,east,north.",
            e);
      }
    }
    return new BoundingBox(edges[0], edges[1], edges[2], edges[3]);
  }

  /** Tells whether the box, taken as degrees, crosses the antimeridian. */
  public boolean crossesAntimeridian() {
    return west > east;
  }

  /** Tells whether the boxes have a point in common, edges included. */
  public boolean intersects(BoundingBox other) {
    if (crossesAntimeridian()) {
      return westernPart().intersects(other) || easternPart().intersects(other);
    }
    if (other.crossesAntimeridian()) {
      return other.intersects(this);
    }
    return west <= other.east && other.west <= east && south <= other.north && other.south <= north;
  }

  /** Tells whether the other box lies within this one, edges included. */
  public boolean contains(BoundingBox other) {
    if (crossesAntimeridian()) {
      return westernPart().contains(other) || easternPart().contains(other);
    }
    return !other.crossesAntimeridian()
        && west <= other.west
        && other.east <= east
        && south <= other.south
        && other.north <= north;
  }

  /** Returns the part of a crossing box that lies west of the antimeridian. */
  BoundingBox westernPart() {
    return new BoundingBox(west, south, Math.max(west, 180), north);
  }

  /** Returns the part of a crossing box that lies east of the antimeridian. */
  BoundingBox easternPart() {
    return new BoundingBox(Math.min(east, -180), south, east, north);
  }
}
