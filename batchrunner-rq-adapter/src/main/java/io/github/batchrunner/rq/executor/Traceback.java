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
          "AbandonedJobError",
          "Moved to FailedJobRegistry",
          "Job was stuck in intermediate queue",
          "Work-horse terminated unexpectedly");

  private static final String PYTHON = "Traceback (most recent call last):";
  private static final String TIME_UP = "rq.timeouts.JobTimeoutException";

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
    // What ended the job stands below what the job made of that.
    if (lastLine(said).startsWith(TIME_UP)) {
      return failure(FailureKind.TIMEOUT, lastLine(said), said);
    }
    return FailureLine.find(said).orElseGet(() -> withoutFailureLine(said, ran, limit));
  }

  private static Failure withoutFailureLine(String said, Duration ran, Duration limit) {
    if (said.isEmpty()) {
      return Failure.of(
          FailureKind.NODE_LOST,
          "RQ gave the job up without a word, as it does when the worker that had it is gone");
    }
    boolean timeUp = limit.toSeconds() > 0 && ran.compareTo(limit.plus(KILLED_AFTER_TIMEOUT)) >= 0;
    Matcher horse = WORK_HORSE.matcher(said);
    if (!said.startsWith(PYTHON) && horse.find()) {
      return workHorse(said, horse, timeUp).withDetail(end(said));
    }
    return failure(kind(said), exception(said), said);
  }

  private static Failure failure(FailureKind kind, String message, String said) {
    return Failure.of(kind, cut(message)).withDetail(end(said));
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
    if (!said.startsWith(PYTHON) && WITHOUT_A_WORKER.stream().anyMatch(lastLine(said)::contains)) {
      return FailureKind.NODE_LOST;
    }
    return switch (exceptionType(exception(said))) {
      case "JobTimeoutException", "HorseMonitorTimeoutException" -> FailureKind.TIMEOUT;
      case "AbandonedJobError" -> FailureKind.NODE_LOST;
      case "MemoryError", "OutOfMemoryError" -> FailureKind.OUT_OF_MEMORY;
      case "DeserializationError",
          "ModuleNotFoundError",
          "ImportError",
          "Functions$UnknownFunctionException" ->
          FailureKind.ENVIRONMENT;
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

  /**
   * Returns the exception with its message: in Python what stands after the last frame, else the
   * last line.
   */
  private static String exception(String said) {
    int frame = said.startsWith(PYTHON) ? said.lastIndexOf("\n  File \"") : -1;
    String rest = frame < 0 ? "" : said.substring(endOfFrame(said, frame + 1)).strip();
    return rest.isEmpty() ? lastLine(said) : rest;
  }

  private static String lastLine(String said) {
    return said.substring(said.lastIndexOf('\n') + 1);
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

  private static String cut(String text) {
    return text.length() <= MOST_OF_MESSAGE ? text : text.substring(0, MOST_OF_MESSAGE) + "…";
  }

  private static String end(String text) {
    return text.length() <= MOST_OF_DETAIL
        ? text
        : "…\n" + text.substring(text.length() - MOST_OF_DETAIL);
  }
}
