package io.github.batchrunner.core.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Turns the rings of polygons the way RFC 7946, section 3.1.6, wants them: the outer one
 * counterclockwise, holes clockwise.
 *
 * <p>Only the order of positions changes. What is not the JSON of a geometry stays as it is.
 */
final class RingDirection {

  private RingDirection() {}

  /** Returns a geometry, given as plain values, with its rings so turned. */
  static @Nullable Object rightHanded(@Nullable Object geometry) {
    if (!(geometry instanceof Map<?, ?> map) || !(map.get("type") instanceof String type)) {
      return geometry;
    }
    return switch (type) {
      case "Polygon" -> with(map, "coordinates", RingDirection::polygon);
      case "MultiPolygon" ->
          with(map, "coordinates", polygons -> each(polygons, RingDirection::polygon));
      case "GeometryCollection" ->
          with(map, "geometries", members -> each(members, RingDirection::rightHanded));
      default -> geometry;
    };
  }

  private static Map<?, ?> with(
      Map<?, ?> map, String member, UnaryOperator<@Nullable Object> change) {
    Map<Object, @Nullable Object> changed = new LinkedHashMap<>(map);
    changed.computeIfPresent(member, (name, value) -> change.apply(value));
    return changed;
  }

  private static @Nullable Object each(
      @Nullable Object list, UnaryOperator<@Nullable Object> change) {
    if (!(list instanceof List<?> elements)) {
      return list;
    }
    List<@Nullable Object> changed = new ArrayList<>(elements.size());
    elements.forEach(element -> changed.add(change.apply(element)));
    return changed;
  }

  private static @Nullable Object polygon(@Nullable Object polygon) {
    if (!(polygon instanceof List<?> rings)) {
      return polygon;
    }
    List<@Nullable Object> changed = new ArrayList<>(rings.size());
    for (Object ring : rings) {
      changed.add(ring(ring, changed.isEmpty()));
    }
    return changed;
  }

  private static @Nullable Object ring(@Nullable Object ring, boolean outer) {
    if (!(ring instanceof List<?> positions)) {
      return ring;
    }
    double area = twiceTheArea(positions);
    if (area == 0 || area > 0 == outer) {
      return ring;
    }
    List<?> reversed = new ArrayList<>(positions);
    Collections.reverse(reversed);
    return reversed;
  }

  /**
   * Returns twice the area in square degrees, positive if the ring is counterclockwise; NaN becomes
   * 0. Steps across the antimeridian are taken the short way.
   */
  private static double twiceTheArea(List<?> positions) {
    double area = 0;
    double x = 0;
    double y = 0;
    for (int i = 1; i < positions.size(); i++) {
      double nextX = x + shortWay(ordinate(positions, i, 0) - ordinate(positions, i - 1, 0));
      double nextY = y + ordinate(positions, i, 1) - ordinate(positions, i - 1, 1);
      area += x * nextY - nextX * y;
      x = nextX;
      y = nextY;
    }
    return Double.isNaN(area) ? 0 : area;
  }

  private static double ordinate(List<?> positions, int position, int axis) {
    return positions.get(position) instanceof List<?> ordinates
            && axis < ordinates.size()
            && ordinates.get(axis) instanceof Number number
        ? number.doubleValue()
        : Double.NaN;
  }

  private static double shortWay(double degrees) {
    return degrees > 180 ? degrees - 360 : degrees < -180 ? degrees + 360 : degrees;
  }
}
