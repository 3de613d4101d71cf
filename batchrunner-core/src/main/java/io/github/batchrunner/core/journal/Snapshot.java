package io.github.batchrunner.core.journal;

import io.github.batchrunner.spi.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * A journal of few records that adds up to the same state as a long one, and takes its place.
 *
 * <p>It is written beside the journal, brought to disk and renamed, so that whoever opens the
 * journal finds the old one or the new one, and whoever has opened it reads on in that. What is
 * lost is what happened to the attempts before the latest of each task.
 */
final class Snapshot {

  /** A shorter journal is read in no time. */
  private static final long LEAST_BYTES = 4L << 20;

  /** A journal is mostly history if it is so many times as long as its snapshot would be. */
  private static final int TIMES = 2;

  private static final int TASK_BYTES = 60;
  private static final int RUN_BYTES = 100;
  private static final int WRITE_BYTES = 1 << 20;

  private final Storage storage;
  private final Path file;
  private final long leastBytes;
  private final int times;

  Snapshot(Storage storage, Path file) {
    this(storage, file, LEAST_BYTES, TIMES);
  }

  Snapshot(Storage storage, Path file, long leastBytes, int times) {
    this.storage = storage;
    this.file = file;
    this.leastBytes = leastBytes;
    this.times = times;
  }

  /** Tells whether a journal of this length is long, and mostly history. */
  boolean pays(BatchState state, long journalBytes) {
    return journalBytes >= leastBytes && journalBytes >= times * length(state);
  }

  /** Returns about how long a snapshot would be. */
  private static long length(BatchState state) {
    long bytes = (long) RUN_BYTES * state.runCount();
    for (ExecutionRecord execution : state.executions()) {
      bytes += execution.pipelineJson().length();
    }
    for (TaskRows rows : state.rows()) {
      bytes += (long) TASK_BYTES * rows.count();
      for (Failure failure : rows.failures().values()) {
        bytes += TASK_BYTES + failure.message().length() + failure.detail().length();
      }
      bytes += (long) TASK_BYTES * rows.nativeIds().size();
    }
    return bytes;
  }

  /** Takes away what a process left that was ended in the middle. */
  void sweep() throws IOException {
    storage.delete(beside());
  }

  /**
   * Puts a snapshot of {@code state} in the journal's place and returns its length.
   *
   * @param mayReplace called right before, to throw if the journal is another's by now
   */
  long take(BatchState state, String batch, Runnable mayReplace) throws IOException {
    long length = 0;
    try (Storage.Output out = storage.create(beside())) {
      JsonLine lines = new JsonLine();
      head(state, batch, lines);
      for (int run = 0; run < state.runCount(); run++) {
        run(state, run, lines);
        if (lines.length() > WRITE_BYTES) {
          length += write(lines, out);
        }
      }
      length += write(lines, out);
      out.sync();
    }
    mayReplace.run();
    storage.replace(beside(), file);
    // What is appended from now on must not be found behind the old name.
    storage.syncDirectory(file.resolveSibling("."));
    return length;
  }

  private Path beside() {
    return file.resolveSibling(file.getFileName() + ".new");
  }

  private static int write(JsonLine lines, Storage.Output out) throws IOException {
    int length = lines.length();
    for (int from = 0; from < length; from += WRITE_BYTES) {
      out.write(ByteBuffer.wrap(lines.buffer(), from, Math.min(WRITE_BYTES, length - from)));
    }
    lines.clear();
    return length;
  }

  private static void head(BatchState state, String batch, JsonLine lines) {
    Records.journal(lines, JournalReader.FORMAT, state.journalId().orElseThrow(), batch);
    List<ExecutionRecord> executions = state.executions();
    for (int i = 0; i < executions.size(); i++) {
      Records.start(lines, executions.get(i)).number("intents", state.intentsBefore(i)).end();
      executions.get(i).finish().ifPresent(finish -> Records.finish(lines, finish));
    }
    for (int version = 0; version < state.versionCount(); version++) {
      Records.version(lines, version, state.version(version));
    }
  }

  private static void run(BatchState state, int run, JsonLine lines) {
    lines.begin("run").number("n", run).text("id", state.runId(run));
    long feature = 0;
    boolean any = false;
    for (TaskRows rows : state.rows()) {
      if (rows.has(run)) {
        if (!any) {
          any = true;
          feature = rows.feature(run);
          lines.hex("feature", feature).openList("tasks");
        }
        task(state, rows, run, feature, lines);
      }
    }
    if (any) {
      lines.closeList();
    }
    lines.end();
  }

  private static void task(
      BatchState state, TaskRows rows, int run, long usualFeature, JsonLine lines) {
    lines
        .openList()
        .value(rows.version(run))
        .value(rows.status(run))
        .value(rows.attempts(run))
        .value(rows.intended(run))
        .value(rows.order(run))
        .value(rows.began(run))
        .value(rows.ended(run))
        .value(rows.cause(run));
    String what = state.detail(rows.detail(run));
    int memory = rows.memory().getOrDefault(run, 0);
    String nativeId = rows.nativeIds().get(run);
    Failure failure = rows.failures().get(run);
    long feature = rows.feature(run);
    if (!what.isEmpty()
        || memory != 0
        || nativeId != null
        || failure != null
        || feature != usualFeature) {
      lines.openObject();
      if (feature != usualFeature) {
        lines.hex("feature", feature);
      }
      if (!what.isEmpty()) {
        lines.text("what", what);
      }
      if (memory != 0) {
        lines.number("memory", memory);
      }
      if (nativeId != null) {
        lines.text("handle", nativeId);
      }
      if (failure != null) {
        Records.failure(lines, failure);
      }
      lines.closeObject();
    }
    lines.closeList();
  }
}
