package io.github.batchrunner.core.watershed;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateXY;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;

/** Builds the JTS geometry of one feature. */
final class GeometryBuilder implements GeometrySink {

  private final GeometryFactory factory;
  private final Deque<List<Geometry>> collections = new ArrayDeque<>();
  private Geometry result;

  GeometryBuilder(GeometryFactory factory) {
    this.factory = factory;
    this.result = factory.createGeometryCollection();
  }

  /** Forgets the feature before. */
  void clear() {
    collections.clear();
    result = factory.createGeometryCollection();
  }

  /** Returns the geometry; an empty collection if the feature has none. */
  Geometry result() {
    return result;
  }

  @Override
  public void geometry(GeometryKind kind, Coordinates coordinates) {
    add(
        switch (kind) {
          case POINT ->
              coordinates.positions() == 0
                  ? factory.createPoint()
                  : factory.createPoint(coordinate(coordinates, 0));
          case MULTI_POINT ->
              factory.createMultiPointFromCoords(line(coordinates, 0, coordinates.positions()));
          case LINE_STRING ->
              factory.createLineString(line(coordinates, 0, coordinates.positions()));
          case MULTI_LINE_STRING -> multiLine(coordinates);
          case POLYGON -> polygon(kind, coordinates, 0);
          default -> multiPolygon(coordinates);
        });
  }

  @Override
  public void beginCollection() {
    collections.push(new ArrayList<>());
  }

  @Override
  public void endCollection() {
    add(factory.createGeometryCollection(collections.pop().toArray(new Geometry[0])));
  }

  private void add(Geometry geometry) {
    List<Geometry> collection = collections.peek();
    if (collection == null) {
      result = geometry;
    } else {
      collection.add(geometry);
    }
  }

  private Geometry multiLine(Coordinates coordinates) {
    GeometryKind kind = GeometryKind.MULTI_LINE_STRING;
    LineString[] lines = new LineString[coordinates.lines(kind)];
    for (int i = 0; i < lines.length; i++) {
      lines[i] =
          factory.createLineString(
              line(coordinates, coordinates.lineStart(kind, i), coordinates.lineEnd(kind, i)));
    }
    return factory.createMultiLineString(lines);
  }

  private Geometry multiPolygon(Coordinates coordinates) {
    GeometryKind kind = GeometryKind.MULTI_POLYGON;
    Polygon[] polygons = new Polygon[coordinates.polygons(kind)];
    for (int i = 0; i < polygons.length; i++) {
      polygons[i] = polygon(kind, coordinates, i);
    }
    return factory.createMultiPolygon(polygons);
  }

  private Polygon polygon(GeometryKind kind, Coordinates coordinates, int polygon) {
    int first = coordinates.polygonStart(kind, polygon);
    int end = coordinates.polygonEnd(kind, polygon);
    if (first == end) {
      return factory.createPolygon();
    }
    LinearRing[] holes = new LinearRing[end - first - 1];
    for (int i = 0; i < holes.length; i++) {
      holes[i] = ring(kind, coordinates, first + 1 + i);
    }
    return factory.createPolygon(ring(kind, coordinates, first), holes);
  }

  private LinearRing ring(GeometryKind kind, Coordinates coordinates, int ring) {
    return factory.createLinearRing(
        line(coordinates, coordinates.lineStart(kind, ring), coordinates.lineEnd(kind, ring)));
  }

  private static Coordinate[] line(Coordinates coordinates, int start, int end) {
    Coordinate[] line = new Coordinate[end - start];
    for (int i = 0; i < line.length; i++) {
      line[i] = coordinate(coordinates, start + i);
    }
    return line;
  }

  private static Coordinate coordinate(Coordinates coordinates, int position) {
    double x = coordinates.x(position);
    double y = coordinates.y(position);
    return coordinates.hasHeights()
        ? new Coordinate(x, y, coordinates.height(position))
        : new CoordinateXY(x, y);
  }
}
