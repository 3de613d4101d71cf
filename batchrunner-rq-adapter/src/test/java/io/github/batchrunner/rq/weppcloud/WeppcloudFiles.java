package io.github.batchrunner.rq.weppcloud;

import io.github.batchrunner.rq.testing.RedisFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The files of a batch as WEPPcloud has them, for the stand-ins in src/test/python/wepppy. */
final class WeppcloudFiles {

  private final Path root;
  private final Path batch;

  private WeppcloudFiles(Path root, String name) {
    this.root = root;
    this.batch = root.resolve(name);
  }

  /** Writes a batch with a base project and one feature for each run. */
  static WeppcloudFiles write(Path root, String name, List<String> runs) {
    WeppcloudFiles files = new WeppcloudFiles(root, name);
    try {
      files.write(name, runs);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  private void write(String name, List<String> runs) throws IOException {
    Path base = Files.createDirectories(batch.resolve("_base"));
    Files.createDirectories(batch.resolve("runs"));
    Files.createDirectories(batch.resolve("resources"));
    for (String nodb : List.of("ron", "watershed", "landuse", "soils", "climate", "wepp")) {
      Files.writeString(
          base.resolve(nodb + ".nodb"),
          "{\"py/object\": \"wepppy.nodb.core."
              + nodb
              + ".X\", \"py/state\": {\"_run_group\": \"batch\", \"_group_name\": \""
              + name
              + "\", \"wd\": \""
              + base
              + "\"}}");
    }
    Path geojson = batch.resolve("resources/watersheds.geojson");
    Files.writeString(
        geojson,
        runs.stream()
            .map(
                run ->
                    "{\"type\": \"Feature\", \"geometry\": null, \"properties\": {\"id\": \""
                        + run
                        + "\"}}")
            .collect(
                Collectors.joining(
                    ", ", "{\"type\": \"FeatureCollection\", \"features\": [", "]}")));
    Files.writeString(
        batch.resolve("batch_runner.nodb"),
        "{\"py/object\": \"wepppy.nodb.batch_runner.BatchRunner\", \"py/state\": {\"wd\": \""
            + batch
            + "\", \"_geojson_state\": {\"_geojson_filepath\": \""
            + geojson
            + "\"}, \"_runid_template_state\": {\"template\": \"{id}\", \"status\": \"ok\"},"
            + " \"_run_directives\": {\"rmtree\": false, \"run_omni_contrasts\": false}}}");
  }

  /** Tells the stand-ins where the batches are. */
  WeppcloudFiles announce(RedisFixture redis) {
    redis.command("SET", "test:wepppy:root", root.toString());
    return this;
  }

  Path batch() {
    return batch;
  }

  Path run(String id) {
    return batch.resolve("runs").resolve(id);
  }
}
