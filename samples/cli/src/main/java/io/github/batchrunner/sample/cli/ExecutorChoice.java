package io.github.batchrunner.sample.cli;

import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.engine.Executors;
import io.github.batchrunner.core.engine.OpenExecutor;
import io.github.batchrunner.core.engine.Plugins;
import io.github.batchrunner.core.execution.Dependencies;
import io.github.batchrunner.core.execution.Lowering;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.spi.ExecutorOptions;
import io.github.batchrunner.spi.InvalidOptionException;
import io.github.batchrunner.spi.OptionSpec;
import io.github.batchrunner.spi.TaskExecutorProvider;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What runs the tasks. */
final class ExecutorChoice {

  @Option(
      names = "--executor",
      paramLabel = "<id>",
      description = "What runs the tasks; \"executors\" lists them.")
  private @Nullable String id;

  @Option(
      names = "-O",
      paramLabel = "<name=value>",
      description =
          "An option of the executor. May be repeated. A secret one may stand in the environment "
              + "instead, as BATCHRUNNER_<NAME>, so that no list of processes shows it.")
  private List<String> options = new ArrayList<>();

  /** Tells whether the command line says anything of an executor. */
  boolean isGiven() {
    return id != null || !options.isEmpty();
  }

  /**
   * Checks that there is such an executor and that it has such options, without opening it.
   *
   * @param ifNotGiven the executor when the command line names none
   */
  void check(String ifNotGiven) {
    TaskExecutorProvider provider = Plugins.find().provider(id(ifNotGiven));
    try {
      ExecutorOptions.parse(provider.id(), provider.options(), parsed(provider));
    } catch (InvalidOptionException e) {
      throw new InvalidInputException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Returns how this executor keeps the dependencies of a pipeline, without opening it. */
  Lowering lowering(String ifNotGiven, Pipeline pipeline, Dependencies wanted) {
    TaskExecutorProvider provider = Plugins.find().provider(id(ifNotGiven));
    try {
      ExecutorOptions parsed =
          ExecutorOptions.parse(provider.id(), provider.options(), parsed(provider));
      return Lowering.of(pipeline, provider.id(), provider.capabilities(parsed), wanted);
    } catch (InvalidOptionException e) {
      throw new InvalidInputException(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Opens the executor.
   *
   * @param terminal where it is said that a secret is open to everybody
   */
  OpenExecutor open(String ifNotGiven, Terminal terminal) {
    TaskExecutorProvider provider = Plugins.find().provider(id(ifNotGiven));
    warn(provider, terminal);
    return Executors.open(provider.id(), parsed(provider));
  }

  private String id(String ifNotGiven) {
    return id == null ? ifNotGiven : id;
  }

  private Map<String, String> parsed(TaskExecutorProvider provider) {
    Map<String, String> parsed = new LinkedHashMap<>();
    for (OptionSpec option : provider.options()) {
      String value = option.secret() ? fromEnvironment(option.name()) : null;
      if (value != null) {
        parsed.put(option.name(), value);
      }
    }
    parsed.putAll(given());
    return parsed;
  }

  /** Returns the environment variable of a secret option. */
  static String variable(String option) {
    return "BATCHRUNNER_" + option.toUpperCase(Locale.ROOT);
  }

  /** Returns a secret option that the environment gives; an empty one is none. */
  static @Nullable String fromEnvironment(String option) {
    String value = System.getenv(variable(option));
    return value == null || value.isBlank() ? null : value;
  }

  /** Returns what to say when a secret is an argument. */
  static String warning(String argument, String variable) {
    return "warning: everybody on this machine can read the secret in "
        + argument
        + " while this runs; set "
        + variable
        + " in the environment instead";
  }

  private void warn(TaskExecutorProvider provider, Terminal terminal) {
    Map<String, String> given = given();
    for (OptionSpec option : provider.options()) {
      if (option.secret() && Secrets.revealing(given.getOrDefault(option.name(), ""))) {
        terminal.say(warning("-O " + option.name() + "=", variable(option.name())));
      }
    }
  }

  private Map<String, String> given() {
    Map<String, String> parsed = new LinkedHashMap<>();
    for (String option : options) {
      int equals = option.indexOf('=');
      if (equals < 1) {
        // What was given may be a secret, so it is not shown.
        throw new InvalidInputException(
            "-O takes name=value, but number %d of them has no name or no \"=\""
                .formatted(parsed.size() + 1));
      }
      String name = option.substring(0, equals);
      if (parsed.put(name, option.substring(equals + 1)) != null) {
        throw new InvalidInputException("-O %s is given more than once".formatted(name));
      }
    }
    return parsed;
  }
}
