package io.github.batchrunner.sample.hydrology.files;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.locationtech.jts.algorithm.Orientation;
import org.locationtech.jts.geom.CoordinateSequence;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.MultiPolygon;
import org.locationtech.jts.geom.Polygon;

/**
 * Writes polygons as GeoJSON geometries (RFC 7946): shells counterclockwise, holes clockwise,
 * degrees with six decimals (a tenth of a metre).
 */
public final class GeoJsonOutline {
  private GeoJsonOutline() {}

  /**
   * Writes a Polygon or MultiPolygon in longitudes and latitudes as a JSON object.
   *
   * @throws IllegalArgumentException if it is another geometry
   */
  public static void write(JsonGenerator json, Geometry outline) throws IOException {
    if (!(outline instanceof Polygon) && !(outline instanceof MultiPolygon)) {
      throw new IllegalArgumentException("an outline is not a " + outline.getGeometryType());
    }
    json.writeStartObject();
    json.writeStringField("type", outline.getGeometryType());
    json.writeArrayFieldStart("coordinates");
    for (int i = 0; i < outline.getNumGeometries(); i++) {
      if (outline instanceof MultiPolygon) {
        json.writeStartArray();
      }
      writeRings(json, (Polygon) outline.getGeometryN(i));
      if (outline instanceof MultiPolygon) {
        json.writeEndArray();
      }
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void writeRings(JsonGenerator json, Polygon polygon) throws IOException {
    writeRing(json, polygon.getExteriorRing(), true);
    for (int i = 0; i < polygon.getNumInteriorRing(); i++) {
      writeRing(json, polygon.getInteriorRingN(i), false);
    }
  }

  private static void writeRing(JsonGenerator json, LinearRing ring, boolean counterclockwise)
      throws IOException {
    CoordinateSequence corners = ring.getCoordinateSequence();
    boolean asIs = Orientation.isCCW(corners) == counterclockwise;
    json.writeStartArray();
    for (int i = 0; i < corners.size(); i++) {
      int corner = asIs ? i : corners.size() - 1 - i;
      json.writeStartArray();
      json.writeNumber(rounded(corners.getX(corner)));
      json.writeNumber(rounded(corners.getY(corner)));
      json.writeEndArray();
    }
    json.writeEndArray();
  }

  private static double rounded(double degrees) {
    return Math.rint(degrees * 1e6) / 1e6;
  }
}
