package io.github.batchrunner.core.pipeline;

import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.template.Template;
import io.github.batchrunner.core.template.TemplateNames;
import io.github.batchrunner.core.template.TemplateScope;
import io.github.batchrunner.spi.FailsWhen;
import io.github.batchrunner.spi.Work;
import io.github.batchrunner.spi.WorkKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a task does, with placeholders such as {@code {run_id}} and {@code {wd}} still in it.
 *
 * <p>Texts that people write are templates ({@code docs/templates.md}): a literal brace is written
 * twice.
 */
public sealed interface WorkDefinition {

  /** How deep lists and maps may lie in each other in the arguments of a call. */
  int MOST_DEPTH = 100;

  /** Returns which of the three kinds of work this is. */
  WorkKind kind();

  /** Fills in the placeholders for one run. */
  Work render(TemplateScope scope);

  /** Returns Java code found by name, without arguments. */
  static WorkDefinition handler(String name) {
    return new Handler(name, Map.of());
  }

  /** Returns a program and its arguments, each of them a template. */
  static Command command(String... argv) {
    return new Command(
        Arrays.stream(argv).map(WorkDefinition::template).toList(), Map.of(), List.of());
  }

  /**
   * Returns a call of a worker's function; every String in the arguments, at any depth, is a
   * template.
   *
   * @param args as in {@link Call}, with String in the place of Template; other whole numbers than
   *     Long are made one, and Float a Double
   * @throws InvalidInputException if an argument is something else, or lies deeper than {@link
   *     #MOST_DEPTH}
   */
  static Call call(String function, Object... args) {
    return new Call(function, templates(Arrays.asList(args)), Map.of());
  }

  /**
   * Compiles a text that may hold the placeholders of commands.
   *
   * @throws InvalidInputException if it is not a template
   */
  static Template template(String text) {
    return Template.compile(text, TemplateNames.COMMAND);
  }

  /**
   * Java code found by name.
   *
   * @param name the handler's name, taken as it is
   * @param arguments templates by name
   */
  record Handler(String name, Map<String, Template> arguments) implements WorkDefinition {
    /** Copies the arguments. */
    public Handler {
      if (name.isBlank()) {
        throw new InvalidInputException("a handler has a name, but \"\" was given");
      }
      arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
    }

    @Override
    public WorkKind kind() {
      return WorkKind.HANDLER;
    }

    @Override
    public Work render(TemplateScope scope) {
      return new Work.Handler(name, renderValues(arguments, scope));
    }
  }

  /**
   * A function that an engine's worker knows.
   *
   * @param function its qualified name, taken as it is
   * @param args positional arguments: {@link Template}, Long, finite Double, Boolean, null, and
   *     List and Map (with String keys) of these
   * @param kwargs keyword arguments, values likewise
   * @param failsWhen which results mean that it failed although it returned
   */
  record Call(
      String function,
      List<@Nullable Object> args,
      Map<String, @Nullable Object> kwargs,
      FailsWhen failsWhen)
      implements WorkDefinition {
    /** Returns a call that has failed only if it throws. */
    public Call(
        String function, List<@Nullable Object> args, Map<String, @Nullable Object> kwargs) {
      this(function, args, kwargs, FailsWhen.NEVER);
    }

    /** Copies the arguments. */
    public Call {
      if (function.isBlank()) {
        throw new InvalidInputException("a call has a function, but \"\" was given");
      }
      args = Collections.unmodifiableList(new ArrayList<>(args));
      kwargs = Collections.unmodifiableMap(new LinkedHashMap<>(kwargs));
    }

    /** Returns this call with a rule which results mean that it failed. */
    public Call failingWhen(FailsWhen rule) {
      return new Call(function, args, kwargs, rule);
    }

    @Override
    public WorkKind kind() {
      return WorkKind.CALL;
    }

    @Override
    public Work render(TemplateScope scope) {
      return new Work.Call(function, renderList(args, scope), renderMap(kwargs, scope), failsWhen);
    }
  }

  /**
   * A program with its arguments.
   *
   * @param argv templates of the program and of each argument
   * @param environment templates by variable name
   * @param envScript template of the path of a script to source first; empty for none, never more
   *     than one
   */
  record Command(List<Template> argv, Map<String, Template> environment, List<Template> envScript)
      implements WorkDefinition {
    /** Copies the parts. */
    public Command {
      if (argv.isEmpty()) {
        throw new InvalidInputException(
            "a command is a list that begins with a program, but it is empty");
      }
      argv = List.copyOf(argv);
      environment.keySet().forEach(Command::requireVariable);
      environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
      envScript = List.copyOf(envScript);
    }

    private static void requireVariable(String name) {
      if (name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0) {
        throw new InvalidInputException(
            "the name of an environment variable has at least one character and no \"=\", but \"%s\" was given"
                .formatted(name));
      }
    }

    /** Returns this command with one more environment variable, whose value is a template. */
    public Command withEnvironment(String name, String value) {
      Map<String, Template> more = new LinkedHashMap<>(environment);
      more.put(name, template(value));
      return new Command(argv, more, envScript);
    }

    /**
     * Returns this command with a script, the path of which is a template, that is sourced before
     * the program starts.
     */
    public Command withEnvScript(String path) {
      return new Command(argv, environment, List.of(template(path)));
    }

    @Override
    public WorkKind kind() {
      return WorkKind.COMMAND;
    }

    @Override
    public Work render(TemplateScope scope) {
      List<String> rendered = argv.stream().map(argument -> argument.evaluate(scope)).toList();
      Work.Command command = Work.Command.of(rendered, renderValues(environment, scope));
      return envScript.isEmpty()
          ? command
          : command.withEnvScript(Path.of(envScript.get(0).evaluate(scope)));
    }
  }

  /**
   * Returns a copy in which every String, at any depth, has become a {@link Template}.
   *
   * @throws InvalidInputException as {@link #call}
   */
  static List<@Nullable Object> templates(List<? extends @Nullable Object> values) {
    return templates(values, 1);
  }

  private static List<@Nullable Object> templates(List<?> values, int depth) {
    if (depth > MOST_DEPTH) {
      throw new InvalidInputException(
          "the arguments of a call lie at most %d deep in each other; make them flatter"
              .formatted(MOST_DEPTH));
    }
    List<@Nullable Object> compiled = new ArrayList<>(values.size());
    values.forEach(value -> compiled.add(templatesIn(value, depth)));
    return compiled;
  }

  private static @Nullable Object templatesIn(@Nullable Object value, int depth) {
    if (value instanceof String text) {
      return template(text);
    }
    if (value instanceof List<?> list) {
      return templates(list, depth + 1);
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> compiled = new LinkedHashMap<>();
      List<@Nullable Object> elements = templates(new ArrayList<>(map.values()), depth + 1);
      int place = 0;
      for (Object key : map.keySet()) {
        compiled.put(requireText(key), elements.get(place++));
      }
      return compiled;
    }
    return plain(value);
  }

  private static @Nullable Object plain(@Nullable Object value) {
    if (value == null || value instanceof Boolean || value instanceof Long) {
      return value;
    }
    if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
      return ((Number) value).longValue();
    }
    if ((value instanceof Double || value instanceof Float)
        && Double.isFinite(((Number) value).doubleValue())) {
      return ((Number) value).doubleValue();
    }
    throw new InvalidInputException(
        "an argument of a call is a text, a whole number of 64 bits, a finite number, a truth value, null, a list or a map, but \"%s\" was given"
            .formatted(value));
  }

  private static String requireText(@Nullable Object key) {
    if (key instanceof String text) {
      return text;
    }
    throw new InvalidInputException(
        "a map in the arguments of a call has texts as keys, but \"%s\" was given".formatted(key));
  }

  private static Map<String, String> renderValues(
      Map<String, Template> templates, TemplateScope scope) {
    Map<String, String> rendered = new LinkedHashMap<>();
    templates.forEach((name, template) -> rendered.put(name, template.evaluate(scope)));
    return rendered;
  }

  private static List<@Nullable Object> renderList(List<?> values, TemplateScope scope) {
    List<@Nullable Object> rendered = new ArrayList<>(values.size());
    values.forEach(value -> rendered.add(renderAny(value, scope)));
    return rendered;
  }

  private static Map<String, @Nullable Object> renderMap(Map<?, ?> values, TemplateScope scope) {
    Map<String, @Nullable Object> rendered = new LinkedHashMap<>();
    values.forEach((key, value) -> rendered.put((String) key, renderAny(value, scope)));
    return rendered;
  }

  private static @Nullable Object renderAny(@Nullable Object value, TemplateScope scope) {
    if (value instanceof Template template) {
      return template.evaluate(scope);
    }
    if (value instanceof List<?> list) {
      return renderList(list, scope);
    }
    return value instanceof Map<?, ?> map ? renderMap(map, scope) : value;
  }
}
