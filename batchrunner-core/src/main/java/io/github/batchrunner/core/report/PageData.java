package io.github.batchrunner.core.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.batchrunner.core.pipeline.TaskDefinition;
import io.github.batchrunner.core.status.BatchStatus.FailureGroup;
import io.github.batchrunner.core.status.TaskFailure;
import io.github.batchrunner.core.status.TaskOutcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The data of the page, in the form {@code report.js} reads.
 *
 * <p>What a browser can show is bounded: so many runs, those that failed first; so many failure
 * groups, the most frequent first; and so much of each message. The numbers are those of the whole
 * batch in any case.
 */
final class PageData {

  private static final int MOST_RUNS = 50_000;
  private static final int MOST_GROUPS = 100;
  private static final int MOST_MESSAGE = 200;
  private static final int MOST_DETAIL = 4_000;

  private PageData() {}

  static void write(ReportSource source, JsonGenerator json) throws IOException {
    int[] runs = shownRuns(source);
    MapShapes shapes =
        MapShapes.of(
            source.watersheds(), IntStream.of(runs).map(source.reader().runs()::feature).toArray());
    long epoch = epoch(source);
    json.writeStartObject();
    json.writeFieldName("summary");
    JsonText.write(json, summary(source));
    json.writeFieldName("tasks");
    JsonText.write(json, tasks(source));
    json.writeStringField("retry", RetryCommand.ofAll(source.directory()));
    json.writeStringField("explain", RetryCommand.explanation(source.directory()));
    json.writeNumberField("groupCount", source.status().failures().size());
    json.writeFieldName("groups");
    JsonText.write(json, groups(source));
    json.writeFieldName("map");
    JsonText.write(
        json,
        Map.of(
            "width", shapes.width(),
            "height", shapes.height(),
            "coordinates", coordinates(source)));
    json.writeNumberField("epoch", epoch);
    json.writeArrayFieldStart("rows");
    for (int place = 0; place < runs.length; place++) {
      json.writeRaw('\n');
      writeRow(source.run(runs[place]), epoch, shapes.shape(place), json);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static int[] shownRuns(ReportSource source) {
    int all = source.runs();
    if (all <= MOST_RUNS) {
      return IntStream.range(0, all).toArray();
    }
    TaskOutcome[] states =
        IntStream.range(0, all)
            .mapToObj(run -> source.reader().outcome(source.reader().outcomes(run)))
            .toArray(TaskOutcome[]::new);
    return List.of(
            TaskOutcome.FAILED, TaskOutcome.RUNNING, TaskOutcome.WAITING, TaskOutcome.SUCCEEDED)
        .stream()
        .flatMapToInt(state -> IntStream.range(0, all).filter(run -> states[run] == state))
        .limit(MOST_RUNS)
        .toArray();
  }

  /** Returns what times are counted from, to make them short. */
  private static long epoch(ReportSource source) {
    return source.reader().executions().stream()
        .mapToLong(execution -> execution.startedAt().toEpochMilli())
        .min()
        .orElse(0);
  }

  private static Map<String, @Nullable Object> summary(ReportSource source) {
    Map<String, @Nullable Object> summary = SummaryJson.document(source);
    // These two are given with more, and not without bounds, in members of their own.
    summary.remove("failures");
    summary.remove("task_durations");
    return summary;
  }

  private static List<Map<String, @Nullable Object>> tasks(ReportSource source) {
    List<Map<String, @Nullable Object>> list = new ArrayList<>();
    for (int task = 0; task < source.tasks().size(); task++) {
      TaskDefinition definition = source.reader().pipeline().task(task);
      TaskFigures figures = source.tasks().get(task);
      TaskDurations durations = figures.durations();
      boolean known = durations.count() > 0;
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      map.put("id", definition.id());
      map.put("label", definition.label());
      map.put("enabled", source.reader().enabled(task));
      map.put("succeeded", figures.succeeded());
      map.put("failed", figures.failed());
      map.put("min", known ? durations.min() : null);
      map.put("median", known ? durations.median() : null);
      map.put("p90", known ? durations.p90() : null);
      map.put("max", known ? durations.max() : null);
      map.put("attempts", SummaryJson.attempts(figures));
      map.put("durations", durations(durations));
      list.add(map);
    }
    return list;
  }

  /** Returns {@code [shortest in ms, longest in ms, how many]} of each class of durations. */
  private static List<List<Number>> durations(TaskDurations durations) {
    List<List<Number>> list = new ArrayList<>();
    durations
        .classes()
        .forEach(
            (number, count) ->
                list.add(
                    List.of(
                        TaskDurations.shortestOf(number),
                        TaskDurations.shortestOf(number + 1),
                        count)));
    return list;
  }

  private static List<Map<String, @Nullable Object>> groups(ReportSource source) {
    List<FailureGroup> groups = source.status().failures().stream().limit(MOST_GROUPS).toList();
    Map<String, String> details = details(source, groups);
    List<Map<String, @Nullable Object>> list = new ArrayList<>();
    for (FailureGroup group : groups) {
      Map<String, @Nullable Object> map = SummaryJson.group(group);
      map.put("message", beginning(group.message(), MOST_DETAIL));
      map.put("detail", end(details.getOrDefault(group.signature(), "")));
      map.put("retry", RetryCommand.of(source.directory(), group.signature()));
      list.add(map);
    }
    return list;
  }

  /** Returns what the example of each group said last, by signature. */
  private static Map<String, String> details(ReportSource source, List<FailureGroup> groups) {
    Map<String, List<FailureGroup>> byRun = new HashMap<>();
    groups.forEach(
        group -> byRun.computeIfAbsent(group.exampleRun(), id -> new ArrayList<>()).add(group));
    Map<String, String> details = new HashMap<>();
    for (int run = 0; run < source.runs() && !groups.isEmpty(); run++) {
      if (byRun.containsKey(source.reader().runs().id(run))) {
        for (TaskRow task : source.run(run).tasks()) {
          task.failure().ifPresent(f -> details.putIfAbsent(f.signature(), f.failure().detail()));
        }
      }
    }
    return details;
  }

  private static String coordinates(ReportSource source) {
    String declared = source.watersheds().coordinateSystem().declaredName();
    return declared.isEmpty() ? source.watersheds().coordinateSystem().epsg() : declared;
  }

  /**
   * Writes {@code [id, state, states of the tasks, feature, area in m², [began, took, attempts of
   * each task], [[task, kind, signature, message] of each failure], shape]}; times are
   * milliseconds, those of the beginning since the epoch of the page.
   */
  private static void writeRow(RunRow run, long epoch, String shape, JsonGenerator json)
      throws IOException {
    StringBuilder states = new StringBuilder();
    run.tasks().forEach(task -> states.append(letter(task.outcome())));
    json.writeStartArray();
    json.writeString(run.id());
    json.writeString(String.valueOf(letter(run.state())));
    json.writeString(states.toString());
    json.writeNumber(run.feature());
    json.writeNumber(Math.round(run.areaSquareMetres()));
    json.writeStartArray();
    for (TaskRow task : run.tasks()) {
      JsonText.write(json, task.isTimed() ? task.attempt().began() - epoch : null);
      JsonText.write(json, task.isTimed() ? task.durationMillis() : null);
      json.writeNumber(task.attempt().attempts());
    }
    json.writeEndArray();
    json.writeStartArray();
    for (int task = 0; task < run.tasks().size(); task++) {
      if (run.tasks().get(task).failure().isPresent()) {
        writeFailure(task, run.tasks().get(task).failure().get(), json);
      }
    }
    json.writeEndArray();
    json.writeString(shape);
    json.writeEndArray();
  }

  private static void writeFailure(int task, TaskFailure failure, JsonGenerator json)
      throws IOException {
    json.writeStartArray();
    json.writeNumber(task);
    json.writeString(failure.failure().kind().name());
    json.writeString(failure.signature());
    json.writeString(beginning(failure.failure().message(), MOST_MESSAGE));
    json.writeEndArray();
  }

  private static char letter(TaskOutcome outcome) {
    return switch (outcome) {
      case SUCCEEDED -> 's';
      case FAILED -> 'f';
      case SKIPPED -> 'k';
      case RUNNING -> 'r';
      case WAITING -> 'w';
      case DISABLED -> 'd';
    };
  }

  private static String beginning(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most) + "…";
  }

  private static String end(String text) {
    return text.length() <= MOST_DETAIL ? text : "…" + text.substring(text.length() - MOST_DETAIL);
  }
}
