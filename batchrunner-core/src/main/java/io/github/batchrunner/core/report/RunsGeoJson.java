package io.github.batchrunner.core.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.batchrunner.core.status.TaskFailure;
import io.github.batchrunner.core.watershed.CoordinateSystem;
import io.github.batchrunner.core.watershed.WatershedCollection;
import java.io.IOException;
import java.io.Writer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * {@code runs.geojson}: each watershed as it was attached, with what became of its run.
 *
 * <p>A FeatureCollection as RFC 7946 has it: positions stay as they are, and rings are turned the
 * way it wants them. If the source is not in longitude and latitude on WGS 84, which RFC 7946 knows
 * alone, the collection is GeoJSON of 2008 and has its {@code crs} member, from which GDAL and QGIS
 * know. One feature is held at a time.
 */
final class RunsGeoJson {

  private RunsGeoJson() {}

  static void write(ReportSource source, Writer out) throws IOException {
    WatershedCollection watersheds = source.watersheds();
    try (JsonGenerator json = JsonText.generator(out)) {
      json.writeStartObject();
      json.writeStringField("type", "FeatureCollection");
      boolean longitudeLatitude = isLongitudeLatitude(watersheds.coordinateSystem());
      if (!longitudeLatitude) {
        writeCoordinateSystem(watersheds.coordinateSystem(), json);
      }
      json.writeArrayFieldStart("features");
      for (int run = 0; run < source.runs(); run++) {
        RunRow row = source.run(run);
        json.writeRaw('\n'); // a line for each feature
        JsonText.write(json, feature(row, watersheds.document(row.feature()), longitudeLatitude));
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    out.write('\n');
  }

  private static boolean isLongitudeLatitude(CoordinateSystem system) {
    return system.unit() == CoordinateSystem.Unit.DEGREES && system.epsg().equals("EPSG:4326");
  }

  private static void writeCoordinateSystem(CoordinateSystem system, JsonGenerator json)
      throws IOException {
    if (!system.declaredName().isEmpty()) {
      json.writeFieldName("crs");
      JsonText.write(
          json, Map.of("type", "name", "properties", Map.of("name", system.declaredName())));
    }
  }

  private static Map<String, @Nullable Object> feature(
      RunRow row, Map<String, @Nullable Object> document, boolean longitudeLatitude) {
    Map<String, @Nullable Object> feature = new LinkedHashMap<>();
    feature.put("type", "Feature");
    Object id = document.get("id");
    if (id instanceof String || id instanceof Number) {
      feature.put("id", id);
    }
    if (document.get("bbox") instanceof List<?> box) {
      feature.put("bbox", box);
    }
    Object geometry = document.get("geometry");
    feature.put("geometry", longitudeLatitude ? RingDirection.rightHanded(geometry) : geometry);
    Map<String, @Nullable Object> properties = ours(row);
    SafeNames names = new SafeNames(properties.keySet());
    if (document.get("properties") instanceof Map<?, ?> given) {
      given.forEach((name, value) -> properties.put(names.of((String) name), value));
    }
    feature.put("properties", properties);
    return feature;
  }

  private static Map<String, @Nullable Object> ours(RunRow row) {
    Map<String, @Nullable Object> properties = new LinkedHashMap<>();
    Optional<TaskRow> failed = row.failed();
    Optional<TaskFailure> failure = failed.flatMap(TaskRow::failure);
    OptionalLong duration = row.durationMillis();
    properties.put("run_id", row.id());
    properties.put("state", Words.state(row.state()));
    properties.put("duration_s", duration.isPresent() ? Words.seconds(duration.getAsLong()) : null);
    properties.put("attempts", row.attempts());
    properties.put("began", instant(row.began()));
    properties.put("ended", instant(row.ended()));
    properties.put("failed_task", failed.map(task -> task.task().id()).orElse(null));
    properties.put("failure_kind", failure.map(f -> f.failure().kind().name()).orElse(null));
    properties.put("failure_message", failure.map(f -> f.failure().message()).orElse(null));
    properties.put("failure_signature", failure.map(TaskFailure::signature).orElse(null));
    return properties;
  }

  private static @Nullable String instant(OptionalLong millis) {
    return millis.isPresent() ? Words.instant(millis.getAsLong()) : null;
  }
}
