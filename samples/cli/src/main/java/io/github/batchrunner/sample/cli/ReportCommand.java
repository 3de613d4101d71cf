package io.github.batchrunner.sample.cli;

import io.github.batchrunner.core.report.BatchReport;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes the report. */
@Command(
    name = "report",
    header = "Write report.html, tables, a map layer and lists of runs into a directory.",
    description = "May be written at any time, also while another process runs the batch.",
    sortOptions = false,
    footer = {"%nExample:", "  batchrunner report data/palouse --out public/palouse"})
final class ReportCommand implements Callable<Integer> {

  /** Where a report goes in a batch. */
  static final String DIRECTORY = "report";

  @Mixin private final BatchArgument batch = new BatchArgument();

  @Option(
      names = "--out",
      paramLabel = "<dir>",
      description = "Where to; default: <batch-dir>/report.")
  private @Nullable Path out;

  private final Terminal terminal;

  ReportCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Path directory = out == null ? batch.directory().resolve(DIRECTORY) : out;
    terminal.answer(BatchReport.write(batch.open(), directory).html().toString());
    return ExitCode.DONE;
  }
}
