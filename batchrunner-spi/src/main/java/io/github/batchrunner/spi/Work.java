package io.github.batchrunner.spi;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an attempt does, with every placeholder already filled in. */
public sealed interface Work {

  /** Returns which of the three kinds this is. */
  WorkKind kind();

  /**
   * Java code, found by name among the {@linkplain TaskHandler handlers} of the process that runs
   * it.
   *
   * @param name the handler's name
   * @param arguments what the pipeline gives it, by name
   */
  record Handler(String name, Map<String, String> arguments) implements Work {
    /** Copies the arguments. */
    public Handler {
      arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
    }

    @Override
    public WorkKind kind() {
      return WorkKind.HANDLER;
    }
  }

  /**
   * A function that the engine's worker knows.
   *
   * @param function its qualified name, such as {@code wepppy.rq.project_rq.build_climate_rq}
   * @param args positional arguments: String, Long, Double, Boolean, null, and List and Map of
   *     these
   * @param kwargs keyword arguments, values as in {@code args}
   * @param failsWhen which results mean that it failed; the executor applies it (rule 9.5)
   */
  record Call(
      String function,
      List<@Nullable Object> args,
      Map<String, @Nullable Object> kwargs,
      FailsWhen failsWhen)
      implements Work {
    /** Returns a call that has failed only if it throws. */
    public Call(
        String function, List<@Nullable Object> args, Map<String, @Nullable Object> kwargs) {
      this(function, args, kwargs, FailsWhen.NEVER);
    }

    /** Copies the arguments, nulls included. */
    public Call {
      Objects.requireNonNull(failsWhen, "failsWhen");
      args = Collections.unmodifiableList(new ArrayList<>(args));
      kwargs = Collections.unmodifiableMap(new LinkedHashMap<>(kwargs));
    }

    @Override
    public WorkKind kind() {
      return WorkKind.CALL;
    }
  }

  /** A program with its arguments: never a shell string. */
  final class Command implements Work {
    private final List<String> argv;
    private final Map<String, String> environment;
    private final @Nullable Path envScript;

    private Command(List<String> argv, Map<String, String> environment, @Nullable Path envScript) {
      if (argv.isEmpty()) {
        throw new IllegalArgumentException("a command has at least the name of a program");
      }
      this.argv = List.copyOf(argv);
      this.environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
      this.envScript = envScript;
    }

    /** Returns a command; {@code argv} is the program and its arguments, each passed as it is. */
    public static Command of(List<String> argv, Map<String, String> environment) {
      return new Command(argv, environment, null);
    }

    /** Returns this command with a POSIX shell script that is sourced before the program starts. */
    public Command withEnvScript(Path script) {
      return new Command(argv, environment, script);
    }

    /** Returns the program and its arguments; never empty. */
    public List<String> argv() {
      return argv;
    }

    /** Returns variables set in addition to those the engine gives. */
    public Map<String, String> environment() {
      return environment;
    }

    /** Returns the script to source before the program starts, where there is one. */
    public Optional<Path> envScript() {
      return Optional.ofNullable(envScript);
    }

    @Override
    public WorkKind kind() {
      return WorkKind.COMMAND;
    }

    @Override
    public String toString() {
      // The environment may hold secrets.
      return "Command" + argv;
    }
  }
}
