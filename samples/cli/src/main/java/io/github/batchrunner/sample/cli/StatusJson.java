package io.github.batchrunner.sample.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.batchrunner.core.status.BatchStatus;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;

/** The status of a batch as JSON. */
final class StatusJson {

  private static final JsonFactory JSON = new JsonFactory();

  /** So many runs of a group are named; {@code count} says how many there are. */
  private static final int MOST_RUNS = 100;

  private static final int MOST_DETAIL = 2_000;

  private StatusJson() {}

  /** Returns a state as people and scripts read it, such as {@code running}. */
  static String word(BatchStatus.State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  /** Writes the document in UTF-8; the stream stays open. */
  static void write(BatchStatus status, OutputStream out) throws IOException {
    try (JsonGenerator json =
        JSON.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
      json.writeStartObject();
      json.writeStringField("batch", status.batch());
      json.writeStringField("state", word(status.state()));
      json.writeObjectFieldStart("runs");
      writeCounts(json, status.runs());
      json.writeEndObject();
      json.writeObjectFieldStart("tasks");
      writeCounts(json, status.tasks());
      json.writeNumberField("skipped", status.tasks().skipped());
      json.writeEndObject();
      json.writeArrayFieldStart("failures");
      for (BatchStatus.FailureGroup group : status.failures()) {
        json.writeStartObject();
        json.writeStringField("signature", group.signature());
        json.writeStringField("kind", group.kind());
        json.writeNumberField("count", group.count());
        json.writeStringField("example_run", group.exampleRun());
        json.writeStringField("message", group.message());
        writeMore(json, group);
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
  }

  private static void writeMore(JsonGenerator json, BatchStatus.FailureGroup group)
      throws IOException {
    json.writeStringField("task", group.taskId());
    json.writeStringField("pattern", group.pattern());
    writeTexts(json, "evidence", group.evidence());
    json.writeStringField("detail", endOf(group.detail()));
    json.writeStringField("first_at", group.firstAt().toString());
    json.writeStringField("latest_at", group.latestAt().toString());
    json.writeNumberField("ended", group.ended());
    List<String> runs = group.runs();
    writeTexts(json, "runs", runs.subList(0, Math.min(runs.size(), MOST_RUNS)));
  }

  private static void writeTexts(JsonGenerator json, String name, List<String> texts)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }

  private static String endOf(String detail) {
    int start = Math.max(0, detail.length() - MOST_DETAIL);
    boolean splitsPair =
        start > 0
            && start < detail.length()
            && Character.isLowSurrogate(detail.charAt(start))
            && Character.isHighSurrogate(detail.charAt(start - 1));
    return detail.substring(splitsPair ? start + 1 : start);
  }

  private static void writeCounts(JsonGenerator json, BatchStatus.Counts counts)
      throws IOException {
    json.writeNumberField("total", counts.total());
    json.writeNumberField("succeeded", counts.succeeded());
    json.writeNumberField("failed", counts.failed());
    json.writeNumberField("running", counts.running());
    json.writeNumberField("waiting", counts.waiting());
  }
}
