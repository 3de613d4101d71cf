package io.github.batchrunner.core.report;

import io.github.batchrunner.core.status.TaskFailure;
import io.github.batchrunner.spi.Failure;
import java.io.IOException;
import java.io.Writer;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** {@code tasks.csv}: a row for each task of each run, run by run in the order of the pipeline. */
final class TasksCsv {

  private TasksCsv() {}

  static void write(ReportSource source, Writer out) throws IOException {
    CsvWriter csv = new CsvWriter(out);
    csv.header(
        "run_id",
        "task",
        "state",
        "attempts",
        "began",
        "ended",
        "duration_s",
        "failure_kind",
        "exit_code",
        "signal",
        "failure_signature",
        "failure_message");
    for (int run = 0; run < source.runs(); run++) {
      RunRow row = source.run(run);
      for (TaskRow task : row.tasks()) {
        write(row.id(), task, csv);
      }
    }
  }

  private static void write(String runId, TaskRow task, CsvWriter csv) throws IOException {
    csv.text(runId);
    csv.text(task.task().id());
    csv.text(Words.state(task.outcome()));
    csv.number(task.attempt().attempts());
    csv.instant(time(task.attempt().began()));
    csv.instant(time(task.attempt().ended()));
    if (task.isTimed()) {
      csv.number(Words.seconds(task.durationMillis()));
    } else {
      csv.empty();
    }
    Optional<Failure> failure = task.failure().map(TaskFailure::failure);
    csv.text(failure.map(known -> known.kind().name()).orElse(""));
    number(failure.map(Failure::exitCode).orElse(OptionalInt.empty()), csv);
    number(failure.map(Failure::signal).orElse(OptionalInt.empty()), csv);
    csv.text(task.failure().map(TaskFailure::signature).orElse(""));
    csv.text(failure.map(Failure::message).orElse(""));
    csv.end();
  }

  private static OptionalLong time(long millis) {
    return millis > 0 ? OptionalLong.of(millis) : OptionalLong.empty();
  }

  private static void number(OptionalInt value, CsvWriter csv) throws IOException {
    if (value.isPresent()) {
      csv.number(value.getAsInt());
    } else {
      csv.empty();
    }
  }
}
