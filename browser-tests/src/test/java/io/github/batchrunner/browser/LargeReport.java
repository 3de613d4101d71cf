package io.github.batchrunner.browser;

import io.github.batchrunner.core.report.ReportBatch;
import io.github.batchrunner.core.report.ReportFiles;
import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.StringJoiner;

/** 10,000 watersheds with a history of their own: two executions, of which the second goes on. */
final class LargeReport {

  static final int RUNS = 10_000;

  private static final int ROW = 125;
  private static final int CORNERS = 24;
  private static final List<String> TASKS = List.of("delineation", "soils", "climate", "wepp");

  private LargeReport() {}

  static ReportFiles write(Path root) throws IOException {
    ReportBatch batch = ReportBatch.create(root, watersheds());
    Random chance = new Random(1);
    batch.execution(execution -> weekend(execution, chance));
    batch.execution(
        execution -> {
          for (int run = 0; run < 40; run++) {
            execution.submits(id(9_000 + 25 * run), "delineation");
          }
        },
        false);
    return batch.reportWhileRunning(root.resolve("report"));
  }

  static String id(int run) {
    return "basin-%05d".formatted(run);
  }

  /** Nine thousand runs in a row on 200 slots; one in a hundred fails, most attempts are first. */
  private static void weekend(ReportBatch.Execution execution, Random chance) {
    for (int run = 0; run < 9_000; run++) {
      double at = Math.floorDiv(run, 200) * 900 + chance.nextInt(300);
      for (String task : TASKS) {
        double took = 20 * Math.exp(chance.nextGaussian()) * (task.equals("wepp") ? 20 : 1);
        if (chance.nextInt(25) == 0) {
          execution.fails(id(run), task, at, at + took / 2, kindOf(FailureKind.NODE_LOST, run));
          at += took / 2 + 5;
        }
        if (chance.nextInt(400) == 0) {
          FailureKind kind =
              List.of(FailureKind.EXIT_CODE, FailureKind.OUT_OF_MEMORY, FailureKind.TIMEOUT)
                  .get(chance.nextInt(7) % 3);
          execution.fails(id(run), task, at, at + took, kindOf(kind, run));
          break;
        }
        execution.succeeds(id(run), task, at, at + took);
        at += took;
      }
    }
  }

  private static Failure kindOf(FailureKind kind, int run) {
    return switch (kind) {
      case EXIT_CODE ->
          Failure.of(kind, "wepp ended with 139 at hillslope " + run)
              .withExitCode(139)
              .withDetail("reading p%d.slp%nSegmentation fault%n".formatted(run));
      case OUT_OF_MEMORY -> Failure.of(kind, "used 4,0%02d of 4,000 MB".formatted(run % 97));
      case TIMEOUT -> Failure.of(kind, "took longer than 12 h");
      default -> Failure.of(kind, "node " + run % 16 + " went away");
    };
  }

  private static String watersheds() {
    Random chance = new Random(2);
    StringJoiner features =
        new StringJoiner(",\n", "{\"type\":\"FeatureCollection\",\"features\":[", "]}");
    for (int run = 0; run < RUNS; run++) {
      double x = -120 + (run % ROW) * 0.05;
      double y = 42 + Math.floorDiv(run, ROW) * 0.05;
      StringJoiner ring = new StringJoiner(",", "[[", "]]");
      String first = "";
      for (int corner = 0; corner < CORNERS; corner++) {
        double angle = 2 * Math.PI * corner / CORNERS;
        double radius = 0.014 + 0.011 * chance.nextDouble();
        String position =
            "[%.5f,%.5f]".formatted(x + radius * Math.cos(angle), y + radius * Math.sin(angle));
        first = first.isEmpty() ? position : first;
        ring.add(position);
      }
      ring.add(first);
      features.add(
          "{\"type\":\"Feature\",\"properties\":{\"name\":\"%s\"},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":%s}}"
              .formatted(id(run), ring));
    }
    return features.toString();
  }
}
