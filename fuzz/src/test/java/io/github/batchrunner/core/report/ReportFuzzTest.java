package io.github.batchrunner.core.report;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import io.github.batchrunner.core.BatchName;
import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.project.BaseConfig;
import io.github.batchrunner.fuzz.OnlyWhereJazzerLoads;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

@OnlyWhereJazzerLoads
class ReportFuzzTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int OWN_PROPERTIES = 10;
  private static final Path ROOT = temporary();
  private static final BatchRunner BATCH = batch();

  private static Path temporary() {
    try {
      Path root = Files.createTempDirectory("batchrunner-fuzz");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(root)));
      return root;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path root) {
    try {
      MoreFiles.deleteRecursively(root, RecursiveDeleteOption.ALLOW_INSECURE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static BatchRunner batch() {
    BatchRunner batch = BatchRunner.create(ROOT, BatchName.of("fuzz"), BaseConfig.named("base"));
    batch.usePipeline(ReportBatch.pipeline());
    return batch;
  }

  /** Whatever watersheds a batch has, its report can be read, and each of them is in it. */
  @FuzzTest
  @DictionaryFile(resourcePath = "/io/github/batchrunner/fuzz/geojson.dict")
  void eachWatershedIsInTheReport(byte[] input) throws IOException {
    try {
      BATCH.attachWatersheds(Files.write(ROOT.resolve("input.geojson"), input));
    } catch (InvalidInputException e) {
      return;
    }
    if (!BATCH.useRunIdTemplate("run-{index}").isValid()) {
      throw new IllegalStateException("a run id is refused");
    }
    ReportSource source = ReportSource.of(BATCH);
    int runs = source.runs();
    StringWriter csv = new StringWriter();
    RunsCsv.write(source, csv);
    require(Csv.rows(csv.toString()).size() == runs + 1, "runs.csv: " + csv);
    StringWriter geoJson = new StringWriter();
    RunsGeoJson.write(source, geoJson);
    JsonNode features = JSON.readTree(geoJson.toString()).path("features");
    require(features.size() == runs, "runs.geojson: " + geoJson);
    for (int run = 0; run < runs; run++) {
      JsonNode properties = features.get(run).path("properties");
      require(properties.path("run_id").asText().equals("run-" + run), "run_id: " + properties);
      Set<String> names = new TreeSet<>();
      properties.fieldNames().forEachRemaining(names::add);
      Object given = source.watersheds().document(source.run(run).feature()).get("properties");
      int count = given instanceof Map<?, ?> map ? map.size() : 0;
      require(names.size() == OWN_PROPERTIES + count, "properties: " + properties);
    }
    StringWriter html = new StringWriter();
    ReportHtml.write(source, html);
    StringWriter summary = new StringWriter();
    SummaryJson.write(source, summary);
    require(JSON.readTree(summary.toString()).isObject(), "summary.json: " + summary);
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }
}
