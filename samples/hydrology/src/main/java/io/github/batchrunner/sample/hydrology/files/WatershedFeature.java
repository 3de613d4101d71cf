package io.github.batchrunner.sample.hydrology.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;

/**
 * The GeoJSON feature of a run (RFC 7946): the outline of the watershed and what is known of it.
 *
 * @param outline Polygon or MultiPolygon with an area, longitudes and latitudes in degrees
 * @param attributes what its properties say
 */
public record WatershedFeature(Geometry outline, WatershedAttributes attributes) {
  private static final long MOST_BYTES = 256L << 20;
  private static final JsonMapper JSON = new JsonMapper();
  private static final GeometryFactory GEOMETRIES = new GeometryFactory();

  /**
   * Reads the feature of a run.
   *
   * @throws InputException if the file is absent, is no feature, or has no area; the message says
   *     which
   */
  public static WatershedFeature read(Path file) throws IOException {
    JsonNode feature = parse(file);
    Geometry outline = outline(feature.path("geometry"), name(file));
    return new WatershedFeature(outline, WatershedAttributes.of(feature.path("properties")));
  }

  /**
   * Reads the properties alone.
   *
   * @throws InputException if the file is absent or no feature
   */
  public static WatershedAttributes readAttributes(Path file) throws IOException {
    return WatershedAttributes.of(parse(file).path("properties"));
  }

  private static JsonNode parse(Path file) throws IOException {
    JsonNode feature;
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new InputException("the feature " + name(file) + " has more than 256 MiB");
      }
      feature = JSON.readTree(Files.readString(file));
    } catch (NoSuchFileException e) {
      throw new InputException(
          "the watershed's feature "
              + name(file)
              + " is not there: these tasks run on batches of GeoJSON features only",
          e);
    } catch (CharacterCodingException e) {
      throw new InputException("the watershed's feature " + name(file) + " is not UTF-8", e);
    } catch (JsonProcessingException e) {
      throw new InputException(
          "the watershed's feature " + name(file) + " is not JSON: " + e.getOriginalMessage(), e);
    }
    if (!feature.path("type").asText().equals("Feature")) {
      throw new InputException(
          "the watershed's feature " + name(file) + " is not a GeoJSON Feature");
    }
    return feature;
  }

  private static String name(Path file) {
    return "\"" + file.getFileName() + "\"";
  }

  private static Geometry outline(JsonNode geometry, String name) throws InputException {
    if (geometry.isNull() || geometry.isMissingNode()) {
      throw noArea("its geometry is null", name);
    }
    String type = geometry.path("type").asText();
    JsonNode coordinates = geometry.path("coordinates");
    Geometry outline =
        switch (type) {
          case "Polygon" -> polygon(coordinates, name);
          case "MultiPolygon" -> {
            Polygon[] polygons = new Polygon[coordinates.size()];
            for (int i = 0; i < polygons.length; i++) {
              polygons[i] = polygon(coordinates.get(i), name);
            }
            yield GEOMETRIES.createMultiPolygon(polygons);
          }
          default -> throw noArea("its geometry is a " + type, name);
        };
    if (outline.isEmpty()) {
      throw noArea("its geometry is an empty " + type, name);
    }
    return outline;
  }

  private static InputException noArea(String why, String name) {
    return new InputException(
        "the watershed in "
            + name
            + " has no area: "
            + why
            + ", and only a Polygon or a MultiPolygon can be delineated");
  }

  private static Polygon polygon(JsonNode rings, String name) throws InputException {
    if (rings.isEmpty()) {
      return GEOMETRIES.createPolygon();
    }
    LinearRing shell = ring(rings.get(0), name);
    LinearRing[] holes = new LinearRing[rings.size() - 1];
    for (int i = 0; i < holes.length; i++) {
      holes[i] = ring(rings.get(i + 1), name);
    }
    return GEOMETRIES.createPolygon(shell, holes);
  }

  private static LinearRing ring(JsonNode positions, String name) throws InputException {
    Coordinate[] corners = new Coordinate[positions.size()];
    for (int i = 0; i < corners.length; i++) {
      JsonNode position = positions.get(i);
      double longitude = position.path(0).asDouble(Double.NaN);
      double latitude = position.path(1).asDouble(Double.NaN);
      if (!(Math.abs(longitude) <= 360 && Math.abs(latitude) <= 90)) {
        throw new InputException(
            "the watershed in "
                + name
                + " has the position "
                + InputException.shown(position)
                + ", which is not a longitude and a latitude in degrees: convert the file to"
                + " EPSG:4326");
      }
      corners[i] = new Coordinate(longitude, latitude);
    }
    if (corners.length > 0
        && (corners.length < 4 || !corners[0].equals2D(corners[corners.length - 1]))) {
      throw new InputException(
          "the watershed in "
              + name
              + " has a ring of "
              + corners.length
              + " positions that is not closed or has fewer than four");
    }
    return GEOMETRIES.createLinearRing(corners);
  }
}
