package io.github.batchrunner.local;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The small POSIX shell program around each command that lets it survive its host.
 *
 * <p>It claims the attempt by creating its {@linkplain AttemptFile file}, which fails if there is
 * one; runs the command; and appends how that ended. Its text is always the same: file, record and
 * command come as arguments. Only what is built into the shell is used, so it costs little. It
 * outlives the signals that a command is asked to end with; what it runs gets them as if it were
 * not there.
 *
 * <p>Where this process has a terminal, the command gets a session of its own, so that what a
 * person types there (Ctrl-C, say) does not reach it. That needs the program {@code setsid}, which
 * macOS lacks.
 */
final class Wrapper {

  private static final Logger LOG = LoggerFactory.getLogger(Wrapper.class);

  /** The status of the wrapper if it could not claim the attempt, and so has run nothing. */
  static final int NOT_CLAIMED = 125;

  private static final String PROGRAM =
      """
      exec 2>/dev/null
      set -C
      printf '%s %s\\n' "$$" "$2" >"$1" || exit 125
      trap : HUP INT QUIT TERM
      (shift 2; exec "$@") 2>&1
      set -- "$1" "$?"
      printf 'end %s\\n' "$2" >>"$1"
      exit "$2"
      """;

  /**
   * The same for a program that is given with its path: it cannot be taken for a builtin of the
   * shell, which then starts it without a copy of itself in between.
   */
  private static final String PROGRAM_OF_PATH =
      """
      set -C
      printf '%s %s\\n' "$$" "$2" 2>/dev/null >"$1" || exit 125
      trap : HUP INT QUIT TERM
      batchrunner() { shift 2; "$@"; }
      batchrunner "$@"
      set -- "$1" "$?"
      printf 'end %s\\n' "$2" 2>/dev/null >>"$1"
      exit "$2"
      """;

  /** For a command that is not to have a variable that some shells set. */
  private static final String WITHOUT_PWD = "shift 2; unset PWD;";

  private static final Path SHELL = Path.of("/bin/sh");
  private static final Path ENV = Path.of("/usr/bin/env");
  private static final List<Path> SETSID =
      List.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid"));

  /** What a shell passes on as it is, but for some that it uses itself. */
  private static final Pattern SHELL_VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z_0-9]*");

  private static final Set<String> VARIABLES_OF_THE_SHELL =
      Set.of("IFS", "LINENO", "OPTIND", "PPID");

  private static final int FIELDS_BEFORE_TERMINAL = 4;

  private final boolean works;
  private final List<String> before;

  private Wrapper(boolean works, List<String> before) {
    this.works = works;
    this.before = before;
  }

  /** Finds out what this machine and this process have. */
  static Wrapper find() {
    boolean works =
        File.separatorChar == '/' && Files.isExecutable(SHELL) && Files.isExecutable(ENV);
    if (!works && File.separatorChar == '/') {
      LOG.warn("there is no {} or no {}: commands end with this process", SHELL, ENV);
    }
    return new Wrapper(
        works,
        hasTerminal()
            ? SETSID.stream().filter(Files::isExecutable).limit(1).map(Path::toString).toList()
            : List.of());
  }

  /** Tells whether commands can survive this process. */
  boolean works() {
    return works;
  }

  /**
   * Returns what runs a command within the wrapper.
   *
   * @param claim the file of the attempt
   * @param record what is written into it, one line
   * @param argv the program and its arguments
   * @param environment what the program is to find in its environment
   */
  List<String> around(
      Path claim, String record, List<String> argv, Map<String, String> environment) {
    List<String> all = new ArrayList<>(before);
    all.addAll(List.of(SHELL.toString(), "-c"));
    List<String> run = new ArrayList<>();
    environment.forEach(
        (name, value) -> {
          if (!SHELL_VARIABLE.matcher(name).matches() || VARIABLES_OF_THE_SHELL.contains(name)) {
            run.add(name + "=" + value);
          }
        });
    if (!run.isEmpty()) {
      run.add(0, ENV.toString());
    }
    run.addAll(argv);
    String program = run.get(0).indexOf('/') < 0 ? PROGRAM : PROGRAM_OF_PATH;
    all.add(environment.containsKey("PWD") ? program : program.replace("shift 2;", WITHOUT_PWD));
    all.addAll(List.of("batchrunner", claim.toString(), record));
    all.addAll(run);
    return all;
  }

  /** Where that cannot be known, there may be one. */
  private static boolean hasTerminal() {
    try {
      String stat = Files.readString(Path.of("/proc/self/stat"));
      // pid (any text) state parent group session terminal ...: see proc(5)
      String[] fields =
          stat.substring(stat.lastIndexOf(')') + 2).split(" ", FIELDS_BEFORE_TERMINAL + 2);
      return !fields[FIELDS_BEFORE_TERMINAL].equals("0");
    } catch (IOException | ArrayIndexOutOfBoundsException e) {
      return true;
    }
  }
}
