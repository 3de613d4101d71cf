package io.github.batchrunner.benchmarks;

import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.pipeline.TaskDefinition;
import io.github.batchrunner.core.pipeline.WorkDefinition;
import io.github.batchrunner.spi.Work;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Dispatch of {@code /bin/true} on two slots, beside bare {@link ProcessBuilder}s on two threads
 * that run it, that run it through a shell, and that keep its output in a file besides.
 */
final class CommandBenchmark implements Benchmark {

  private static final int COMMANDS = 4000;
  private static final int ROUNDS = 5;
  private static final String PROGRAM = "/bin/true";
  private static final List<String> SHELL = List.of("/bin/sh", "-c", PROGRAM);

  @Override
  public void run(Report report) throws Exception {
    Pipeline pipeline =
        Pipeline.builder("true")
            .task(TaskDefinition.builder("true", WorkDefinition.command(PROGRAM)))
            .build();
    Work command = Work.Command.of(List.of(PROGRAM), Map.of());
    double[] ours = new double[ROUNDS];
    double[] bare = new double[ROUNDS];
    double[] shell = new double[ROUNDS];
    double[] logged = new double[ROUNDS];
    try (Scratch scratch = new Scratch()) {
      for (int round = 0; round < ROUNDS; round++) {
        bare[round] = seconds(scratch.path("bare-" + round), List.of(PROGRAM), false);
        shell[round] = seconds(scratch.path("shell-" + round), SHELL, false);
        logged[round] = seconds(scratch.path("logged-" + round), SHELL, true);
        ours[round] =
            Dispatching.seconds(
                    scratch.path("round-" + round),
                    pipeline,
                    Fixtures.runs(COMMANDS),
                    64,
                    (run, task) -> command)
                / COMMANDS;
        System.err.printf(
            "  ours %.3f ms, bare %.3f ms, sh -c %.3f ms, sh -c with a log %.3f ms%n",
            ours[round] * 1e3, bare[round] * 1e3, shell[round] * 1e3, logged[round] * 1e3);
      }
    }
    String what = "commands that survive their host (/bin/true on 2 slots), journal included";
    row(report, what, ours, "ProcessBuilder running sh -c, output to a file", logged, "<= 1.3");
    row(report, "the same", ours, "ProcessBuilder running sh -c, no output kept", shell, "-");
    row(report, "the same", ours, "ProcessBuilder running it", bare, "-");
  }

  private static void row(
      Report report, String what, double[] ours, String floor, double[] floors, String reach) {
    double[] ratios = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      ratios[round] = ours[round] / floors[round];
    }
    report.row(
        what,
        "%.3f ms each".formatted(Report.median(ours) * 1e3),
        "%s %.3f ms".formatted(floor, Report.median(floors) * 1e3),
        Report.ratio(Report.median(ratios)),
        reach);
  }

  /** Returns the seconds for each of many commands on two threads. */
  private static double seconds(Path directory, List<String> command, boolean keepsOutput)
      throws InterruptedException, IOException {
    Files.createDirectories(directory);
    AtomicInteger left = new AtomicInteger(COMMANDS);
    long start = System.nanoTime();
    Thread[] threads = new Thread[2];
    for (int i = 0; i < threads.length; i++) {
      threads[i] =
          new Thread(
              () -> {
                for (int number = left.getAndDecrement();
                    number > 0;
                    number = left.getAndDecrement()) {
                  run(directory, command, keepsOutput ? number + ".log" : "");
                }
              });
      threads[i].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return (System.nanoTime() - start) / 1e9 / COMMANDS;
  }

  private static void run(Path directory, List<String> command, String log) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    if (!log.isEmpty()) {
      builder
          .redirectErrorStream(true)
          .redirectOutput(Redirect.appendTo(directory.resolve(log).toFile()));
    }
    try {
      builder.start().waitFor();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
