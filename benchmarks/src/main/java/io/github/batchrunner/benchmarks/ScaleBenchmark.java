package io.github.batchrunner.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.batchrunner.core.pipeline.PipelineJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a batch of no-op tasks grows, from the command line: each step is a process of its own, the
 * run is ended with {@code kill -9} in the middle and started again.
 *
 * <p>{@code -Dbatchrunner.jar} names the command line's jar, {@code -Dbatchrunner.sizes} the
 * numbers of runs.
 */
final class ScaleBenchmark implements Benchmark {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern AFTER_COLLECTION = Pattern.compile("->(\\d+)M\\(\\d+M\\)");
  private static final Pattern MOST_RESIDENT = Pattern.compile("VmHWM:\\s+(\\d+) kB");
  private static final int TASKS = 7;

  /** About what the intent and the end of a task take in the journal, to find its middle. */
  private static final long BYTES_OF_TASK = 190;

  /** More than the record of an execution that starts. */
  private static final long BYTES_OF_START = 8192;

  private static final long PAUSE_MILLIS = 5;

  private final Path jar =
      Path.of(System.getProperty("batchrunner.jar", "samples/cli/target/batchrunner.jar"));
  private final String heap = System.getProperty("batchrunner.heap", "1g");

  @Override
  public void run(Report report) throws Exception {
    if (!Files.isRegularFile(jar)) {
      throw new IllegalStateException(
          "\"%s\" is not there; build samples/cli, or name it with -Dbatchrunner.jar"
              .formatted(jar));
    }
    List<List<String>> rows = new ArrayList<>();
    for (String size :
        System.getProperty("batchrunner.sizes", "1000,10000,100000").split(",", -1)) {
      try (Scratch scratch = new Scratch()) {
        rows.add(measure(Integer.parseInt(size), scratch));
      }
    }
    report.table(
        List.of(
            "runs x " + TASKS,
            "attach and validate",
            "run until killed, and again to the end",
            "status while it runs",
            "status after the kill",
            "recovery: start to new attempts",
            "nothing to do",
            "journal",
            "live heap at most",
            "resident at most"),
        rows);
  }

  private List<String> measure(int runs, Scratch scratch) throws Exception {
    Path batch = scratch.path("scale");
    Path watersheds = scratch.path("watersheds.geojson");
    Path pipeline = scratch.path("pipeline.json");
    Fixtures.geoJson(watersheds, runs);
    Files.writeString(pipeline, PipelineJson.write(Fixtures.chain(TASKS)));
    done(cli(scratch, "create", batch, "--config", "disturbed9002_wbt"));
    double attached = done(cli(scratch, "attach", batch, watersheds, "--max-mb", 200));
    attached +=
        done(cli(scratch, "validate", batch, "--template", "{slug(properties['HucName'])}"));

    Path journal = batch.resolve(".batchrunner").resolve("journal.jsonl");
    long middle = (long) runs * TASKS * BYTES_OF_TASK / 2;
    Child first = cli(scratch, "run", batch, "--pipeline", pipeline);
    await(first, () -> length(journal) > middle / 2);
    double statusWhile = done(cli(scratch, "status", batch, "--json"));
    await(first, () -> length(journal) > middle);
    first.process.destroyForcibly().waitFor();
    double untilKilled = first.seconds();

    double statusAfter = done(cli(scratch, "status", batch, "--json"));
    long[] lowest = {length(journal)}; // a snapshot may take the place of what is there
    Child second = cli(scratch, "run", batch, "--pipeline", pipeline);
    await(
        second,
        () -> {
          long now = length(journal);
          lowest[0] = Math.min(lowest[0], now);
          return now > lowest[0] + BYTES_OF_START;
        });
    double recovery = second.seconds();
    await(second, () -> !second.process.isAlive());
    double toTheEnd = done(second);
    double nothing = done(cli(scratch, "run", batch, "--pipeline", pipeline));
    requireAll(scratch, batch, runs);
    System.err.printf("  %,d runs done%n", runs);
    return List.of(
        String.format(Locale.ROOT, "%,d", runs),
        Report.seconds(attached),
        Report.seconds(untilKilled) + " + " + Report.seconds(toTheEnd),
        Report.seconds(statusWhile),
        Report.seconds(statusAfter),
        Report.seconds(recovery),
        Report.seconds(nothing),
        String.format(Locale.ROOT, "%.1f MB", length(journal) / 1e6),
        Math.max(first.liveHeap(), second.liveHeap()) + " MiB of " + heap,
        Math.max(first.resident, second.resident) / 1024 + " MiB");
  }

  private void requireAll(Scratch scratch, Path batch, int runs) throws Exception {
    Child status = cli(scratch, "status", batch, "--json");
    done(status);
    JsonNode tasks = JSON.readTree(status.out.toFile()).path("tasks");
    if (tasks.path("succeeded").asLong() != (long) runs * TASKS) {
      throw new IllegalStateException("not all tasks have succeeded: " + tasks);
    }
  }

  private Child cli(Scratch scratch, Object... arguments) throws IOException {
    Path log = Files.createTempFile(scratch.path(), "gc", ".log");
    Path out = Files.createTempFile(scratch.path(), "out", ".txt");
    List<String> argv = new ArrayList<>();
    argv.add(ProcessHandle.current().info().command().orElse("java"));
    argv.add("-Xmx" + heap);
    argv.add("-Xlog:gc:file=" + log);
    argv.add("-jar");
    argv.add(jar.toString());
    for (Object argument : arguments) {
      argv.add(argument.toString());
    }
    Process process =
        new ProcessBuilder(argv)
            .redirectOutput(out.toFile())
            .redirectError(scratch.path("errors.txt").toFile())
            .start();
    return new Child(process, log, out, scratch.path("errors.txt"), System.nanoTime());
  }

  /** Waits for the end, which must be a good one, and returns how long it took. */
  private static double done(Child child) throws Exception {
    if (!child.process.waitFor(1, TimeUnit.HOURS) || child.process.exitValue() != 0) {
      child.process.destroyForcibly();
      throw new IllegalStateException(Files.readString(child.errors) + Files.readString(child.out));
    }
    return child.seconds();
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private static void await(Child child, Condition condition) throws Exception {
    while (!condition.holds() && child.process.isAlive()) {
      child.look();
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private static long length(Path file) throws IOException {
    return Files.exists(file) ? Files.size(file) : 0;
  }

  /** A process of the command line. */
  private static final class Child {
    private final Process process;
    private final Path gcLog;
    private final Path out;
    private final Path errors;
    private final long start;
    private long resident;

    private Child(Process process, Path gcLog, Path out, Path errors, long start) {
      this.process = process;
      this.gcLog = gcLog;
      this.out = out;
      this.errors = errors;
      this.start = start;
    }

    private double seconds() {
      return (System.nanoTime() - start) / 1e9;
    }

    /** Notes how much memory it has had at most so far, in KiB; where the system tells. */
    private void look() {
      try {
        Matcher found =
            MOST_RESIDENT.matcher(Files.readString(Path.of("/proc/" + process.pid() + "/status")));
        resident = found.find() ? Math.max(resident, Long.parseLong(found.group(1))) : resident;
      } catch (IOException e) {
        // it has just ended, or this is not Linux
      }
    }

    /** Returns the most that was left after a collection, in MiB. */
    private long liveHeap() throws IOException {
      Matcher found = AFTER_COLLECTION.matcher(Files.readString(gcLog));
      long most = 0;
      while (found.find()) {
        most = Math.max(most, Long.parseLong(found.group(1)));
      }
      return most;
    }
  }
}
