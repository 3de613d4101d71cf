package io.github.batchrunner.rq.executor;

import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what RQ's workers write about a failed job: a traceback, or a sentence of their own about a
 * job that ended otherwise.
 */
final class Traceback {

  private static final int MOST_OF_MESSAGE = 500;
  private static final int MOST_OF_DETAIL = 32_000;

  private static final int SIGNAL_KILL = 9;
  private static final int SIGNAL_TERM = 15;

  /**
   * How long workers wait after the timeout before they kill a work-horse that does not heed it.
   */
  private static final Duration KILLED_AFTER_TIMEOUT = Duration.ofSeconds(30);

  private static final Pattern WORK_HORSE =
      Pattern.compile(
          "Work-horse (?:process )?(?:was )?terminated unexpectedly.{0,20}?waitpid returned"
              + " (\\d{1,9})(?: \\(signal (\\d{1,3})\\))?",
          Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

  private static final Pattern OUT_OF_MEMORY =
      Pattern.compile("\\bout of memory\\b|\\boom\\b|\\boom-?killed?\\b", Pattern.CASE_INSENSITIVE);

  private static final List<String> WITHOUT_A_WORKER =
      List.of(
          "AbandonedJobError", "Moved to FailedJobRegistry", "Job was stuck in intermediate queue");

  private Traceback() {}

  /**
   * Returns why a job failed.
   *
   * @param text what RQ keeps, empty if nothing
   * @param ran how long it ran, as far as that is known
   * @param limit how long it was allowed to
   */
  static Failure read(String text, Duration ran, Duration limit) {
    String said = text.strip();
    return FailureLine.find(said).orElseGet(() -> ofPython(said, ran, limit));
  }

  private static Failure ofPython(String said, Duration ran, Duration limit) {
    if (said.isEmpty()) {
      return Failure.of(
          FailureKind.NODE_LOST,
          "RQ gave the job up without a word, as it does when the worker that had it is gone");
    }
    boolean timeUp = limit.toSeconds() > 0 && ran.compareTo(limit.plus(KILLED_AFTER_TIMEOUT)) >= 0;
    Matcher horse = WORK_HORSE.matcher(said);
    Failure failure;
    if (horse.find() && !said.startsWith("Traceback")) {
      failure = workHorse(said, horse, timeUp);
    } else {
      failure = Failure.of(kind(said), exception(said));
    }
    return failure.withDetail(end(said, MOST_OF_DETAIL));
  }

  /** Tells whether the text says that the process that ran the job was killed. */
  static boolean saysKilled(String text) {
    Matcher horse = WORK_HORSE.matcher(text);
    return horse.find() && signal(horse) == SIGNAL_KILL;
  }

  private static Failure workHorse(String said, Matcher horse, boolean timeUp) {
    int signal = signal(horse);
    if (OUT_OF_MEMORY.matcher(said).find()) {
      return Failure.of(FailureKind.OUT_OF_MEMORY, "the job used too much memory and was killed");
    }
    if (signal == SIGNAL_KILL && timeUp) {
      return Failure.of(
          FailureKind.TIMEOUT, "the time was up; the job did not heed that and was killed");
    }
    if (signal == SIGNAL_KILL || signal == SIGNAL_TERM) {
      return Failure.of(
              FailureKind.NODE_LOST,
              "something killed the process that ran the job (signal %d)".formatted(signal))
          .withSignal(signal);
    }
    if (signal > 0) {
      return Failure.of(
              FailureKind.EXIT_CODE, "the job ended its process by signal %d".formatted(signal))
          .withSignal(signal);
    }
    int code = waitStatus(horse) >> 8;
    return Failure.of(
            FailureKind.EXIT_CODE, "the job ended its process with exit code %d".formatted(code))
        .withExitCode(code);
  }

  private static int waitStatus(Matcher horse) {
    return Integer.parseInt(horse.group(1));
  }

  /** The status is that of waitpid: the signal in the lowest seven bits. */
  private static int signal(Matcher horse) {
    return horse.group(2) == null ? waitStatus(horse) & 0x7f : Integer.parseInt(horse.group(2));
  }

  private static FailureKind kind(String said) {
    if (!said.startsWith("Traceback") && WITHOUT_A_WORKER.stream().anyMatch(said::contains)) {
      return FailureKind.NODE_LOST;
    }
    String type = exceptionType(exception(said));
    return switch (type) {
      case "JobTimeoutException", "HorseMonitorTimeoutException" -> FailureKind.TIMEOUT;
      case "AbandonedJobError" -> FailureKind.NODE_LOST;
      case "MemoryError" -> FailureKind.OUT_OF_MEMORY;
      case "DeserializationError", "ModuleNotFoundError", "ImportError" -> FailureKind.ENVIRONMENT;
      case "ValueError", "AttributeError" ->
          failedToFind(said) ? FailureKind.ENVIRONMENT : FailureKind.EXCEPTION;
      default -> FailureKind.EXCEPTION;
    };
  }

  /** Whether it was RQ that did not find the function, rather than the function something else. */
  private static boolean failedToFind(String said) {
    int frame = said.lastIndexOf("  File \"");
    return frame >= 0 && said.indexOf(", in import_attribute", frame) >= 0;
  }

  private static String exceptionType(String exception) {
    int colon = exception.indexOf(':');
    String name = colon < 0 ? exception : exception.substring(0, colon);
    return name.substring(name.lastIndexOf('.') + 1).strip();
  }

  /** Returns the exception with its message: what stands after the last frame. */
  private static String exception(String said) {
    int frame = said.lastIndexOf("\n  File \"");
    int start = frame < 0 ? 0 : endOfFrame(said, frame + 1);
    String rest = said.substring(Math.min(start, said.length())).strip();
    if (frame < 0 || rest.isEmpty()) {
      rest = said.substring(said.lastIndexOf('\n') + 1);
    }
    return rest.length() <= MOST_OF_MESSAGE ? rest : rest.substring(0, MOST_OF_MESSAGE) + "…";
  }

  /** A frame and its source lines are indented, the exception is not. */
  private static int endOfFrame(String said, int frame) {
    int line = frame;
    while (line < said.length() && said.charAt(line) == ' ') {
      int next = said.indexOf('\n', line);
      line = next < 0 ? said.length() : next + 1;
    }
    return line;
  }

  private static String end(String text, int most) {
    return text.length() <= most ? text : "…\n" + text.substring(text.length() - most);
  }
}
