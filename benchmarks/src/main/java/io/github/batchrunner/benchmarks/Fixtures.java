package io.github.batchrunner.benchmarks;

import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.pipeline.TaskDefinition;
import io.github.batchrunner.core.pipeline.WorkDefinition;
import io.github.batchrunner.core.plan.Planner;
import io.github.batchrunner.core.plan.RunTable;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;

/** What several benchmarks work on. */
final class Fixtures {

  private Fixtures() {}

  /**
   * Writes {@code features} polygons of 20 positions, six decimals each, as surveys publish them.
   */
  static void geoJson(Path file, int features) throws IOException {
    Random random = new Random(1);
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write("{\"type\":\"FeatureCollection\",\"name\":\"generated\",\"features\":[");
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < features; i++) {
        text.setLength(0);
        text.append(i == 0 ? "\n" : ",\n");
        text.append("{\"type\":\"Feature\",\"properties\":{\"HucName\":\"Creek ").append(i);
        text.append("\",\"Region\":\"R")
            .append(i % 17)
            .append("\",\"HUC12\":\"17060108")
            .append(i % 10_000);
        text.append("\",\"area_km2\":")
            .append(i % 997)
            .append(".25,\"burned\":")
            .append(i % 3 == 0);
        text.append("},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[");
        double x = -120 + random.nextDouble() * 10;
        double y = 40 + random.nextDouble() * 8;
        for (int p = 0; p <= 19; p++) {
          double angle = 2 * Math.PI * (p % 19) / 19;
          text.append(p == 0 ? "[" : ",[");
          decimal(text, x + 0.01 * Math.cos(angle));
          text.append(',');
          decimal(text, y + 0.01 * Math.sin(angle));
          text.append(']');
        }
        text.append("]]}}");
        out.append(text);
      }
      out.write("\n]}\n");
    }
  }

  private static void decimal(StringBuilder text, double value) {
    text.append(String.format(Locale.ROOT, "%.6f", value));
  }

  /** Returns a pipeline of no-op handlers, each after the one before. */
  static Pipeline chain(int tasks) {
    Pipeline.Builder pipeline = Pipeline.builder("chain");
    for (int task = 0; task < tasks; task++) {
      TaskDefinition.Builder definition =
          TaskDefinition.builder("t" + task, WorkDefinition.handler("noop"));
      if (task > 0) {
        definition.needs("t" + (task - 1));
      }
      pipeline.task(definition);
    }
    return pipeline.build();
  }

  static RunTable runs(int count) {
    RunTable.Builder runs = RunTable.builder(count);
    for (int run = 0; run < count; run++) {
      runs.add("watershed-" + run, run, (run * 7919.0) % 1000, run);
    }
    return runs.build();
  }

  /** Directories that are all there, with every output in them. */
  static Planner.RunDirectories directories(Path root) {
    return new Planner.RunDirectories() {
      @Override
      public boolean exists(String runId) {
        return true;
      }

      @Override
      public String path(String runId) {
        return root + "/" + runId;
      }
    };
  }
}
