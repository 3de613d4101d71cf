package io.github.batchrunner.core.watershed;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.batchrunner.core.internal.json.CanonicalReader;
import io.github.batchrunner.core.internal.json.JsonBytes;
import io.github.batchrunner.core.internal.json.JsonTextException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads one geometry object: copies its text, checks its structure as RFC 7946 §3.1 has it, and
 * hands its coordinates to a sink.
 *
 * <p>What cannot be built is refused: a ring that is not closed or has fewer than four positions, a
 * line of one position, coordinates that are not finite numbers. Whether a ring crosses itself is
 * not looked at here.
 */
final class GeometryReader {

  private final JsonParser parser;
  private final CanonicalReader canonical;
  private final JsonBytes out;
  private final GeometrySink sink;
  private final Coordinates coordinates = new Coordinates();
  private boolean extraNumbers;

  GeometryReader(JsonParser parser, CanonicalReader canonical, JsonBytes out, GeometrySink sink) {
    this.parser = parser;
    this.canonical = canonical;
    this.out = out;
    this.sink = sink;
  }

  /** Tells whether a position of the geometry read last had more than three numbers. */
  boolean hadExtraNumbers() {
    return extraNumbers;
  }

  /** Reads the geometry or null that starts at the parser's current token. */
  GeometryKind read() throws IOException {
    extraNumbers = false;
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      canonical.copy();
      return GeometryKind.NONE;
    }
    return object();
  }

  private GeometryKind object() throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw canonical.at("a geometry has to be an object or null");
    }
    long start = parser.currentTokenLocation().getByteOffset();
    GeometryKind kind = null;
    boolean hasCoordinates = false;
    boolean hasGeometries = false;
    canonical.beginObject();
    for (String name = canonical.nextMember(); name != null; name = canonical.nextMember()) {
      parser.nextToken();
      switch (name) {
        case "type" -> kind = kind();
        case "coordinates" -> {
          hasCoordinates = true;
          readCoordinates(hasGeometries);
        }
        case "geometries" -> {
          hasGeometries = true;
          readGeometries(hasCoordinates);
        }
        default -> canonical.copy();
      }
    }
    if (kind == null) {
      throw new JsonTextException("a geometry has no \"type\"", start);
    }
    if (kind == GeometryKind.GEOMETRY_COLLECTION) {
      if (!hasGeometries) {
        throw new JsonTextException("a GeometryCollection has no \"geometries\"", start);
      }
    } else if (!hasCoordinates) {
      throw new JsonTextException("a " + kind.geoJsonName() + " has no \"coordinates\"", start);
    } else {
      String problem = GeometryStructure.problem(kind, coordinates);
      if (problem != null) {
        throw new JsonTextException(problem, start);
      }
      sink.geometry(kind, coordinates);
    }
    return kind;
  }

  private GeometryKind kind() throws IOException {
    String name = parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : null;
    GeometryKind kind = name == null ? null : GeometryKind.named(name);
    if (kind == null) {
      throw canonical.at(
          (name == null ? "the \"type\" of a geometry is not a string" : quoted(name))
              + "; it has to be Point, MultiPoint, LineString, MultiLineString, Polygon,"
              + " MultiPolygon or GeometryCollection");
    }
    canonical.copy();
    return kind;
  }

  private static String quoted(String name) {
    String shown = name.length() > 60 ? name.substring(0, 60) + "…" : name;
    return "\"" + shown + "\" is not a type of geometry";
  }

  private void readGeometries(boolean hasCoordinates) throws IOException {
    refuseBoth(hasCoordinates);
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw canonical.at("\"geometries\" has to be a list");
    }
    sink.beginCollection();
    out.append('[');
    boolean first = true;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (!first) {
        out.separator();
      }
      first = false;
      object();
    }
    out.append(']');
    sink.endCollection();
  }

  private void readCoordinates(boolean hasGeometries) throws IOException {
    refuseBoth(hasGeometries);
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw canonical.at("\"coordinates\" has to be a list");
    }
    coordinates.clear();
    list(0);
  }

  private void refuseBoth(boolean other) throws JsonTextException {
    if (other) {
      throw canonical.at("a geometry has either \"coordinates\" or \"geometries\", not both");
    }
  }

  private void list(int level) throws IOException {
    out.append('[');
    JsonToken token = parser.nextToken();
    if (isNumber(token)) {
      position(level);
      return;
    }
    boolean first = true;
    while (token != JsonToken.END_ARRAY) {
      if (token != JsonToken.START_ARRAY) {
        throw canonical.at(
            first ? "a coordinate has to be a number" : "a position has to be a list of numbers");
      }
      if (level == Coordinates.MAX_LEVEL) {
        throw canonical.at("coordinates are nested more deeply than those of a MultiPolygon");
      }
      if (!first) {
        out.separator();
      }
      first = false;
      list(level + 1);
      token = parser.nextToken();
    }
    out.append(']');
    coordinates.endList(level);
  }

  private void position(int level) throws IOException {
    double x = number();
    if (!isNumber(parser.nextToken())) {
      throw canonical.at("a position has to have at least two numbers");
    }
    out.separator();
    double y = number();
    double height = Double.NaN;
    JsonToken token = parser.nextToken();
    for (int i = 2; token != JsonToken.END_ARRAY; i++) {
      if (!isNumber(token)) {
        throw canonical.at("a coordinate has to be a number");
      }
      out.separator();
      double value = number();
      if (i == 2) {
        height = value;
      } else {
        extraNumbers = true;
      }
      token = parser.nextToken();
    }
    out.append(']');
    if (!coordinates.add(x, y, height, level)) {
      throw canonical.at("positions stand on different levels of nesting");
    }
  }

  private double number() throws IOException {
    double value = canonical.number();
    if (!Double.isFinite(value)) {
      throw canonical.at("the coordinate " + shown() + " is not a finite number");
    }
    return value;
  }

  private String shown() throws IOException {
    String text = parser.getText();
    return "\"" + (text.length() > 30 ? text.substring(0, 30) + "…" : text) + "\"";
  }

  private static boolean isNumber(@Nullable JsonToken token) {
    return token == JsonToken.VALUE_NUMBER_FLOAT || token == JsonToken.VALUE_NUMBER_INT;
  }
}
