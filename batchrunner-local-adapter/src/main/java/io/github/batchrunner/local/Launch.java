package io.github.batchrunner.local;

import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import io.github.batchrunner.spi.Submission;
import io.github.batchrunner.spi.Work;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Starts the process of a command.
 *
 * <p>The program gets its arguments as they are. Shells take part, to {@linkplain Wrapper wrap} it
 * and if there is a script to source first, but their text is always the same: the script and the
 * program come as arguments.
 */
final class Launch {

  /**
   * The function hides the program's arguments from the script, which could take them for its own.
   */
  private static final String SOURCE_THEN_EXEC =
      "batchrunner_env() { . \"$0\"; }; batchrunner_env && exec \"$@\"";

  private static final Set<String> BASIC_VARIABLES =
      Set.of("PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "TZ", "TMPDIR");

  /** The errors of a start that lie with the program: ENOENT, E2BIG, ENOEXEC, EACCES, and so on. */
  private static final Set<Integer> ERRORS_OF_THE_PROGRAM = Set.of(2, 7, 8, 13, 20, 21, 36, 40);

  private static final Pattern INTERPRETER = Pattern.compile("#![ \\t]*(/\\S+)");

  private static final Pattern ERROR_NUMBER = Pattern.compile("error=(\\d{1,9})");

  private static final File NOWHERE = new File(File.separatorChar == '\\' ? "NUL" : "/dev/null");

  /** How a shell says that a program cannot be run, or is not there. */
  private static final Set<Integer> STATUS_OF_UNRUNNABLE = Set.of(126, 127);

  private static final int MOST_INTERPRETER_BYTES = 256;

  private final Engine engine;
  private final LocalOptions options;
  private final Submission submission;
  private final Work.Command command;
  private final String mark;
  private final AttemptFile file;

  /** Says that there is no sense in starting it. */
  static final class ImpossibleException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    ImpossibleException(Failure failure) {
      super(failure.message());
      this.failure = failure;
    }

    Failure failure() {
      return failure;
    }
  }

  Launch(
      Engine engine, Submission submission, Work.Command command, String mark, AttemptFile file) {
    this.engine = engine;
    this.options = engine.options();
    this.submission = submission;
    this.command = command;
    this.mark = mark;
    this.file = file;
  }

  /** Tells whether what is started survives this process. */
  boolean wrapped() {
    return engine.wrapper().works();
  }

  /**
   * Starts it.
   *
   * @param logStart where in the log file its output begins
   */
  Process start(Attempt attempt, long logStart) throws IOException, ImpossibleException {
    Path script = script();
    if (script != null && !Files.isReadable(script)) {
      throw new NoSuchFileException(script.toString());
    }
    ProcessBuilder builder =
        new ProcessBuilder()
            .directory(submission.wd().toFile())
            .redirectErrorStream(true)
            .redirectInput(Redirect.from(NOWHERE))
            .redirectOutput(Redirect.appendTo(submission.logFile().toFile()));
    setEnvironment(builder.environment());
    LogKeeper.createDirectory(submission.logFile());
    if (wrapped()) {
      requireProgram(script);
      file.createDirectory();
      Trace.Beginning beginning =
          new Trace.Beginning(
              attempt.now(),
              submission.timeout().orElse(Duration.ZERO),
              logStart,
              Machine.name(),
              engine.processes().owner(),
              program(),
              submission.logFile());
      builder.command(
          engine
              .wrapper()
              .around(file.path(), beginning.text(), argv(script), builder.environment()));
    } else {
      builder.command(argv(script));
    }
    return start(builder);
  }

  /**
   * Starts a process without the context class loader of the host: Java's thread that waits for the
   * process inherits it and lives on with a command that is left running, and would keep all
   * classes of an application that has been undeployed.
   */
  private static Process start(ProcessBuilder builder) throws IOException {
    Thread thread = Thread.currentThread();
    ClassLoader ofHost = thread.getContextClassLoader();
    thread.setContextClassLoader(null);
    try {
      return builder.start();
    } finally {
      thread.setContextClassLoader(ofHost);
    }
  }

  /** The shell would say it in the log only, and with a status that programs use too. */
  private void requireProgram(@Nullable Path script) throws ImpossibleException {
    if (!Files.isDirectory(submission.wd())) {
      throw new ImpossibleException(noDirectory());
    }
    String program = command.argv().get(0);
    if (script != null || searchPath().isEmpty()) {
      return; // the script, or the shell, decides where it is looked for
    }
    if (program.indexOf('/') < 0) {
      if (inPath(searchPath()) == null) {
        throw new ImpossibleException(notInPath());
      }
      return;
    }
    Path path = submission.wd().resolve(program);
    if (!Files.exists(path)) {
      throw new ImpossibleException(unrunnable("No such file or directory"));
    }
    if (Files.isDirectory(path) || !Files.isExecutable(path)) {
      throw new ImpossibleException(unrunnable("Permission denied"));
    }
  }

  /** Says why the shell could not run the program, if that is what the status means; else null. */
  @Nullable Failure explain(int status) {
    if (!STATUS_OF_UNRUNNABLE.contains(status) || script() != null) {
      return null;
    }
    String program = command.argv().get(0);
    Path path = program.indexOf('/') < 0 ? inPath(searchPath()) : submission.wd().resolve(program);
    String interpreter = path == null ? "" : interpreter(path);
    return interpreter.isEmpty() || Files.isExecutable(submission.wd().resolve(interpreter))
        ? null
        : unrunnable("there is no program \"%s\" to interpret it".formatted(interpreter));
  }

  /** Returns the program that the first line of a script names; empty if there is none. */
  private static String interpreter(Path program) {
    try (InputStream stream = Files.newInputStream(program)) {
      String start =
          new String(stream.readNBytes(MOST_INTERPRETER_BYTES), StandardCharsets.ISO_8859_1);
      Matcher matcher = INTERPRETER.matcher(start);
      return matcher.lookingAt() ? matcher.group(1) : "";
    } catch (IOException e) {
      return "";
    }
  }

  /** Returns what was started, for messages about its end. */
  String program() {
    String program = command.argv().get(0);
    String name = program.substring(program.lastIndexOf('/') + 1);
    Path script = script();
    return script == null ? name : "%s (or its env_script \"%s\")".formatted(name, script);
  }

  /** Says why the process could not be started. */
  Failure explain(IOException error) {
    String program = command.argv().get(0);
    Path script = script();
    if (!Files.isDirectory(submission.wd())) {
      return noDirectory();
    }
    if (script != null && !Files.isReadable(script)) {
      return environment("the env_script \"%s\" is not there or cannot be read".formatted(script));
    }
    if (!ERRORS_OF_THE_PROGRAM.contains(errorNumber(error))) {
      return Failure.of(
          FailureKind.INFRASTRUCTURE,
          "program \"%s\" could not be started: %s".formatted(program, reason(error)));
    }
    return program.indexOf('/') >= 0 || wrapped() ? unrunnable(reason(error)) : notInPath();
  }

  private Failure noDirectory() {
    return environment("the working directory \"%s\" is not there".formatted(submission.wd()));
  }

  private Failure unrunnable(String why) {
    return environment("program \"%s\" cannot be run: %s".formatted(command.argv().get(0), why));
  }

  private Failure notInPath() {
    return environment(
        "program \"%s\" is not to be found, or not executable, in PATH \"%s\": install it or give its"
                .formatted(command.argv().get(0), searchPath())
            + " full path");
  }

  private @Nullable Path script() {
    Path own = command.envScript().orElse(null);
    return own == null ? options.envScript() : submission.wd().resolve(own).toAbsolutePath();
  }

  private void setEnvironment(Map<String, String> environment) {
    if (!options.inheritEnvironment()) {
      environment.keySet().retainAll(BASIC_VARIABLES);
    }
    environment.putAll(command.environment());
    environment.put(ProcessTable.VARIABLE, mark);
  }

  private List<String> argv(@Nullable Path script) {
    if (script != null) {
      List<String> argv = new ArrayList<>();
      argv.addAll(List.of("/bin/sh", "-c", SOURCE_THEN_EXEC, script.toString()));
      argv.addAll(command.argv());
      return argv;
    }
    Path found = mustBeFoundHere() ? inPath(searchPath()) : null;
    if (found != null) {
      List<String> argv = new ArrayList<>(command.argv());
      argv.set(0, found.toString());
      return argv;
    }
    return command.argv();
  }

  /**
   * Java itself only looks in the PATH of this process, not in the command's own; and a shell may
   * take a name that begins like an option for one.
   */
  private boolean mustBeFoundHere() {
    String program = command.argv().get(0);
    return program.indexOf('/') < 0
        && (wrapped() ? program.startsWith("-") : command.environment().containsKey("PATH"));
  }

  private @Nullable Path inPath(String path) {
    for (String directory : path.split(File.pathSeparator, -1)) {
      Path candidate = submission.wd().resolve(directory).resolve(command.argv().get(0));
      if (Files.isExecutable(candidate) && Files.isRegularFile(candidate)) {
        return candidate;
      }
    }
    return null;
  }

  private String searchPath() {
    String own = command.environment().get("PATH");
    String path = own == null ? System.getenv("PATH") : own;
    return path == null ? "" : path;
  }

  private static Failure environment(String message) {
    return Failure.of(FailureKind.ENVIRONMENT, message);
  }

  private static int errorNumber(IOException error) {
    Matcher matcher = ERROR_NUMBER.matcher(reason(error));
    return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
  }

  /** Returns what the system says, without the command around it. */
  private static String reason(IOException error) {
    Throwable cause = error.getCause() == null ? error : error.getCause();
    return String.valueOf(cause.getMessage());
  }
}
