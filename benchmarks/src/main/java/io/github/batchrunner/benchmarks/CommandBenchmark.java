package io.github.batchrunner.benchmarks;

import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.pipeline.TaskDefinition;
import io.github.batchrunner.core.pipeline.WorkDefinition;
import io.github.batchrunner.spi.Work;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Dispatch of {@code /bin/true} on two slots, beside bare {@link ProcessBuilder}s on two threads.
 */
final class CommandBenchmark implements Benchmark {

  private static final int COMMANDS = 4000;
  private static final int ROUNDS = 5;

  @Override
  public void run(Report report) throws Exception {
    Pipeline pipeline =
        Pipeline.builder("true")
            .task(TaskDefinition.builder("true", WorkDefinition.command("/bin/true")))
            .build();
    Work command = Work.Command.of(List.of("/bin/true"), Map.of());
    double[] ratios = new double[ROUNDS];
    double[] ours = new double[ROUNDS];
    double[] floors = new double[ROUNDS];
    try (Scratch scratch = new Scratch()) {
      for (int round = 0; round < ROUNDS; round++) {
        floors[round] = bare(scratch.path()) / COMMANDS;
        ours[round] =
            Dispatching.seconds(
                    scratch.path("round-" + round),
                    pipeline,
                    Fixtures.runs(COMMANDS),
                    64,
                    (run, task) -> command)
                / COMMANDS;
        ratios[round] = ours[round] / floors[round];
        System.err.printf("  ours %.3f ms, bare %.3f ms%n", ours[round] * 1e3, floors[round] * 1e3);
      }
    }
    report.row(
        "dispatch of /bin/true on 2 slots, log file and journal included",
        "%.3f ms each".formatted(Report.median(ours) * 1e3),
        "ProcessBuilder on 2 threads %.3f ms".formatted(Report.median(floors) * 1e3),
        Report.ratio(Report.median(ratios)),
        "<= 1.2");
  }

  private static double bare(Path directory) throws InterruptedException {
    AtomicInteger left = new AtomicInteger(COMMANDS);
    long start = System.nanoTime();
    Thread[] threads = new Thread[2];
    for (int i = 0; i < threads.length; i++) {
      threads[i] =
          new Thread(
              () -> {
                while (left.getAndDecrement() > 0) {
                  try {
                    new ProcessBuilder("/bin/true").directory(directory.toFile()).start().waitFor();
                  } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                }
              });
      threads[i].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return (System.nanoTime() - start) / 1e9;
  }
}
