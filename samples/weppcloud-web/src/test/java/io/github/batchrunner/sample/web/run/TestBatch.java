package io.github.batchrunner.sample.web.run;

import io.github.batchrunner.core.BatchName;
import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.project.BaseConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Batches for tests, made with the library below the directory of a service. */
final class TestBatch {

  static final String NAME = "sample";
  static final String API = "/api/batches/" + NAME;

  private TestBatch() {}

  /** Makes a batch of so many squares whose run ids are {@code run-1} and so on. */
  static BatchRunner squares(Path data, int count) throws IOException {
    String features =
        IntStream.rangeClosed(1, count)
            .mapToObj(
                number -> {
                  double x = -120 + number % 100 * 0.01;
                  double y = 40 + Math.floorDiv(number, 100) * 0.01;
                  return """
                  {"type":"Feature","properties":{"name":"run-%d","odd":%b},"geometry":{"type":"Polygon",\
                  "coordinates":[[[%.3f,%.3f],[%.3f,%.3f],[%.3f,%.3f],[%.3f,%.3f]]]}}"""
                      .formatted(
                          number, number % 2 == 1, x, y, x + 0.01, y, x + 0.01, y + 0.01, x, y);
                })
            .collect(Collectors.joining(",\n"));
    Path file = Files.createTempFile(data, "squares", ".geojson");
    Files.writeString(file, "{\"type\":\"FeatureCollection\",\"features\":[\n" + features + "\n]}");
    return of(data, file, "{properties['name']}");
  }

  /** Makes a batch of a file. */
  static BatchRunner of(Path data, Path geoJson, String template) {
    BatchRunner batch =
        BatchRunner.create(
            data.resolve("batch"), BatchName.of(NAME), BaseConfig.named("disturbed9002_wbt"));
    batch.attachWatersheds(geoJson);
    batch.useRunIdTemplate(template);
    return batch;
  }

  /** Returns the option for a pipeline as JSON. */
  static String pipeline(Path data, String json) throws IOException {
    return "--pipeline=" + Files.writeString(data.resolve("pipeline.json"), json);
  }
}
