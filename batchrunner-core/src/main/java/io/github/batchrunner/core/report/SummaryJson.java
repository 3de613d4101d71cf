package io.github.batchrunner.core.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.batchrunner.core.pipeline.TaskDefinition;
import io.github.batchrunner.core.status.BatchStatus;
import io.github.batchrunner.core.status.ExecutionSummary;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code summary.json}: what {@code status --json} says, and the watersheds, the executions and how
 * long tasks took.
 */
final class SummaryJson {

  private SummaryJson() {}

  static void write(ReportSource source, Writer out) throws IOException {
    try (JsonGenerator json = JsonText.generator(out).useDefaultPrettyPrinter()) {
      JsonText.write(json, document(source));
    }
    out.write('\n');
  }

  /** Returns the document as plain values. */
  static Map<String, @Nullable Object> document(ReportSource source) {
    BatchStatus status = source.status();
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("batch", status.batch());
    document.put("state", Words.state(status.state()));
    document.put("as_of", source.latest().map(Instant::toString).orElse(null));
    Map<String, @Nullable Object> runs = counts(status.runs());
    runs.remove("skipped");
    document.put("runs", runs);
    document.put("tasks", counts(status.tasks()));
    document.put("failures", status.failures().stream().map(SummaryJson::group).toList());
    document.put("watersheds", watersheds(source));
    document.put("pipeline", source.reader().pipeline().id());
    document.put(
        "executions", source.reader().executions().stream().map(SummaryJson::execution).toList());
    document.put("task_durations", durations(source));
    return document;
  }

  private static Map<String, @Nullable Object> counts(BatchStatus.Counts counts) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("total", counts.total());
    map.put("succeeded", counts.succeeded());
    map.put("failed", counts.failed());
    map.put("running", counts.running());
    map.put("waiting", counts.waiting());
    map.put("skipped", counts.skipped());
    return map;
  }

  /** Returns a failure group as plain values. */
  static Map<String, @Nullable Object> group(BatchStatus.FailureGroup group) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("signature", group.signature());
    map.put("kind", group.kind());
    map.put("task", group.taskId());
    map.put("count", group.count());
    map.put("example_run", group.exampleRun());
    map.put("message", group.message());
    map.put("evidence", group.evidence());
    map.put("first_at", group.firstAt().toString());
    map.put("latest_at", group.latestAt().toString());
    map.put("ended", group.ended());
    return map;
  }

  private static Map<String, @Nullable Object> watersheds(ReportSource source) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("file", source.watersheds().file().getFileName().toString());
    map.put("features", source.watersheds().count());
    map.put("coordinates", source.watersheds().coordinateSystem().epsg());
    map.put("declared_crs", source.watersheds().coordinateSystem().declaredName());
    return map;
  }

  private static Map<String, @Nullable Object> execution(ExecutionSummary execution) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("number", execution.number());
    map.put("executor", execution.executor());
    map.put("host", execution.host());
    map.put("pid", execution.pid());
    map.put("started_at", execution.startedAt().toString());
    map.put("ended_at", execution.endedAt().map(Instant::toString).orElse(null));
    map.put("cancelled", execution.cancelled());
    return map;
  }

  /** Returns the runs by how many attempts of a task they have had: attempts → runs. */
  static Map<String, @Nullable Object> attempts(TaskFigures figures) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    figures.attempts().forEach((attempts, runs) -> map.put(String.valueOf(attempts), runs));
    return map;
  }

  private static List<Map<String, @Nullable Object>> durations(ReportSource source) {
    List<Map<String, @Nullable Object>> list = new ArrayList<>();
    for (int task = 0; task < source.tasks().size(); task++) {
      TaskDefinition definition = source.reader().pipeline().task(task);
      TaskFigures figures = source.tasks().get(task);
      TaskDurations durations = figures.durations();
      boolean known = durations.count() > 0;
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      map.put("task", definition.id());
      map.put("label", definition.label());
      map.put("succeeded", figures.succeeded());
      map.put("failed", figures.failed());
      map.put("attempts", attempts(figures));
      map.put("min_s", known ? Words.seconds(durations.min()) : null);
      map.put("median_s", known ? Words.seconds(durations.median()) : null);
      map.put("p90_s", known ? Words.seconds(durations.p90()) : null);
      map.put("max_s", known ? Words.seconds(durations.max()) : null);
      list.add(map);
    }
    return list;
  }
}
