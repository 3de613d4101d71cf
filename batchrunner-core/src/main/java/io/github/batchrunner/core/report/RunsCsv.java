package io.github.batchrunner.core.report;

import io.github.batchrunner.core.status.TaskOutcome;
import java.io.IOException;
import java.io.Writer;
import java.util.Optional;
import java.util.OptionalLong;

/** {@code runs.csv}: a row for each run, in the order of the attached file. */
final class RunsCsv {

  private RunsCsv() {}

  static void write(ReportSource source, Writer out) throws IOException {
    CsvWriter csv = new CsvWriter(out);
    csv.header(
        "run_id",
        "state",
        "feature_index",
        "area_m2",
        "attempts",
        "began",
        "ended",
        "duration_s",
        "tasks_succeeded",
        "tasks_failed",
        "tasks_skipped",
        "tasks_running",
        "tasks_waiting",
        "failed_task",
        "failure_kind",
        "failure_signature",
        "failure_message");
    for (int run = 0; run < source.runs(); run++) {
      write(source.run(run), csv);
    }
  }

  private static void write(RunRow run, CsvWriter csv) throws IOException {
    csv.text(run.id());
    csv.text(Words.state(run.state()));
    csv.number(run.feature());
    csv.number(Words.area(run.areaSquareMetres()));
    csv.number(run.attempts());
    csv.instant(run.began());
    csv.instant(run.ended());
    OptionalLong duration = run.durationMillis();
    if (duration.isPresent()) {
      csv.number(Words.seconds(duration.getAsLong()));
    } else {
      csv.empty();
    }
    csv.number(run.count(TaskOutcome.SUCCEEDED));
    csv.number(run.count(TaskOutcome.FAILED));
    csv.number(run.count(TaskOutcome.SKIPPED));
    csv.number(run.count(TaskOutcome.RUNNING));
    csv.number(run.count(TaskOutcome.WAITING));
    Optional<TaskRow> failed = run.failed();
    csv.text(failed.map(row -> row.task().id()).orElse(""));
    csv.text(failed.flatMap(TaskRow::failure).map(f -> f.failure().kind().name()).orElse(""));
    csv.text(failed.flatMap(TaskRow::failure).map(f -> f.signature()).orElse(""));
    csv.text(failed.flatMap(TaskRow::failure).map(f -> f.failure().message()).orElse(""));
    csv.end();
  }
}
