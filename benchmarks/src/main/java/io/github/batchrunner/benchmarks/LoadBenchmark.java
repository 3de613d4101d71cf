package io.github.batchrunner.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.github.batchrunner.core.runid.RunIdValidator;
import io.github.batchrunner.core.runid.ValidationReport;
import io.github.batchrunner.core.template.Template;
import io.github.batchrunner.core.template.TemplateScope;
import io.github.batchrunner.core.watershed.LoadOptions;
import io.github.batchrunner.core.watershed.PropertySelection;
import io.github.batchrunner.core.watershed.WatershedCollection;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Reading and validating a million features, in a JVM of its own with 1 GiB of heap, beside Jackson
 * tokenising the same file.
 *
 * <p>"Reading" computes everything a batch keeps: run ids, duplicates, checksum, areas, boxes,
 * centroids and feature hashes.
 */
final class LoadBenchmark implements Benchmark {

  private static final int FEATURES = 1_000_000;
  private static final int ROUNDS = 5;

  @Override
  public void run(Report report) throws Exception {
    try (Scratch scratch = new Scratch()) {
      Path file = scratch.path("million.geojson");
      Fixtures.geoJson(file, FEATURES);
      Process child =
          new ProcessBuilder(
                  ProcessHandle.current().info().command().orElse("java"),
                  "-Xmx1g",
                  "-cp",
                  System.getProperty("java.class.path"),
                  LoadBenchmark.class.getName(),
                  file.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String line;
      try (BufferedReader out =
          new BufferedReader(
              new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
        line = out.readLine();
      }
      if (child.waitFor() != 0 || line == null) {
        throw new IOException("the child process failed");
      }
      String[] figures = line.split(" ", -1);
      double tokens = Double.parseDouble(figures[0]);
      double load = Double.parseDouble(figures[1]);
      report.row(
          "load + validate 1,000,000 features (" + (Files.size(file) >> 20) + " MiB), heap 1 GiB",
          Report.seconds(load),
          "Jackson tokenising " + Report.seconds(tokens),
          Report.ratio(load / tokens),
          "<= 3");
    }
  }

  /** The child process: prints the median seconds of tokenising and of loading. */
  public static void main(String[] args) throws IOException {
    Path file = Path.of(args[0]);
    double[] tokens = new double[ROUNDS];
    double[] loads = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      tokenise(file);
      long middle = System.nanoTime();
      load(file);
      tokens[round] = (middle - start) / 1e9;
      loads[round] = (System.nanoTime() - middle) / 1e9;
      System.err.printf("  tokens %.2f s, load %.2f s%n", tokens[round], loads[round]);
    }
    System.out.println(Report.median(tokens) + " " + Report.median(loads));
  }

  private static void tokenise(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file);
        JsonParser parser = new JsonFactory().createParser(in)) {
      while (parser.nextToken() != null) {
        // the floor: nothing is done with the tokens
      }
    }
  }

  private static void load(Path file) {
    Template template = Template.forRunIds("{properties['HucName']}-{properties['Region']}");
    RunIdValidator validator = new RunIdValidator(template);
    WatershedCollection collection =
        WatershedCollection.load(
            file,
            LoadOptions.defaults(),
            PropertySelection.of(template.keysOf("properties").keys()),
            feature -> {
              TemplateScope scope = name -> feature.properties();
              validator.accept(feature.id(), scope);
            });
    ValidationReport report = validator.finish(collection.analysis().checksum());
    if (!report.isValid() || report.size() != FEATURES) {
      throw new IllegalStateException("the report is wrong: " + List.of(report.summary()));
    }
  }
}
