package io.github.batchrunner.sample.hydrology.task;

import io.github.batchrunner.sample.hydrology.files.CsvTable;
import io.github.batchrunner.sample.hydrology.files.CsvText;
import io.github.batchrunner.sample.hydrology.files.NodbFile;
import io.github.batchrunner.sample.hydrology.files.OutputFile;
import io.github.batchrunner.sample.hydrology.files.RunFile;
import io.github.batchrunner.sample.hydrology.files.WatershedAttributes;
import io.github.batchrunner.sample.hydrology.files.WatershedFeature;
import io.github.batchrunner.sample.hydrology.model.SeededRandom;
import io.github.batchrunner.spi.HandlerContext;
import java.io.IOException;
import java.util.Locale;

/** One attempt of one task, as the handlers of this sample see it: its files, log and end. */
final class TaskRun {
  private final HandlerContext context;

  TaskRun(HandlerContext context) {
    this.context = context;
  }

  /**
   * Ends the attempt when somebody asked for that; called wherever files are complete or absent.
   *
   * @throws InterruptedException if the attempt has been cancelled or has run out of time
   */
  void checkpoint() throws InterruptedException {
    if (context.cancelled() || Thread.currentThread().isInterrupted()) {
      throw new InterruptedException(
          "\"" + context.task().taskId() + "\" of \"" + context.task().runId() + "\" was ended");
    }
  }

  /** Writes a line for people into the attempt's log. */
  void log(String format, Object... values) {
    context.log().println(String.format(Locale.ROOT, format, values));
  }

  /** Returns the watershed's feature. */
  WatershedFeature feature() throws IOException {
    return WatershedFeature.read(context.featureFile());
  }

  /** Returns what the properties of the watershed's feature say. */
  WatershedAttributes attributes() throws IOException {
    return WatershedFeature.readAttributes(context.featureFile());
  }

  /** Returns the settings in a NoDb file of the run. */
  NodbFile nodb(String name) throws IOException {
    return NodbFile.read(context.wd(), name);
  }

  /** Returns a table that an earlier task made. */
  CsvTable read(RunFile file) throws IOException {
    return CsvTable.read(context.wd(), file);
  }

  /** Writes a table. */
  void write(RunFile file, CsvText table) throws IOException, InterruptedException {
    write(file, table.text());
  }

  /** Writes a text. */
  void write(RunFile file, CharSequence text) throws IOException, InterruptedException {
    checkpoint();
    OutputFile.write(file.in(context.wd()), text);
  }

  /** Returns a seed that depends on the run alone, so that a repeated run gives the same. */
  long seed() {
    return SeededRandom.key(0, context.task().runId());
  }
}
