package io.github.batchrunner.sample.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.batchrunner.core.clone.BaseChanges;
import io.github.batchrunner.core.execution.Lowering;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.plan.BatchPlan;
import io.github.batchrunner.core.plan.Reason;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A plan as JSON, written task by task so that its size does not matter. */
final class PlanJson {

  private static final JsonFactory JSON = new JsonFactory();

  private PlanJson() {}

  /**
   * Writes the document in UTF-8; the stream stays open.
   *
   * @param changes what existing runs do not have of the base project; null where nobody asked
   */
  static void write(
      BatchPlan plan, Lowering lowering, @Nullable BaseChanges changes, OutputStream out)
      throws IOException {
    try (JsonGenerator json =
        JSON.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
      json.writeStartObject();
      json.writeNumberField("runs", plan.runs().size());
      json.writeNumberField("tasks", plan.tasks());
      json.writeNumberField("to_run", plan.toRun());
      json.writeNumberField("up_to_date", plan.count(Reason.UP_TO_DATE));
      json.writeNumberField("disabled", plan.count(Reason.DISABLED));
      json.writeObjectFieldStart("lowering");
      json.writeStringField("mode", lowering.mode().name().toLowerCase(Locale.ROOT));
      json.writeStringField("reason", lowering.reason());
      json.writeEndObject();
      if (changes != null) {
        writeChanges(changes, json);
      }
      json.writeArrayFieldStart("items");
      Pipeline pipeline = plan.pipeline();
      for (int run = 0; run < plan.runs().size(); run++) {
        for (int task = 0; task < pipeline.size(); task++) {
          json.writeStartObject();
          json.writeStringField("run_id", plan.runs().id(run));
          json.writeStringField("task", pipeline.task(task).id());
          json.writeStringField(
              "action", plan.reason(run, task).action().name().toLowerCase(Locale.ROOT));
          json.writeStringField("reason", plan.explain(run, task));
          json.writeEndObject();
        }
      }
      json.writeEndArray();
      json.writeEndObject();
    }
  }

  private static void writeChanges(BaseChanges changes, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("base_changes");
    json.writeNumberField("runs", changes.runs());
    json.writeNumberField("behind", changes.behind());
    json.writeArrayFieldStart("changes");
    for (BaseChanges.Change change : changes.changes()) {
      json.writeStartObject();
      json.writeStringField("file", change.file());
      json.writeStringField("attribute", change.attribute());
      json.writeNumberField("take", change.taking());
      json.writeNumberField("conflict", change.conflicting());
      json.writeNumberField("keep", change.keeping());
      json.writeStringField("example_conflict", change.exampleConflict());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
