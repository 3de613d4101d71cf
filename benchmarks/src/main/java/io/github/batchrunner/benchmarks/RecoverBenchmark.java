package io.github.batchrunner.benchmarks;

import io.github.batchrunner.core.execution.TaskStatus;
import io.github.batchrunner.core.journal.BatchState;
import io.github.batchrunner.core.journal.Cause;
import io.github.batchrunner.core.journal.ExecutionRecord;
import io.github.batchrunner.core.journal.JournalReader;
import io.github.batchrunner.core.journal.JournalWriter;
import io.github.batchrunner.core.journal.TaskVersion;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/**
 * Reading the journal of 700,000 tasks after a crash, beside reading the same file's bytes into a
 * buffer that is used again, and beside reading its lines as text.
 */
final class RecoverBenchmark implements Benchmark {

  private static final int RUNS = 100_000;
  private static final int TASKS = 7;
  private static final int ROUNDS = 15;
  private static final int NEVER_RAN = 3;

  @Override
  public void run(Report report) throws Exception {
    try (Scratch scratch = new Scratch()) {
      Path journal = scratch.path("journal.jsonl");
      write(journal);
      measure(report, "recover a journal of %,d tasks".formatted(RUNS * TASKS), journal);
      double seconds = replace(journal);
      measure(
          report,
          "the same from the snapshot that replaces it, which takes " + Report.seconds(seconds),
          journal);
    }
  }

  private static void measure(Report report, String what, Path journal) throws IOException {
    double first = read(journal);
    double[] floors = new double[ROUNDS];
    double[] lines = new double[ROUNDS];
    double[] ours = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      floors[round] = bytes(journal);
      lines[round] = lines(journal);
      ours[round] = read(journal);
    }
    double floor = Report.median(floors);
    double median = Report.median(ours);
    report.row(
        what,
        Report.seconds(median) + " (the first time " + Report.seconds(first) + ")",
        "reading its %,d bytes: %s".formatted(Files.size(journal), Report.seconds(floor)),
        Report.ratio(median / floor),
        "<= 3, and < 5 s");
    double text = Report.median(lines);
    report.row(
        what,
        Report.seconds(median),
        "reading its lines as text: " + Report.seconds(text),
        Report.ratio(median / text),
        "<= 3");
    report.row(
        "heap of the table, per task",
        "%.0f bytes".formatted(heap(journal) / (RUNS * TASKS)),
        "",
        "",
        "");
  }

  /** The next execution finds the journal long, and mostly history. */
  private static double replace(Path journal) throws IOException {
    long before = Files.size(journal);
    JournalReader.Result read = JournalReader.read(journal);
    long start = System.nanoTime();
    JournalWriter.open(journal, "benchmark", read).close();
    double seconds = (System.nanoTime() - start) / 1e9;
    if (Files.size(journal) > before / 2) {
      throw new IllegalStateException("it was not replaced");
    }
    return seconds;
  }

  private static double read(Path journal) {
    long start = System.nanoTime();
    BatchState state = JournalReader.read(journal).state();
    double seconds = (System.nanoTime() - start) / 1e9;
    if (state.runCount() != RUNS || state.ends() != RUNS * TASKS - 1) {
      throw new IllegalStateException(state.runCount() + " runs, " + state.ends() + " ends");
    }
    return seconds;
  }

  private static double bytes(Path journal) throws IOException {
    byte[] buffer = new byte[1 << 19];
    long start = System.nanoTime();
    try (InputStream in = Files.newInputStream(journal)) {
      while (in.read(buffer) >= 0) {
        // the floor is the reading alone
      }
    }
    return (System.nanoTime() - start) / 1e9;
  }

  private static double lines(Path journal) throws IOException {
    long start = System.nanoTime();
    try (BufferedReader in = Files.newBufferedReader(journal)) {
      while (in.readLine() != null) {
        // as a program reads it that knows nothing of it
      }
    }
    return (System.nanoTime() - start) / 1e9;
  }

  private static double heap(Path journal) {
    System.gc();
    long before = used();
    BatchState state = JournalReader.read(journal).state();
    try {
      System.gc();
      return used() - before;
    } finally {
      Reference.reachabilityFence(state);
    }
  }

  private static long used() {
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  /** The process was killed before the end of the last task. */
  private static void write(Path journal) {
    try (JournalWriter writer =
        JournalWriter.open(journal, "benchmark", JournalReader.read(journal))) {
      writer.start(new ExecutionRecord(1, Instant.EPOCH, "local", "{}", "here", 1, null));
      int[] versions = new int[TASKS];
      for (int task = 0; task < TASKS; task++) {
        versions[task] = writer.version(TaskVersion.of("t" + task, "definition", Map.of()));
      }
      Cause cause = Cause.of(NEVER_RAN, "");
      long now = 1_790_000_000_000L;
      for (int run = 0; run < RUNS; run++) {
        int number = writer.run("run-" + run);
        for (int task = 0; task < TASKS; task++) {
          writer.intent(number, versions[task], run * 0x9e3779b97f4a7c15L, 1, cause, 0);
          if (run < RUNS - 1 || task < TASKS - 1) {
            writer.end(number, versions[task], 1, TaskStatus.SUCCEEDED, now, now + 1000, null);
          }
        }
      }
    }
  }
}
