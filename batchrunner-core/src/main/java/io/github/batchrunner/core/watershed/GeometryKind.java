package io.github.batchrunner.core.watershed;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The kinds of geometry of RFC 7946, and the absence of one. */
public enum GeometryKind {
  /** A feature whose geometry is null. */
  NONE("null", -1),
  /** One position. */
  POINT("Point", 0),
  /** A list of positions. */
  MULTI_POINT("MultiPoint", 1),
  /** Two or more positions. */
  LINE_STRING("LineString", 1),
  /** A list of lines. */
  MULTI_LINE_STRING("MultiLineString", 2),
  /** A ring, and further rings that are holes in it. */
  POLYGON("Polygon", 2),
  /** A list of polygons. */
  MULTI_POLYGON("MultiPolygon", 3),
  /** A list of geometries of any kind. */
  GEOMETRY_COLLECTION("GeometryCollection", -1);

  private static final Map<String, GeometryKind> BY_NAME =
      Stream.of(values())
          .filter(kind -> kind != NONE)
          .collect(Collectors.toUnmodifiableMap(GeometryKind::geoJsonName, Function.identity()));

  private final String geoJsonName;
  private final int positionLevel;

  GeometryKind(String geoJsonName, int positionLevel) {
    this.geoJsonName = geoJsonName;
    this.positionLevel = positionLevel;
  }

  /** Returns the name that stands as {@code type} in a file. */
  public String geoJsonName() {
    return geoJsonName;
  }

  /** Returns the number of arrays around a position, or -1 for a kind without coordinates. */
  int positionLevel() {
    return positionLevel;
  }

  static @Nullable GeometryKind named(String geoJsonName) {
    return BY_NAME.get(geoJsonName);
  }
}
