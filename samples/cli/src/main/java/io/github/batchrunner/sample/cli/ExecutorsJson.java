package io.github.batchrunner.sample.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.batchrunner.core.engine.PluginIssue;
import io.github.batchrunner.core.engine.Plugins;
import io.github.batchrunner.spi.Capabilities;
import io.github.batchrunner.spi.OptionSpec;
import io.github.batchrunner.spi.TaskExecutorProvider;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** The executors as JSON; what is not limited, or not known, is null. */
final class ExecutorsJson {

  private static final JsonFactory JSON = new JsonFactory();

  private ExecutorsJson() {}

  /** Returns a constant as scripts read it, such as {@code poll}. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** Writes the document in UTF-8; the stream stays open. */
  static void write(Plugins plugins, OutputStream out) throws IOException {
    try (JsonGenerator json =
        JSON.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
      json.writeStartObject();
      json.writeArrayFieldStart("executors");
      for (TaskExecutorProvider provider : plugins.providers()) {
        write(json, provider);
      }
      json.writeEndArray();
      json.writeArrayFieldStart("issues");
      for (PluginIssue issue : plugins.issues()) {
        json.writeStartObject();
        json.writeStringField("plugin", issue.plugin());
        json.writeStringField("problem", issue.problem());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
  }

  private static void write(JsonGenerator json, TaskExecutorProvider provider) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", provider.id());
    json.writeStringField("description", provider.description());
    json.writeArrayFieldStart("options");
    for (OptionSpec option : provider.options()) {
      json.writeStartObject();
      json.writeStringField("name", option.name());
      json.writeStringField("type", word(option.type()));
      json.writeFieldName("default");
      if (option.defaultValue().isPresent() && !option.secret()) {
        json.writeString(option.defaultValue().get());
      } else {
        json.writeNull();
      }
      json.writeBooleanField("secret", option.secret());
      json.writeStringField("description", option.description());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeFieldName("capabilities");
    Optional<Capabilities> capabilities = ExecutorsCommand.capabilities(provider);
    if (capabilities.isPresent()) {
      write(json, capabilities.get());
    } else {
      json.writeNull();
    }
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Capabilities capabilities) throws IOException {
    json.writeStartObject();
    writeWords(json, "work_kinds", capabilities.workKinds());
    json.writeFieldName("native_dependencies");
    Optional<Capabilities.NativeDependencies> dependencies = capabilities.nativeDependencies();
    if (dependencies.isPresent()) {
      json.writeStartObject();
      json.writeNumberField("max_fan_in", dependencies.get().maxFanIn());
      json.writeStringField("on_failure", word(dependencies.get().onFailure()));
      json.writeEndObject();
    } else {
      json.writeNull();
    }
    writeLimit(json, "slots", capabilities.slots(), capabilities.slots() > 0);
    json.writeNumberField("max_submission_size", capabilities.maxSubmissionSize());
    writeLimit(
        json,
        "max_payload_bytes",
        capabilities.maxPayloadBytes(),
        capabilities.maxPayloadBytes() < Long.MAX_VALUE);
    json.writeFieldName("submissions_per_second");
    if (Double.isFinite(capabilities.submissionsPerSecond())) {
      json.writeNumber(capabilities.submissionsPerSecond());
    } else {
      json.writeNull();
    }
    json.writeStringField("delivery", word(capabilities.delivery()));
    json.writeStringField("poll_interval", capabilities.pollInterval().toString());
    json.writeStringField("ended_retention", capabilities.endedRetention().toString());
    json.writeStringField("reattach", word(capabilities.reattach()));
    writeWords(json, "reattach_kinds", capabilities.reattachKinds());
    json.writeBooleanField("cancels_queued", capabilities.cancelsQueued());
    json.writeBooleanField("cancels_running", capabilities.cancelsRunning());
    writeWords(json, "abilities", capabilities.abilities());
    json.writeEndObject();
  }

  private static void writeLimit(JsonGenerator json, String name, long value, boolean limited)
      throws IOException {
    json.writeFieldName(name);
    if (limited) {
      json.writeNumber(value);
    } else {
      json.writeNull();
    }
  }

  private static void writeWords(
      JsonGenerator json, String name, Collection<? extends Enum<?>> constants) throws IOException {
    json.writeArrayFieldStart(name);
    for (String word : constants.stream().map(ExecutorsJson::word).sorted().toList()) {
      json.writeString(word);
    }
    json.writeEndArray();
  }
}
