package io.github.batchrunner.core.watershed;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Builds GeoJSON texts and files for tests. */
final class GeoJson {

  /** A polygon of one ring around one square degree. */
  static final String SQUARE =
      "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,0],[1,1],[0,1],[0,0]]]}";

  private GeoJson() {}

  static String collection(String... features) {
    return Stream.of(features)
        .collect(Collectors.joining(",", "{\"type\":\"FeatureCollection\",\"features\":[", "]}"));
  }

  static String feature(String geometry) {
    return feature(geometry, "{}");
  }

  static String feature(String geometry, String properties) {
    return "{\"type\":\"Feature\",\"properties\":" + properties + ",\"geometry\":" + geometry + "}";
  }

  static String geometry(String type, String coordinates) {
    return "{\"type\":\"" + type + "\",\"coordinates\":" + coordinates + "}";
  }

  static Path write(Path directory, String text) {
    return write(directory, text.getBytes(StandardCharsets.UTF_8));
  }

  static Path write(Path directory, byte[] bytes) {
    try {
      return Files.write(Files.createTempFile(directory, "watersheds", ".geojson"), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads a text without a file; what reads single features again does not work. */
  static WatershedCollection load(String text) {
    return load(text, LoadOptions.defaults());
  }

  static WatershedCollection load(String text, LoadOptions options) {
    return load(text.getBytes(StandardCharsets.UTF_8), options);
  }

  static WatershedCollection load(byte[] bytes, LoadOptions options) {
    return WatershedCollection.load(
        new GeoJsonFile(
            Path.of("memory.geojson"), "memory.geojson", () -> new ByteArrayInputStream(bytes)),
        options);
  }
}
