package io.github.batchrunner.local;

import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import io.github.batchrunner.spi.Submission;
import io.github.batchrunner.spi.Work;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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
 * <p>The program gets its arguments as they are. A shell takes part only if there is a script to
 * source first, and then its text is always the same: the script and the program come as arguments.
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

  private static final Pattern ERROR_NUMBER = Pattern.compile("error=(\\d{1,9})");

  private static final File NOWHERE = new File(File.separatorChar == '\\' ? "NUL" : "/dev/null");

  private final LocalOptions options;
  private final Submission submission;
  private final Work.Command command;
  private final String mark;

  Launch(LocalOptions options, Submission submission, Work.Command command, String mark) {
    this.options = options;
    this.submission = submission;
    this.command = command;
    this.mark = mark;
  }

  Process start() throws IOException {
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
    builder.command(argv(script));
    LogKeeper.createDirectory(submission.logFile());
    return builder.start();
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
      return environment("the working directory \"%s\" is not there".formatted(submission.wd()));
    }
    if (script != null && !Files.isReadable(script)) {
      return environment("the env_script \"%s\" is not there or cannot be read".formatted(script));
    }
    if (!ERRORS_OF_THE_PROGRAM.contains(errorNumber(error))) {
      return Failure.of(
          FailureKind.INFRASTRUCTURE,
          "program \"%s\" could not be started: %s".formatted(program, reason(error)));
    }
    return environment(
        program.indexOf('/') >= 0
            ? "program \"%s\" cannot be run: %s".formatted(program, reason(error))
            : "program \"%s\" is not to be found, or not executable, in PATH \"%s\": install it or"
                    .formatted(program, searchPath())
                + " give its full path");
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
    Path found = inOwnPath();
    if (found != null) {
      List<String> argv = new ArrayList<>(command.argv());
      argv.set(0, found.toString());
      return argv;
    }
    return command.argv();
  }

  /** Looks where the command's own PATH says; Java itself only looks in that of this process. */
  private @Nullable Path inOwnPath() {
    String program = command.argv().get(0);
    String path = command.environment().get("PATH");
    if (path == null || program.indexOf('/') >= 0) {
      return null;
    }
    for (String directory : path.split(File.pathSeparator, -1)) {
      Path candidate = submission.wd().resolve(directory).resolve(program);
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
