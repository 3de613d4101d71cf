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
import io.github.batchrunner.core.text.NearestName;
import io.github.batchrunner.spi.FailsWhen;
import io.github.batchrunner.spi.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
  private static final JsonMapper JSON =
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
    fields.where = "task \"" + id + "\"";
    try {
      return task(id, fields);
    } catch (InvalidInputException e) {
      String message = String.valueOf(e.getMessage());
      throw message.contains(fields.where)
          ? e
          : new InvalidInputException(fields.where + ": " + message, e);
    }
  }

  private static TaskDefinition task(String id, Fields fields) {
    TaskDefinition.Builder task = TaskDefinition.builder(id, work(fields));
    fields.text("label").ifPresent(task::label);
    fields.text("group").ifPresent(task::group);
    fields.texts("needs").forEach(task::needs);
    fields.duration("timeout").ifPresent(task::timeout);
    fields.object("resources").ifPresent(resources -> task.resources(resources(resources)));
    fields
        .object("retry")
        .ifPresent(
            retry -> {
              task.retry(new RetryPolicy((int) retry.integer("max_attempts", 1, 1, 100)));
              retry.end();
            });
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
      node.putObject("retry").put("max_attempts", task.retry().maxAttempts());
    }
    putTexts(node, "inputs", task.inputs());
    putTexts(node, "outputs", task.outputs());
    if (!task.hints().isEmpty()) {
      ObjectNode hints = node.putObject("hints");
      task.hints().forEach(hints::put);
    }
    return node;
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

  /** The members of one JSON object, of which none may be left unread. */
  private static final class Fields {
    private String where;
    private final JsonNode object;
    private final Set<String> known = new LinkedHashSet<>();

    Fields(String where, JsonNode object) {
      this.where = where;
      this.object = object;
      if (!object.isObject()) {
        throw error("is not a JSON object");
      }
    }

    boolean has(String key) {
      known.add(key);
      return object.has(key);
    }

    Optional<String> text(String key) {
      return has(key) ? Optional.of(text(key, object.get(key))) : Optional.empty();
    }

    String requiredText(String key) {
      return text(key).orElseThrow(() -> error("has no \"" + key + "\""));
    }

    List<JsonNode> list(String key) {
      if (!has(key)) {
        return List.of();
      }
      JsonNode node = object.get(key);
      if (!node.isArray()) {
        throw error("has a \"%s\" that is not a list: %s".formatted(key, node));
      }
      List<JsonNode> elements = new ArrayList<>();
      node.forEach(elements::add);
      return elements;
    }

    List<String> texts(String key) {
      return list(key).stream().map(node -> text(key, node)).toList();
    }

    List<@Nullable Object> values(String key) {
      List<@Nullable Object> values = new ArrayList<>();
      list(key).forEach(node -> values.add(JSON.convertValue(node, Object.class)));
      return values;
    }

    Map<String, @Nullable Object> templateValues(String key) {
      Map<String, @Nullable Object> values = new LinkedHashMap<>();
      object(key)
          .ifPresent(
              fields ->
                  fields
                      .object
                      .properties()
                      .forEach(
                          e ->
                              values.put(
                                  e.getKey(),
                                  WorkDefinition.templates(
                                          Collections.singletonList(
                                              JSON.convertValue(e.getValue(), Object.class)))
                                      .get(0))));
      return values;
    }

    Optional<Fields> object(String key) {
      return has(key)
          ? Optional.of(new Fields("\"" + key + "\" of " + where, object.get(key)))
          : Optional.empty();
    }

    Map<String, String> allTexts() {
      Map<String, String> texts = new LinkedHashMap<>();
      object.properties().forEach(e -> texts.put(e.getKey(), text(e.getKey(), e.getValue())));
      return texts;
    }

    Optional<Duration> duration(String key) {
      return text(key)
          .map(
              text -> {
                try {
                  return Duration.parse(text);
                } catch (DateTimeParseException e) {
                  throw error(
                      "has a \"%s\" that is not an ISO 8601 duration such as \"PT12H\": \"%s\""
                          .formatted(key, text));
                }
              });
    }

    long integer(String key, long ifAbsent, long least, long most) {
      if (!has(key)) {
        return ifAbsent;
      }
      JsonNode node = object.get(key);
      if (!node.isIntegralNumber()
          || !node.canConvertToLong()
          || node.longValue() < least
          || node.longValue() > most) {
        throw error(
            "has a \"%s\" that is not a whole number from %d to %d: %s"
                .formatted(key, least, most, node));
      }
      return node.longValue();
    }

    Template template(String text) {
      try {
        return WorkDefinition.template(text);
      } catch (InvalidInputException e) {
        throw new InvalidInputException(where + ": " + e.getMessage(), e);
      }
    }

    void end() {
      object
          .fieldNames()
          .forEachRemaining(
              key -> {
                if (!known.contains(key)) {
                  throw error(
                      "has an unknown key \"%s\"%s".formatted(key, NearestName.hint(key, known)));
                }
              });
    }

    InvalidInputException error(String problem) {
      return new InvalidInputException(where + " " + problem);
    }

    private String text(String key, JsonNode node) {
      if (!node.isTextual()) {
        throw error("has a \"%s\" that is not a text: %s".formatted(key, node));
      }
      return node.textValue();
    }
  }
}
