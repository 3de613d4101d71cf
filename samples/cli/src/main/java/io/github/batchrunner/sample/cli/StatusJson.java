package io.github.batchrunner.sample.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.batchrunner.core.execution.TimeLeft;
import io.github.batchrunner.core.status.BatchStatus;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Optional;

/** The status of a batch as JSON. */
final class StatusJson {

  private static final JsonFactory JSON = new JsonFactory();

  private StatusJson() {}

  /** Returns a state as people and scripts read it, such as {@code running}. */
  static String word(BatchStatus.State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  /** Writes the document in UTF-8; the stream stays open. */
  static void write(BatchStatus status, Optional<TimeLeft> timeLeft, OutputStream out)
      throws IOException {
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
      json.writeFieldName("time_left_s");
      if (timeLeft.isPresent()) {
        write(timeLeft.get(), json);
      } else {
        json.writeNull();
      }
      json.writeArrayFieldStart("failures");
      for (BatchStatus.FailureGroup group : status.failures()) {
        json.writeStartObject();
        json.writeStringField("signature", group.signature());
        json.writeStringField("kind", group.kind());
        json.writeNumberField("count", group.count());
        json.writeStringField("example_run", group.exampleRun());
        json.writeStringField("message", group.message());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
  }

  private static void write(TimeLeft timeLeft, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeNumberField("low", timeLeft.low().toSeconds());
    json.writeNumberField("likely", timeLeft.likely().toSeconds());
    json.writeNumberField("high", timeLeft.high().toSeconds());
    json.writeEndObject();
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
