package io.github.batchrunner.core.watershed;

import org.jspecify.annotations.Nullable;

/** Checks that coordinates have the shape that RFC 7946 §3.1 gives their kind of geometry. */
final class GeometryStructure {

  private static final int LEAST_RING = 4;

  private GeometryStructure() {}

  /** Returns what is wrong, or null if nothing is. Empty lists are well-formed. */
  static @Nullable String problem(GeometryKind kind, Coordinates coordinates) {
    if (!coordinates.fit(kind)) {
      return "the coordinates are not nested as those of a " + kind.geoJsonName() + " have to be";
    }
    return switch (kind) {
      case LINE_STRING, MULTI_LINE_STRING -> lineProblem(kind, coordinates);
      case POLYGON, MULTI_POLYGON -> polygonProblem(kind, coordinates);
      default -> null;
    };
  }

  private static @Nullable String lineProblem(GeometryKind kind, Coordinates coordinates) {
    for (int line = 0; line < coordinates.lines(kind); line++) {
      if (coordinates.lineEnd(kind, line) - coordinates.lineStart(kind, line) == 1) {
        return "line " + line + " of a " + kind.geoJsonName() + " has one position; it needs two";
      }
    }
    return null;
  }

  private static @Nullable String polygonProblem(GeometryKind kind, Coordinates coordinates) {
    for (int polygon = 0; polygon < coordinates.polygons(kind); polygon++) {
      int firstRing = coordinates.polygonStart(kind, polygon);
      for (int ring = firstRing; ring < coordinates.polygonEnd(kind, polygon); ring++) {
        String problem = ringProblem(kind, coordinates, firstRing, ring);
        if (problem != null) {
          String where = kind == GeometryKind.POLYGON ? "" : "polygon " + polygon + " of ";
          return "ring "
              + (ring - firstRing)
              + " of "
              + where
              + "a "
              + kind.geoJsonName()
              + " "
              + problem;
        }
      }
    }
    return null;
  }

  private static @Nullable String ringProblem(
      GeometryKind kind, Coordinates coordinates, int firstRing, int ring) {
    int start = coordinates.lineStart(kind, ring);
    int end = coordinates.lineEnd(kind, ring);
    if (start == end) {
      boolean holeInNothing = ring > firstRing;
      return holeInNothing ? "is an empty hole" : null;
    }
    if (end - start < LEAST_RING) {
      return "has " + (end - start) + " positions; a ring needs at least four";
    }
    if (coordinates.x(start) != coordinates.x(end - 1)
        || coordinates.y(start) != coordinates.y(end - 1)) {
      return "is not closed: its last position is not its first";
    }
    if (ring > firstRing
        && coordinates.lineEnd(kind, firstRing) == coordinates.lineStart(kind, firstRing)) {
      return "is a hole in an empty ring";
    }
    return null;
  }
}
