package io.github.batchrunner.core.journal;

import io.github.batchrunner.core.execution.Ending;
import io.github.batchrunner.core.execution.TaskStatus;
import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Writes a journal that could have come about, with texts that are hard to write. */
final class History {

  static final List<String> TASKS = List.of("climate", "wepp", "omni");

  private static final List<FailureKind> KINDS = List.of(FailureKind.values());
  private static final List<String> TEXTS =
      List.of(
          "",
          "plain",
          "\"quoted\" and \\ escaped",
          "line\nbreak\ttab\rreturn",
          "\u0000\u0001\u001f\u007f\u0080\u2028\ufeff",
          "Türkçe 日本語 \ud83c\udf0a",
          "half \ud83c of a pair \udf0a",
          "{\"e\":\"end\",\"crc\":\"00000000\"}",
          "x".repeat(9000) + "\ud83c\udf0a".repeat(5000));

  private final Random random;
  private final Path file;
  private final int compactions;
  private JournalWriter writer;
  private int executions;

  /**
   * Prepares a history.
   *
   * @param compactions how many of a hundred openings put a snapshot in the journal's place
   */
  History(long seed, Path file, int compactions) {
    this.random = new Random(seed);
    this.file = file;
    this.compactions = compactions;
    this.writer = open();
  }

  private JournalWriter open() {
    Storage disk = new Storage.Disk();
    long leastBytes = random.nextInt(100) < compactions ? 0 : Long.MAX_VALUE;
    JournalReader.Result read = JournalReader.read(file);
    executions = read.state().executions().size();
    return JournalWriter.open(
        file, text(), read, () -> {}, disk, new Snapshot(disk, file, leastBytes, 0));
  }

  /** Makes records, closing and opening the journal now and then, and closes it. */
  BatchState write(int steps) {
    for (int step = 0; step < steps; step++) {
      step();
    }
    writer.close();
    return writer.state();
  }

  /** What is known of the journal before any step. */
  BatchState state() {
    return writer.state();
  }

  private void step() {
    switch (random.nextInt(10)) {
      case 0 -> {
        writer.close();
        writer = open();
      }
      case 1 -> {
        writer.start(
            new ExecutionRecord(
                ++executions, instant(), text(), text(), text(), random.nextInt(), null));
        if (random.nextBoolean()) {
          finish(writer);
        }
      }
      default -> attempt();
    }
  }

  private void finish(JournalWriter target) {
    Ending ending = List.of(Ending.values()).get(random.nextInt(Ending.values().length));
    target.finish(instant(), ending, random.nextBoolean() ? "" : text());
  }

  private void attempt() {
    String task = TASKS.get(random.nextInt(TASKS.size()));
    int run = writer.run("run " + random.nextInt(12) + text());
    int version =
        writer.version(
            TaskVersion.of(
                task,
                "definition " + random.nextInt(2),
                random.nextBoolean() ? Map.of() : Map.of("a" + text(), text(), "b.nodb", "c")));
    int attempt = writer.state().task(task).attempts(run) + 1;
    writer.intent(run, version, random.nextLong(), attempt, cause(), memory());
    if (random.nextBoolean()) {
      writer.handle(run, version, attempt, text());
    }
    if (random.nextInt(4) > 0) {
      TaskStatus status =
          List.of(TaskStatus.SUCCEEDED, TaskStatus.FAILED, TaskStatus.LOST, TaskStatus.CANCELLED)
              .get(random.nextInt(4));
      writer.end(run, version, attempt, status, random.nextLong(), random.nextLong(), failure());
    }
  }

  private @Nullable Failure failure() {
    if (random.nextInt(3) == 0) {
      return null;
    }
    FailureKind kind = KINDS.get(random.nextInt(KINDS.size()));
    Failure failure = Failure.of(kind, text());
    failure = random.nextBoolean() ? failure.withDetail(text()) : failure;
    failure = random.nextBoolean() ? failure.withExitCode(random.nextInt()) : failure;
    return random.nextBoolean() ? failure.withSignal(random.nextInt(64)) : failure;
  }

  private Cause cause() {
    return switch (random.nextInt(3)) {
      case 0 -> Cause.UNKNOWN;
      case 1 -> Cause.of(random.nextInt(Byte.MAX_VALUE + 1), text());
      default -> Cause.again(KINDS.get(random.nextInt(KINDS.size())));
    };
  }

  private int memory() {
    return random.nextBoolean() ? 0 : random.nextInt(Integer.MAX_VALUE);
  }

  private Instant instant() {
    return Instant.ofEpochMilli(random.nextInt());
  }

  private String text() {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }
}
