package io.github.batchrunner.sample.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.batchrunner.core.explain.AttemptExplanation;
import io.github.batchrunner.core.explain.Change;
import io.github.batchrunner.core.explain.Outlook;
import io.github.batchrunner.core.explain.RunExplanation;
import io.github.batchrunner.core.explain.Situation;
import io.github.batchrunner.core.explain.TaskExplanation;
import io.github.batchrunner.core.status.ExecutionSummary;
import io.github.batchrunner.core.status.TaskFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Explanations as JSON; {@code docs/command-line.md} describes it. */
final class ExplainJson {

  private static final JsonFactory JSON = new JsonFactory();

  private final JsonGenerator json;

  private ExplainJson(JsonGenerator json) {
    this.json = json;
  }

  /** Writes the document of a run in UTF-8; the stream stays open. */
  static void write(RunExplanation run, OutputStream out) throws IOException {
    try (JsonGenerator json = generator(out)) {
      new ExplainJson(json).run(run);
    }
  }

  /** Writes the document of a task of a run in UTF-8; the stream stays open. */
  static void write(String runId, TaskExplanation task, OutputStream out) throws IOException {
    try (JsonGenerator json = generator(out)) {
      json.writeStartObject();
      json.writeStringField("run_id", runId);
      new ExplainJson(json).members(task);
      json.writeEndObject();
    }
  }

  private static JsonGenerator generator(OutputStream out) throws IOException {
    return JSON.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
  }

  private void run(RunExplanation run) throws IOException {
    json.writeStartObject();
    json.writeStringField("run_id", run.runId());
    json.writeStringField("state", word(run.state()));
    json.writeStringField("because", run.because());
    json.writeStringField("directory", run.directory().toString());
    json.writeBooleanField("prepared", run.prepared());
    json.writeBooleanField("older_base", run.olderBase());
    json.writeArrayFieldStart("tasks");
    for (TaskExplanation task : run.tasks()) {
      json.writeStartObject();
      members(task);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void members(TaskExplanation task) throws IOException {
    json.writeStringField("task", task.taskId());
    json.writeStringField("label", task.label());
    json.writeStringField("state", word(task.state()));
    situation(task.situation());
    json.writeNumberField("attempts", task.attempts());
    outlook(task.outlook());
    json.writeFieldName("latest");
    if (task.latest().isPresent()) {
      attempt(task.latest().get());
    } else {
      json.writeNull();
    }
  }

  private void situation(Situation situation) throws IOException {
    json.writeObjectFieldStart("situation");
    json.writeStringField("kind", kind(situation));
    json.writeStringField("sentence", situation.sentence());
    if (situation instanceof Situation.AtEngine at) {
      json.writeStringField("owner", at.owner().toString());
      text("pending", at.pending());
    } else if (situation instanceof Situation.WaitsForTasks waits) {
      texts("tasks", waits.needs().stream().map(Situation.OpenNeed::taskId).toList());
    } else if (situation instanceof Situation.Skipped skipped) {
      texts("tasks", skipped.needs().stream().map(Situation.FailedNeed::taskId).toList());
    }
    json.writeEndObject();
  }

  private static String kind(Situation situation) {
    if (situation instanceof Situation.Succeeded) {
      return "succeeded";
    } else if (situation instanceof Situation.SwitchedOff) {
      return "switched_off";
    } else if (situation instanceof Situation.Failed) {
      return "failed";
    } else if (situation instanceof Situation.Skipped) {
      return "skipped";
    } else if (situation instanceof Situation.AtEngine) {
      return "at_engine";
    } else if (situation instanceof Situation.WaitsForTasks) {
      return "waits_for_tasks";
    } else if (situation instanceof Situation.WaitsForItsTurn) {
      return "waits_for_its_turn";
    } else if (situation instanceof Situation.EndNotKnown) {
      return "end_not_known";
    }
    return "nobody_runs";
  }

  private void outlook(Outlook outlook) throws IOException {
    json.writeObjectFieldStart("now");
    json.writeStringField("action", word(outlook.reason().action()));
    json.writeStringField("reason", word(outlook.reason()));
    json.writeStringField("because", outlook.because());
    json.writeArrayFieldStart("changes");
    for (Change change : outlook.changes()) {
      change(change);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void change(Change change) throws IOException {
    json.writeStartObject();
    if (change instanceof Change.OfDefinition definition) {
      json.writeStringField("of", "definition");
      values(definition.values(), definition.more());
    } else if (change instanceof Change.OfFeature feature) {
      json.writeStringField("of", "feature");
      values(feature.properties(), feature.more());
      json.writeBooleanField("elsewhere", feature.elsewhere());
    } else if (change instanceof Change.OfInput input) {
      json.writeStringField("of", "input");
      json.writeStringField("pattern", input.pattern());
      json.writeStringField("how", word(input.how()));
    } else if (change instanceof Change.OfOutput output) {
      json.writeStringField("of", "output");
      json.writeStringField("pattern", output.pattern());
    } else if (change instanceof Change.OfNeed need) {
      json.writeStringField("of", "need");
      json.writeStringField("task", need.taskId());
    }
    json.writeStringField("sentence", change.sentence());
    json.writeEndObject();
  }

  private void values(List<Change.Value> values, int more) throws IOException {
    json.writeArrayFieldStart("values");
    for (Change.Value value : values) {
      json.writeStartObject();
      json.writeStringField("name", value.name());
      json.writeStringField("before", value.before());
      json.writeStringField("now", value.now());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberField("more", more);
  }

  private void attempt(AttemptExplanation attempt) throws IOException {
    json.writeStartObject();
    json.writeNumberField("number", attempt.number());
    json.writeStringField("status", word(attempt.status()));
    json.writeStringField("because", attempt.because());
    json.writeStringField("token", attempt.token());
    json.writeStringField("native_id", attempt.nativeId());
    text("began", attempt.began());
    text("ended", attempt.ended());
    json.writeNumberField("memory_mb", attempt.memoryMb());
    text("log", attempt.log());
    json.writeFieldName("execution");
    if (attempt.execution().isPresent()) {
      execution(attempt.execution().get());
    } else {
      json.writeNull();
    }
    json.writeFieldName("failure");
    if (attempt.failure().isPresent()) {
      failure(attempt.failure().get(), attempt.evidence());
    } else {
      json.writeNull();
    }
    json.writeEndObject();
  }

  private void execution(ExecutionSummary execution) throws IOException {
    json.writeStartObject();
    json.writeNumberField("number", execution.number());
    json.writeStringField("executor", execution.executor());
    json.writeStringField("host", execution.host());
    json.writeNumberField("pid", execution.pid());
    json.writeStringField("started_at", execution.startedAt().toString());
    json.writeEndObject();
  }

  private void failure(TaskFailure failure, List<String> evidence) throws IOException {
    json.writeStartObject();
    json.writeStringField("signature", failure.signature());
    json.writeStringField("kind", failure.failure().kind().name());
    json.writeStringField("message", failure.failure().message());
    texts("evidence", evidence);
    json.writeStringField("detail", failure.failure().detail());
    json.writeEndObject();
  }

  private void text(String name, Optional<?> value) throws IOException {
    if (value.isPresent()) {
      json.writeStringField(name, value.get().toString());
    } else {
      json.writeNullField(name);
    }
  }

  private void texts(String name, List<String> texts) throws IOException {
    json.writeArrayFieldStart(name);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
