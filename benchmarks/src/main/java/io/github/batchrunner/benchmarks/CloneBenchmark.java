package io.github.batchrunner.benchmarks;

import io.github.batchrunner.core.clone.BaseSnapshot;
import io.github.batchrunner.core.clone.CloneOptions;
import io.github.batchrunner.core.clone.CloneRequest;
import io.github.batchrunner.core.clone.ProjectCloner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * Cloning a base of 100 files, with {@code wd} rewritten in 12 NoDb files, beside {@code cp -a}.
 */
final class CloneBenchmark implements Benchmark {

  private static final int CLONES = 100;
  private static final int ROUNDS = 5;

  @Override
  public void run(Report report) throws Exception {
    double[] ratios = new double[ROUNDS];
    double[] ours = new double[ROUNDS];
    double[] floors = new double[ROUNDS];
    try (Scratch scratch = new Scratch()) {
      Path base = base(scratch.path("_base"));
      for (int round = 0; round < ROUNDS; round++) {
        Path copies = Files.createDirectory(scratch.path("copies"));
        Path clones = Files.createDirectory(scratch.path("clones"));
        long start = System.nanoTime();
        for (int i = 0; i < CLONES; i++) {
          copy(base, copies.resolve("c" + i));
        }
        long middle = System.nanoTime();
        ProjectCloner cloner =
            new ProjectCloner("benchmark", BaseSnapshot.take(base), CloneOptions.defaults());
        for (int i = 0; i < CLONES; i++) {
          cloner.prepare(CloneRequest.of("c" + i, clones.resolve("c" + i)));
        }
        floors[round] = (middle - start) / 1e9 / CLONES;
        ours[round] = (System.nanoTime() - middle) / 1e9 / CLONES;
        ratios[round] = ours[round] / floors[round];
        System.err.printf(
            "  ours %.2f ms, cp -a %.2f ms%n", ours[round] * 1e3, floors[round] * 1e3);
        Scratch.delete(copies);
        Scratch.delete(clones);
      }
    }
    report.row(
        "clone of 100 files, wd rewritten in 12 NoDb files (snapshot of the base included)",
        "%.2f ms".formatted(Report.median(ours) * 1e3),
        "cp -a %.2f ms".formatted(Report.median(floors) * 1e3),
        Report.ratio(Report.median(ratios)),
        "<= 1.2");
  }

  private static void copy(Path from, Path to) throws IOException, InterruptedException {
    if (new ProcessBuilder("cp", "-a", from.toString(), to.toString()).start().waitFor() != 0) {
      throw new IOException("cp failed");
    }
  }

  private static Path base(Path base) throws IOException {
    Random random = new Random(3);
    Files.createDirectories(base);
    for (int i = 0; i < 12; i++) {
      StringBuilder text = new StringBuilder("{\"py/object\": \"wepppy.nodb.core.N").append(i);
      text.append("\", \"py/state\": {\"wd\": \"").append(base).append("\", \"values\": [");
      for (int value = 0; value < 400; value++) {
        text.append(value == 0 ? "" : ", ").append(random.nextDouble());
      }
      text.append("], \"soils_dir\": \"").append(base).append("/soils\"}}");
      Files.writeString(base.resolve("n" + i + ".nodb"), text, StandardCharsets.US_ASCII);
    }
    for (int i = 0; i < 88; i++) {
      Path directory = Files.createDirectories(base.resolve("d" + i % 8));
      byte[] content = new byte[4000 + random.nextInt(20_000)];
      random.nextBytes(content);
      Files.write(directory.resolve("f" + i + ".bin"), content);
    }
    return base;
  }
}
