package io.github.batchrunner.core.report;

import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.BatchRunnerException;
import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.internal.files.AtomicFile;
import io.github.batchrunner.core.plan.RunTable;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes the report of a batch.
 *
 * <p>It may be written at any time: before anything has run, while another process runs the batch,
 * and afterwards. All files tell of the same moment, and each of them appears as a whole in place
 * of the one before.
 */
public final class BatchReport {

  private BatchReport() {}

  /** One file of a report. */
  @FunctionalInterface
  private interface Content {
    void write(ReportSource source, Writer out) throws IOException;
  }

  /**
   * Writes all files of the report; {@code directory} is created if it is not there.
   *
   * @throws InvalidInputException if the run ids of the batch are not validated, the attached file
   *     has changed since, or the directory is that of a run or of the base project
   * @throws BatchRunnerException if a file cannot be written
   */
  public static ReportFiles write(BatchRunner batch, Path directory) {
    ReportFiles files = new ReportFiles(directory.toAbsolutePath().normalize());
    ReportSource source = ReportSource.of(batch);
    refuseWorkingDirectory(batch, source.reader().runs(), files.directory());
    try {
      Files.createDirectories(files.directory());
    } catch (IOException e) {
      throw new BatchRunnerException(
          "cannot make the directory \"%s\" for the report: %s; choose another"
              .formatted(files.directory(), e),
          e);
    }
    write(source, files.runs(), RunsCsv::write);
    write(source, files.tasks(), TasksCsv::write);
    write(source, files.geoJson(), RunsGeoJson::write);
    ItemLists lists = ItemLists.of(source.reader());
    write(source, files.succeeded(), (all, out) -> ItemLists.write(lists.succeeded(), out));
    write(source, files.failed(), (all, out) -> ItemLists.write(lists.failed(), out));
    write(source, files.missing(), (all, out) -> ItemLists.write(lists.missing(), out));
    write(source, files.all(), (all, out) -> ItemLists.write(lists.all(), out));
    write(source, files.summary(), SummaryJson::write);
    write(source, files.html(), ReportHtml::write);
    return files;
  }

  private static void refuseWorkingDirectory(BatchRunner batch, RunTable runs, Path directory) {
    if (directory.startsWith(batch.baseDirectory())) {
      throw new InvalidInputException(
          "\"%s\" is in the base project, which every run is cloned from; choose another directory for the report"
              .formatted(directory));
    }
    for (int run = 0; run < runs.size(); run++) {
      if (directory.startsWith(batch.runDirectory(runs.id(run)))) {
        throw new InvalidInputException(
            "\"%s\" is where the run \"%s\" works; choose another directory for the report"
                .formatted(directory, runs.id(run)));
      }
    }
  }

  private static void write(ReportSource source, Path file, Content content) {
    try {
      AtomicFile.write(
          file,
          out -> {
            Writer text =
                new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
            content.write(source, text);
            text.flush();
          });
    } catch (IOException e) {
      throw new BatchRunnerException(
          "cannot write \"%s\" of the report: %s; mend that, or choose another directory"
              .formatted(file, e),
          e);
    }
  }
}
