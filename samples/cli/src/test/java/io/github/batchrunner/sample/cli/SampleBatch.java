package io.github.batchrunner.sample.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Small batches for tests. */
final class SampleBatch {

  /** Four watersheds: unique names, two regions, and an id in which only the case differs. */
  static final String WATERSHEDS =
      """
      {"type": "FeatureCollection", "features": [
      {"type": "Feature", "properties": {"name": "cedar", "region": "north", "code": "A1"}, "geometry":
       {"type": "Polygon", "coordinates": [[[-117.0, 46.0], [-116.9, 46.0], [-116.9, 46.1], [-117.0, 46.0]]]}},
      {"type": "Feature", "properties": {"name": "birch", "region": "north", "code": "a1"}, "geometry":
       {"type": "Polygon", "coordinates": [[[-117.0, 47.0], [-116.9, 47.0], [-116.9, 47.1], [-117.0, 47.0]]]}},
      {"type": "Feature", "properties": {"name": "alder", "region": "south", "code": "B2"}, "geometry":
       {"type": "Polygon", "coordinates": [[[-117.0, 48.0], [-116.9, 48.0], [-116.9, 48.1], [-117.0, 48.0]]]}},
      {"type": "Feature", "properties": {"name": "doomed", "region": null, "code": "C3"}, "geometry":
       {"type": "Polygon", "coordinates": [[[-117.0, 49.0], [-116.9, 49.0], [-116.9, 49.1], [-117.0, 49.0]]]}}
      ]}
      """;

  /** Three tasks in a row, of which the second fails for the run "doomed". */
  static final String MIXED_PIPELINE =
      """
      {"id": "mixed", "tasks": [
       {"id": "first", "label": "First step", "work": {"command": ["/bin/sh", "-c", "echo ready"]}},
       {"id": "second", "needs": ["first"], "work":
        {"command": ["/bin/sh", "-c", "if test \\"$0\\" = doomed; then echo no weather; exit 3; fi", "{run_id}"]}},
       {"id": "third", "needs": ["second"], "work": {"command": ["/bin/sh", "-c", "exit 0"]}}]}
      """;

  private SampleBatch() {}

  static Path geoJson(Path root) throws IOException {
    return Files.writeString(root.resolve("watersheds.geojson"), WATERSHEDS);
  }

  static Path pipeline(Path root, String json) throws IOException {
    return Files.writeString(root.resolve("pipeline.json"), json);
  }

  static Path created(Path root) {
    Path batch = root.resolve("batches").resolve("sample");
    assertThat(Cli.run("create", batch, "--config", "disturbed9002_wbt").exitCode()).isZero();
    return batch;
  }

  static Path attached(Path root) throws IOException {
    Path batch = created(root);
    assertThat(Cli.run("attach", batch, geoJson(root)).exitCode()).isZero();
    return batch;
  }

  /** Returns a batch whose run ids are the names: cedar, birch, alder, doomed. */
  static Path validated(Path root) throws IOException {
    Path batch = attached(root);
    assertThat(Cli.run("validate", batch, "--template", "{properties['name']}").exitCode())
        .isZero();
    return batch;
  }

  /** Returns a batch that has run the mixed pipeline: one task failed, one was skipped. */
  static Path withFailure(Path root) throws IOException {
    Path batch = validated(root);
    assertThat(Cli.run("run", batch, "--pipeline", pipeline(root, MIXED_PIPELINE)).exitCode())
        .isEqualTo(1);
    return batch;
  }
}
