package io.github.batchrunner.core.pipeline;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.internal.files.IoFailure;
import io.github.batchrunner.core.template.Template;
import io.github.batchrunner.spi.FailsWhen;
import io.github.batchrunner.spi.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The JSON form of a pipeline, as {@code docs/file-formats.md} describes it.
 *
 * <p>Unknown keys are errors that name the nearest known one; every error names the task it is in.
 */
public final class PipelineJson {

  private static final long MOST_BYTES = 16 << 20;
  private static final String FAILS_WHEN = "fails_when";
  static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private PipelineJson() {}

  /**
   * Reads a pipeline from a file.
   *
   * @throws InvalidInputException if the file cannot be read or is not a pipeline
   */
  public static Pipeline read(Path file) {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new InvalidInputException(
            "the pipeline \"%s\" is larger than 16 MiB".formatted(file));
      }
      return parse(Files.readString(file));
    } catch (IOException e) {
      throw new InvalidInputException(
          "cannot read the pipeline \"%s\": %s".formatted(file, IoFailure.reason(e)), e);
    } catch (InvalidInputException e) {
      throw new InvalidInputException(
          "the pipeline \"%s\" cannot be used: %s".formatted(file, e.getMessage()), e);
    }
  }

  /**
   * Reads a pipeline from a text.
   *
   * @throws InvalidInputException if the text is not a pipeline
   */
  public static Pipeline parse(String json) {
    JsonNode root;
    try {
      root = JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          "it is not JSON: %s%s".formatted(e.getOriginalMessage(), place(e.getLocation())), e);
    }
    Fields fields = new Fields("the pipeline", root);
    Pipeline.Builder pipeline = Pipeline.builder(fields.requiredText("id"));
    int position = 0;
    for (JsonNode task : fields.list("tasks")) {
      position++;
      pipeline.task(task("task number " + position, task));
    }
    fields.texts("read_only").forEach(pipeline::readOnly);
    fields.end();
    return pipeline.build();
  }

  /** What breaks a limit of the parser, such as that of depth, has no place. */
  private static String place(@Nullable JsonLocation location) {
    return location == null
        ? ""
        : " (line %d, column %d)".formatted(location.getLineNr(), location.getColumnNr());
  }

  /** Returns the JSON form, on one line; reading it gives an equal pipeline. */
  public static String write(Pipeline pipeline) {
    ObjectNode root = JSON.createObjectNode().put("id", pipeline.id());
    ArrayNode tasks = root.putArray("tasks");
    pipeline.tasks().forEach(task -> tasks.add(task(task)));
    if (!pipeline.readOnly().isEmpty()) {
      pipeline.readOnly().forEach(root.putArray("read_only")::add);
    }
    return root.toString();
  }

  /**
   * Returns the JSON form of what a task does, on one line: the part of its definition that decides
   * its results.
   */
  public static String write(WorkDefinition work) {
    return work(work).toString();
  }

  private static TaskDefinition task(String where, JsonNode node) {
    Fields fields = new Fields(where, node);
    String id = fields.requiredText("id");
    fields.rename("task \"" + id + "\"");
    try {
      return task(id, fields);
    } catch (InvalidInputException e) {
      String message = String.valueOf(e.getMessage());
      throw message.contains(fields.where())
          ? e
          : new InvalidInputException(fields.where() + ": " + message, e);
    }
  }

  private static TaskDefinition task(String id, Fields fields) {
    TaskDefinition.Builder task = TaskDefinition.builder(id, work(fields));
    fields.text("label").ifPresent(task::label);
    fields.text("group").ifPresent(task::group);
    fields.texts("needs").forEach(task::needs);
    fields.duration("timeout").ifPresent(task::timeout);
    fields.object("resources").ifPresent(resources -> task.resources(resources(resources)));
    fields.object("retry").ifPresent(retry -> task.retry(retry(retry)));
    fields.object("log").ifPresent(log -> task.log(log(log)));
    fields.texts("inputs").forEach(task::inputs);
    fields.texts("outputs").forEach(task::outputs);
    fields.object("hints").ifPresent(hints -> hints.allTexts().forEach(task::hint));
    fields.end();
    return task.build();
  }

  private static Resources resources(Fields fields) {
    Resources resources =
        new Resources(
            (int) fields.integer("cpus", 1, 1, 1 << 20),
            fields.integer("memory_mb", 0, 0, Long.MAX_VALUE));
    fields.end();
    return resources;
  }

  private static RetryPolicy retry(Fields fields) {
    RetryPolicy.Builder retry = RetryPolicy.builder();
    retry.maxAttempts((int) fields.integer("max_attempts", 1, 1, RetryPolicy.MOST));
    fields.duration("delay").ifPresent(retry::delay);
    retry.delayFactor(fields.number("delay_factor", RetryPolicy.NONE.delayFactor()));
    fields.duration("max_delay").ifPresent(retry::maxDelay);
    retry.jitter(fields.number("jitter", RetryPolicy.NONE.jitter()));
    retry.memoryFactor(fields.number("memory_factor", RetryPolicy.NONE.memoryFactor()));
    retry.maxMemoryMb(fields.integer("max_memory_mb", 0, 1, RetryPolicy.MOST_MEMORY_MB));
    retry.maxLosses(
        (int) fields.integer("max_losses", RetryPolicy.NONE.maxLosses(), 0, RetryPolicy.MOST));
    fields.end();
    return retry.build();
  }

  private static LogRules log(Fields fields) {
    LogRules rules =
        new LogRules(fields.texts("failure"), fields.texts("ignore"), fields.texts("success"));
    fields.end();
    return rules;
  }

  private static WorkDefinition work(Fields task) {
    Fields fields =
        task.object("work")
            .orElseThrow(
                () ->
                    task.error(
                        "has no \"work\": give it a \"handler\", a \"call\" or a \"command\""));
    long kinds = List.of("handler", "call", "command").stream().filter(fields::has).count();
    if (kinds != 1) {
      throw task.error("has exactly one of \"handler\", \"call\" and \"command\" in its \"work\"");
    }
    WorkDefinition work;
    if (fields.has("handler")) {
      String name = fields.requiredText("handler");
      work = new WorkDefinition.Handler(name, templates(fields.object("args")));
    } else if (fields.has("call")) {
      Fields call = fields.object("call").orElseThrow();
      work =
          new WorkDefinition.Call(
              call.requiredText("function"),
              WorkDefinition.templates(call.values("args")),
              call.templateValues("kwargs"),
              failsWhen(call));
      call.end();
    } else {
      work =
          new WorkDefinition.Command(
              fields.texts("command").stream().map(fields::template).toList(),
              templates(fields.object("env")),
              fields.text("env_script").stream().map(fields::template).toList());
    }
    fields.end();
    return work;
  }

  private static FailsWhen failsWhen(Fields call) {
    String name = call.text(FAILS_WHEN).orElse(lowerCase(FailsWhen.NEVER));
    return Stream.of(FailsWhen.values())
        .filter(rule -> lowerCase(rule).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                call.error(
                    "has a \"%s\" that is none of %s: \"%s\""
                        .formatted(
                            FAILS_WHEN,
                            Stream.of(FailsWhen.values()).map(PipelineJson::lowerCase).toList(),
                            name)));
  }

  private static String lowerCase(FailsWhen rule) {
    return rule.name().toLowerCase(Locale.ROOT);
  }

  private static Map<String, Template> templates(Optional<Fields> object) {
    Map<String, Template> templates = new LinkedHashMap<>();
    object.ifPresent(
        fields ->
            fields.allTexts().forEach((name, text) -> templates.put(name, fields.template(text))));
    return templates;
  }

  private static ObjectNode task(TaskDefinition task) {
    ObjectNode node = JSON.createObjectNode().put("id", task.id());
    if (!task.label().equals(task.id())) {
      node.put("label", task.label());
    }
    if (!task.group().equals(task.id())) {
      node.put("group", task.group());
    }
    putTexts(node, "needs", task.needs());
    node.set("work", work(task.work()));
    task.timeout().ifPresent(timeout -> node.put("timeout", timeout.toString()));
    if (!task.resources().equals(Resources.DEFAULT)) {
      node.putObject("resources")
          .put("cpus", task.resources().cpus())
          .put("memory_mb", task.resources().memoryMb());
    }
    if (!task.retry().equals(RetryPolicy.NONE)) {
      putRetry(node.putObject("retry"), task.retry());
    }
    if (!task.log().isEmpty()) {
      ObjectNode log = node.putObject("log");
      putTexts(log, "failure", task.log().failure());
      putTexts(log, "ignore", task.log().ignore());
      putTexts(log, "success", task.log().success());
    }
    putTexts(node, "inputs", task.inputs());
    putTexts(node, "outputs", task.outputs());
    if (!task.hints().isEmpty()) {
      ObjectNode hints = node.putObject("hints");
      task.hints().forEach(hints::put);
    }
    return node;
  }

  private static void putRetry(ObjectNode node, RetryPolicy retry) {
    node.put("max_attempts", retry.maxAttempts())
        .put("delay", retry.delay().toString())
        .put("delay_factor", retry.delayFactor())
        .put("max_delay", retry.maxDelay().toString())
        .put("jitter", retry.jitter())
        .put("max_losses", retry.maxLosses());
    if (retry.memoryFactor() > 1) {
      node.put("memory_factor", retry.memoryFactor());
    }
    if (retry.maxMemoryMb() > 0) {
      node.put("max_memory_mb", retry.maxMemoryMb());
    }
  }

  private static ObjectNode work(WorkDefinition work) {
    ObjectNode node = JSON.createObjectNode();
    if (work instanceof WorkDefinition.Handler handler) {
      node.put("handler", handler.name());
      putSources(node, "args", handler.arguments());
    } else if (work instanceof WorkDefinition.Call call) {
      ObjectNode inner = node.putObject("call").put("function", call.function());
      inner.set("args", JSON.valueToTree(sources(call.args())));
      inner.set("kwargs", JSON.valueToTree(sources(call.kwargs())));
      if (call.failsWhen() != FailsWhen.NEVER) {
        inner.put(FAILS_WHEN, lowerCase(call.failsWhen()));
      }
    } else if (work instanceof WorkDefinition.Command command) {
      putTexts(node, "command", command.argv().stream().map(Template::source).toList());
      putSources(node, "env", command.environment());
      command.envScript().forEach(script -> node.put("env_script", script.source()));
    }
    return node;
  }

  private static void putTexts(ObjectNode node, String key, List<String> texts) {
    if (!texts.isEmpty()) {
      ArrayNode array = node.putArray(key);
      texts.forEach(array::add);
    }
  }

  private static void putSources(ObjectNode node, String key, Map<String, Template> templates) {
    if (!templates.isEmpty()) {
      ObjectNode object = node.putObject(key);
      templates.forEach((name, template) -> object.put(name, template.source()));
    }
  }

  private static @Nullable Object sources(@Nullable Object value) {
    if (value instanceof Template template) {
      return template.source();
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> sources = new ArrayList<>();
      list.forEach(element -> sources.add(sources(element)));
      return sources;
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> sources = new LinkedHashMap<>();
      map.forEach((key, element) -> sources.put((String) key, sources(element)));
      return sources;
    }
    return value;
  }
}
