package io.github.batchrunner.core.watershed;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.github.batchrunner.core.internal.json.CanonicalReader;
import io.github.batchrunner.core.internal.json.JsonBytes;
import io.github.batchrunner.core.internal.json.JsonInput;
import io.github.batchrunner.core.internal.json.JsonTextException;
import io.github.batchrunner.core.internal.json.Utf8;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.operation.valid.IsValidOp;
import org.locationtech.jts.operation.valid.TopologyValidationError;

/** Reads the features of a batch: canonical text, properties, measures, findings. */
final class FeatureReader {

  /** Features at the beginning of a file whose properties WEPPcloud keeps as samples. */
  static final int SAMPLES = 5;

  private final ReadRequest request;
  private final FeatureBatch batch;
  private final JsonParser parser;
  private final JsonBytes out;
  private final CanonicalReader canonical;
  private final GeometryReader geometryReader;
  private final GeometryMeasure measure = new GeometryMeasure();
  private final GeometryBuilder builder;

  private FeatureReader(
      ReadRequest request, FeatureBatch batch, JsonParser parser, GeometryBuilder builder) {
    this.request = request;
    this.batch = batch;
    this.parser = parser;
    this.builder = builder;
    this.out = batch.canonical;
    this.canonical = new CanonicalReader(parser, out);
    GeometrySink sink = request.built() ? GeometrySink.both(measure, builder) : measure;
    // With a text reader of its own, since that remembers the keys of one kind of object.
    this.geometryReader = new GeometryReader(parser, new CanonicalReader(parser, out), out, sink);
  }

  /** Reads all features of a batch; what it finds goes into the batch. */
  static void read(ReadRequest request, FeatureBatch batch) throws GeoJsonProblem {
    read(request, batch, new GeometryBuilder(new GeometryFactory()));
  }

  /**
   * Reads all features of a batch; the builder has the geometry of the last one if it is asked for.
   */
  static void read(ReadRequest request, FeatureBatch batch, GeometryBuilder builder)
      throws GeoJsonProblem {
    int invalid = Utf8.firstInvalid(batch.text(), 0, batch.length());
    if (invalid >= 0) {
      throw new GeoJsonProblem(
          "utf-8",
          "the file is not UTF-8; save it in that encoding",
          batch.firstIndex() + batch.memberAt(invalid),
          batch.toFileOffset(invalid));
    }
    try (JsonParser parser = JsonInput.parser(batch.text(), 0, batch.length())) {
      new FeatureReader(request, batch, parser, builder).features();
    } catch (JsonTextException e) {
      throw new GeoJsonProblem(
          e.isSyntaxError() ? "json" : "geojson",
          String.valueOf(e.getMessage()),
          batch.firstIndex() + batch.memberAt(e.offset()),
          batch.toFileOffset(e.offset()),
          e);
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory failed", e);
    }
  }

  private void features() throws IOException {
    try {
      parser.nextToken(); // the list they are elements of
      for (int member = 0; member < batch.count(); member++) {
        parser.nextToken();
        if (member > 0) {
          out.separator();
        }
        feature(member);
      }
    } catch (JsonProcessingException e) {
      throw JsonTextException.of(e, parser);
    }
  }

  private void feature(int member) throws IOException {
    int start = out.size();
    long textOffset = parser.currentTokenLocation().getByteOffset();
    int index = batch.firstIndex() + member;
    boolean typed = false;
    Object id = null;
    Map<String, @Nullable Object> properties = Map.of();
    GeometryKind kind = GeometryKind.NONE;
    measure.clear();
    canonical.beginObject();
    for (String name = canonical.nextMember(); name != null; name = canonical.nextMember()) {
      parser.nextToken();
      switch (name) {
        case "type" -> {
          typed = true;
          type();
        }
        case "id" -> id = id(member, index);
        case "properties" -> properties = properties(index);
        case "geometry" -> kind = geometry(member, index);
        default -> canonical.copy();
      }
    }
    if (!typed) {
      throw new JsonTextException(
          "an element of \"features\" has no \"type\"; it has to be \"Feature\"", textOffset);
    }
    if (request.geometry()) {
      if (measure.isEmpty()) {
        noPositions(member, index, kind);
      }
      ContentHash hash = ContentHash.of(out.array(), start, out.size() - start);
      batch.columns.add(batch.fileOffsetOf(member), batch.lengthOf(member), kind, measure, hash);
    }
    sample(index, properties);
    if (request.visited()) {
      batch.features.add(new WatershedFeature(index, id, selected(index, properties)));
    }
  }

  private void type() throws IOException {
    String type = parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : null;
    if (!"Feature".equals(type)) {
      String found =
          type == null
              ? "the \"type\" of an element of \"features\" is not a string"
              : "an element of \"features\" has the type \"" + shortened(type) + "\"";
      throw canonical.at(found + "; it has to be \"Feature\"");
    }
    canonical.copy();
  }

  private @Nullable Object id(int member, int index) throws IOException {
    JsonToken token = parser.currentToken();
    if (token != JsonToken.VALUE_STRING && !token.isNumeric() && token != JsonToken.VALUE_NULL) {
      warn(
          member,
          index,
          "id",
          "the id of the feature is neither a string nor a number and is ignored");
      canonical.copy();
      return null;
    }
    return canonical.read();
  }

  private Map<String, @Nullable Object> properties(int index) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      canonical.copy();
      return Map.of();
    }
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw canonical.at("\"properties\" has to be an object or null");
    }
    boolean all = index < SAMPLES;
    Map<String, @Nullable Object> properties = new LinkedHashMap<>();
    canonical.beginObject();
    for (String name = canonical.nextMember(); name != null; name = canonical.nextMember()) {
      batch.schema().observe(name, parser.nextToken());
      if (all || request.properties().includes(name)) {
        properties.put(name, canonical.read());
      } else {
        canonical.copy();
      }
    }
    return properties;
  }

  private void sample(int index, Map<String, @Nullable Object> properties) {
    if (index < SAMPLES) {
      batch.samples.add(properties);
    }
  }

  private Map<String, @Nullable Object> selected(
      int index, Map<String, @Nullable Object> properties) {
    if (index >= SAMPLES) {
      return properties;
    }
    Map<String, @Nullable Object> selected = new LinkedHashMap<>(properties);
    selected.keySet().removeIf(name -> !request.properties().includes(name));
    return selected;
  }

  private GeometryKind geometry(int member, int index) throws IOException {
    if (!request.geometry()) {
      parser.skipChildren();
      return GeometryKind.NONE;
    }
    builder.clear();
    GeometryKind kind = geometryReader.read();
    if (geometryReader.hadExtraNumbers()) {
      warn(
          member,
          index,
          "position",
          "a position has more than three numbers; the others are ignored");
    }
    if (measure.jumps() && measure.minX() >= -180 && measure.maxX() <= 180) {
      warn(
          member,
          index,
          "antimeridian",
          "the geometry spans more than 180° between two positions; one that crosses the antimeridian"
              + " has to be cut there");
    }
    if (request.validity()) {
      checkValidity(member, index);
    }
    return kind;
  }

  private void checkValidity(int member, int index) {
    TopologyValidationError error = new IsValidOp(builder.result()).getValidationError();
    if (error != null) {
      warn(
          member,
          index,
          "invalid-geometry",
          "the geometry is not valid: %s at %s, %s"
              .formatted(
                  error.getMessage(), error.getCoordinate().getX(), error.getCoordinate().getY()));
    }
  }

  private void noPositions(int member, int index, GeometryKind kind) {
    if (kind == GeometryKind.NONE) {
      warn(member, index, "no-geometry", "the feature has no geometry");
    } else {
      warn(member, index, "empty-geometry", "the geometry of the feature has no positions");
    }
  }

  private void warn(int member, int index, String code, String message) {
    batch.findings.add(new Finding(code, message, index, batch.fileOffsetOf(member)));
  }

  private static String shortened(String text) {
    return text.length() > 60 ? text.substring(0, 60) + "…" : text;
  }
}
