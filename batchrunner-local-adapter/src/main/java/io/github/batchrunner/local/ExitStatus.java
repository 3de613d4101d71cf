package io.github.batchrunner.local;

import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Says what the status of an ended process means.
 *
 * <p>Java tells the end by signal <i>n</i> as status 128+<i>n</i>, which is also what a shell
 * returns for a program that a signal has ended, and what any program may return by itself. Such a
 * status is reported as the signal where that signal ends programs, else as the code it is; the
 * message tells the status either way.
 */
final class ExitStatus {

  private static final int SIGNAL_BASE = 128;
  private static final int MOST_SIGNALS = 64;
  private static final int SIGKILL = 9;

  /** Signals that stop, continue or do nothing on Linux: no program ends by them. */
  private static final Set<Integer> HARMLESS = Set.of(17, 18, 19, 20, 21, 22, 23, 28);

  /** The names that mean the same number on Linux and macOS. */
  private static final Map<Integer, String> NAMES =
      Map.ofEntries(
          Map.entry(1, "SIGHUP"),
          Map.entry(2, "SIGINT"),
          Map.entry(3, "SIGQUIT"),
          Map.entry(4, "SIGILL"),
          Map.entry(5, "SIGTRAP"),
          Map.entry(6, "SIGABRT"),
          Map.entry(8, "SIGFPE"),
          Map.entry(SIGKILL, "SIGKILL"),
          Map.entry(11, "SIGSEGV"),
          Map.entry(13, "SIGPIPE"),
          Map.entry(14, "SIGALRM"),
          Map.entry(15, "SIGTERM"),
          Map.entry(24, "SIGXCPU"),
          Map.entry(25, "SIGXFSZ"));

  private ExitStatus() {}

  /**
   * Returns the failure behind a status; null for 0.
   *
   * @param program what was run, for the message
   * @param endOfLog asked only if it has failed
   */
  static @Nullable Failure failure(
      int status, String program, OomKills oomKills, Supplier<String> endOfLog) {
    if (status == 0) {
      return null;
    }
    return failed(status, program, oomKills).withDetail(endOfLog.get());
  }

  /** Tells whether a status may say that a signal has ended the program. */
  static boolean mayBeSignal(int status) {
    int signal = status - SIGNAL_BASE;
    return signal >= 1 && signal <= MOST_SIGNALS && !HARMLESS.contains(signal);
  }

  private static Failure failed(int status, String program, OomKills oomKills) {
    int signal = status - SIGNAL_BASE;
    if (!mayBeSignal(status)) {
      return Failure.of(FailureKind.EXIT_CODE, program + " ended with exit code " + status)
          .withExitCode(status);
    }
    if (signal == SIGKILL && oomKills.anotherOne()) {
      return Failure.of(
              FailureKind.OUT_OF_MEMORY,
              program + " was ended by the system because memory ran out (signal 9, SIGKILL)")
          .withSignal(signal);
    }
    String name = NAMES.containsKey(signal) ? ", " + NAMES.get(signal) : "";
    return Failure.of(
            FailureKind.EXIT_CODE,
            "%s was ended by signal %d%s (status %d)".formatted(program, signal, name, status))
        .withSignal(signal);
  }
}
