package io.github.batchrunner.core.failure;

import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds in the detail of a failure the few lines that tell its cause: the exception of a stack
 * trace and where it was thrown, or the last line of a log that reads like an error.
 *
 * <p>"wepp ended with exit code 1" is the message of very different failures, while a log as a
 * whole is different for each run. What is a line of progress, a warning, or the usual last words
 * of a program that fails for whatever reason tells nothing.
 */
final class Evidence {

  private static final int MOST_CHARACTERS = 16_384;
  private static final int MOST_LINES = 400;
  private static final int MOST_OF_LINE = 500;

  /** How far from its end a log is searched for an error. */
  private static final int MOST_SEARCHED = 60;

  private static final int MOST_LINES_OF_MESSAGE = 10;

  /** Of the other kinds the end of the log shows only how far the work had come. */
  private static final Set<FailureKind> TOLD_BY_DETAIL =
      Set.of(
          FailureKind.EXIT_CODE,
          FailureKind.EXCEPTION,
          FailureKind.ENVIRONMENT,
          FailureKind.REJECTED,
          FailureKind.OUTPUT_MISSING);

  /** Hang-up, interrupt, kill and termination come from outside, wherever the work was. */
  private static final Set<Integer> SIGNALS_FROM_OUTSIDE = Set.of(1, 2, 9, 15);

  private static final char ESCAPE = '\u001b';
  private static final Pattern COLOUR = Pattern.compile("\\u001b\\[[0-9;]*+[A-Za-z]");

  private static final Pattern ERROR =
      Pattern.compile(
          "(?<![A-Za-z])(?i:errors?|exception|fatal|fail(?:ed|ure|s|ing)?|cannot|can't|can not|couldn't|could not|unable"
              + "|not found|no such|denied|refused|invalid|illegal|panic(?:ked)?|abort(?:ed)?|severe|critical"
              + "|segmentation fault|killed|missing|undefined|overflow|underflow|out of memory|bad_alloc|terminate called"
              + "|unexpected|unrecogni[sz]ed|unknown|unsupported|unhandled|not (?:an?|in|allowed|supported|defined|exist)"
              + "|does(?: not|n't)|is not|must be|timed? ?out|no space|assert(?:ion)?)(?![A-Za-z])"
              + "|[A-Za-z](?:Error|Exception)(?![a-z])");

  private static final Pattern NO_ERROR =
      Pattern.compile(
          // Not the end of a time, as in "10:30:00 ERROR", nor the beginning of a code, as in 0x5.
          "(?i)(?<![a-z0-9:.,-])(?:0|no|without)(?: any)? (?:errors?|failures?|warnings?)(?![a-z])"
              + "|(?:errors?|failed|failures?)\\s?[:=]\\s?0(?![0-9a-z]|\\.[0-9])"
              + "|(?<![a-z])warn(?:ing)?s?(?![a-z])");

  /** What programs say last of whatever has failed. */
  private static final Pattern LAST_WORDS =
      Pattern.compile(
          "(?i)error termination.*|make(?:\\[\\d+\\])?: \\*\\*\\*.*|execution halted.*|abort(?:ed|ing)?.{0,20}"
              + "|.*core dumped.*|note: .*|for more (?:details|information).*|node\\.js v.*|goroutine \\d+.*"
              + "|.*(?<![a-z])(?:exit(?:ed)?(?: with)?(?: a)?(?: status| code)|non-?zero (?:exit )?(?:status|code)|return(?:ed)? code)(?![a-z]).*");

  private static final Pattern PROGRESS =
      Pattern.compile(
          "\\d\\s?%|\\d\\s?/\\s?\\d|\\d of \\d|it/s|(?:\\.\\.\\.|…)$"
              + "|(?<![A-Za-z])(?i:done|finish(?:ed)?|completed?|success(?:ful(?:ly)?)?|process(?:ing|ed)|read(?:ing)?|writ(?:ing|ten)|wrote"
              + "|running|start(?:ing|ed)?|comput(?:ing|ed)|build(?:ing)?|load(?:ing|ed)?|download(?:ing|ed)?|elapsed)(?![A-Za-z])");

  private static final Pattern JSON_MESSAGE =
      Pattern.compile("\"(?:message|msg|error)\"\\s?:\\s?\"((?:[^\"\\\\]|\\\\.)*+)\"");

  private static final Pattern GDAL_BAR = Pattern.compile("^(?:\\d{1,3}\\.{3})++");

  private static final Pattern FORTRAN_PLACE =
      Pattern.compile("At line (\\d{1,9}) of file ([^\\s(]++).*");

  private static final Pattern JAVA_FRAME = Pattern.compile("(?:\\t| {2,8})at (\\S.*)");
  private static final Pattern OWN_FRAME =
      Pattern.compile("(?!java\\.|javax\\.|jdk\\.|sun\\.|com\\.sun\\.).*");
  private static final Pattern JAVA_EXCEPTION =
      Pattern.compile(
          "(?:Caused by: |Exception in thread \"[^\"]*+\" |Uncaught )?((?:[A-Za-z_$][\\w$]*+\\.)*+[A-Z_$][\\w$]*+(?:: .*)?)");

  private static final String PYTHON_TRACE = "Traceback (most recent call last):";
  private static final String PYTHON_CAUSE =
      "The above exception was the direct cause of the following exception:";
  private static final Pattern PYTHON_FRAME =
      Pattern.compile("\\s++File \"([^\"]*+)\", line \\d++(?:, in (.*))?");

  private final List<String> lines;

  /**
   * A telling line.
   *
   * @param text what it says
   * @param place where in the program that was, such as {@code Mapper.map}; empty if unknown
   * @param line number of the line in a source file; 0 where a function says enough
   */
  record Telling(String text, String place, int line) {

    /** Returns it for a person. */
    String sentence() {
      return place.isEmpty()
          ? text
          : "%s (at %s%s)".formatted(text, place, line == 0 ? "" : ", line " + line);
    }
  }

  private Evidence(List<String> lines) {
    this.lines = lines;
  }

  /** Returns the telling lines of a failure's detail; none if there are none. */
  static List<Telling> of(Failure failure) {
    int signal = failure.signal().orElse(0);
    if (!TOLD_BY_DETAIL.contains(failure.kind()) || SIGNALS_FROM_OUTSIDE.contains(signal)) {
      return List.of();
    }
    Evidence evidence = new Evidence(endOf(failure.detail()));
    List<Telling> trace = evidence.python().or(evidence::java).orElse(List.of());
    if (!trace.isEmpty()) {
      return trace;
    }
    return evidence
        .lastError(evidence.lines.size())
        .or(() -> signal == 0 ? evidence.lastWord() : Optional.empty())
        .orElse(List.of());
  }

  private static List<String> endOf(String detail) {
    String end = detail.substring(Math.max(0, detail.length() - MOST_CHARACTERS));
    List<String> all = end.lines().toList();
    return all.subList(Math.max(0, all.size() - MOST_LINES), all.size()).stream()
        .map(line -> withoutColour(line).stripTrailing())
        .filter(line -> !line.isEmpty())
        .map(line -> line.length() <= MOST_OF_LINE ? line : line.substring(0, MOST_OF_LINE))
        .toList();
  }

  private static String withoutColour(String line) {
    return line.indexOf(ESCAPE) < 0 ? line : COLOUR.matcher(line).replaceAll("");
  }

  // A traceback of Python: the newest exception comes last, with the newest frame above it.

  private Optional<List<Telling>> python() {
    int trace = lastTrace(lines.size());
    if (trace < 0) {
      return Optional.empty();
    }
    List<Telling> told = new ArrayList<>(pythonException(trace, lines.size()));
    if (trace > 0 && lines.get(trace - 1).equals(PYTHON_CAUSE)) {
      int cause = lastTrace(trace);
      told.addAll(cause < 0 ? List.of() : pythonException(cause, trace - 1));
    }
    if (!told.isEmpty() && LAST_WORDS.matcher(told.get(0).text()).matches()) {
      // A program that this one had started failed, and has said why before.
      lastError(trace).ifPresent(told::addAll);
    }
    return told.isEmpty() ? Optional.empty() : Optional.of(told);
  }

  private int lastTrace(int before) {
    int line = before - 1;
    while (line >= 0 && !lines.get(line).endsWith(PYTHON_TRACE)) {
      line--;
    }
    return line;
  }

  private List<Telling> pythonException(int trace, int end) {
    String place = "";
    for (int line = trace + 1; line < end; line++) {
      String text = lines.get(line);
      Matcher frame = PYTHON_FRAME.matcher(text);
      if (frame.matches()) {
        String function = frame.group(2) == null ? "" : ", " + frame.group(2);
        place = nameOf(frame.group(1)) + function;
      } else if (!Character.isWhitespace(text.charAt(0))) {
        return List.of(new Telling(text, place, 0));
      }
    }
    return List.of();
  }

  private static String nameOf(String path) {
    return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  }

  // A trace of Java or JavaScript: frames stand below their exception, the innermost cause last.

  private Optional<List<Telling>> java() {
    for (int last = lines.size() - 1; last >= 0; last--) {
      if (!isFrame(last)) {
        continue;
      }
      int first = last;
      while (first > 0 && isFrame(first - 1)) {
        first--;
      }
      Optional<String> exception = exceptionAbove(first);
      if (exception.isPresent()) {
        return Optional.of(List.of(new Telling(exception.get(), thrownAt(first, last), 0)));
      }
      last = first;
    }
    return Optional.empty();
  }

  private boolean isFrame(int line) {
    String text = lines.get(line);
    return Character.isWhitespace(text.charAt(0)) && JAVA_FRAME.matcher(text).matches();
  }

  /** Suppressed exceptions are indented, and are not the cause. */
  private Optional<String> exceptionAbove(int frame) {
    for (int line = frame - 1; line >= Math.max(0, frame - MOST_LINES_OF_MESSAGE); line--) {
      Matcher exception = JAVA_EXCEPTION.matcher(lines.get(line));
      if (exception.matches()) {
        return Optional.of(exception.group(1));
      }
    }
    return Optional.empty();
  }

  private String thrownAt(int first, int last) {
    String top = method(first);
    for (int line = first; line <= last; line++) {
      String method = method(line);
      if (OWN_FRAME.matcher(method).matches()) {
        return method;
      }
    }
    return top;
  }

  /** Returns {@code a.b.C.method} of {@code at module/a.b.C.method(C.java:12)}. */
  private String method(int line) {
    Matcher frame = JAVA_FRAME.matcher(lines.get(line));
    String text = frame.matches() ? frame.group(1) : "";
    int parenthesis = text.indexOf('(');
    String method = (parenthesis < 0 ? text : text.substring(0, parenthesis)).strip();
    return method.substring(method.lastIndexOf('/') + 1);
  }

  // Any other log.

  private Optional<List<Telling>> lastError(int before) {
    for (int line = before - 1; line >= Math.max(0, before - MOST_SEARCHED); line--) {
      String text = said(lines.get(line));
      if (ERROR.matcher(text).find()
          && !NO_ERROR.matcher(text).find()
          && !LAST_WORDS.matcher(text).matches()) {
        return Optional.of(withPlace(line, text));
      }
    }
    return Optional.empty();
  }

  /** A Fortran program says on the line before where it was; it names no function. */
  private List<Telling> withPlace(int line, String text) {
    Matcher place = FORTRAN_PLACE.matcher(line == 0 ? "" : lines.get(line - 1));
    return List.of(
        place.matches()
            ? new Telling(text, nameOf(place.group(2)), Integer.parseInt(place.group(1)))
            : new Telling(text, "", 0));
  }

  private Optional<List<Telling>> lastWord() {
    for (int line = lines.size() - 1; line >= 0; line--) {
      String text = said(lines.get(line));
      if (LAST_WORDS.matcher(text).matches() || text.chars().noneMatch(Character::isLetter)) {
        continue;
      }
      return PROGRESS.matcher(text).find() || NO_ERROR.matcher(text).find()
          ? Optional.empty()
          : Optional.of(List.of(new Telling(text, "", 0)));
    }
    return Optional.empty();
  }

  /**
   * Programs that log JSON say what they have to say in one of its members, GDAL behind its bar.
   */
  private static String said(String line) {
    if (line.startsWith("{")) {
      Matcher message = JSON_MESSAGE.matcher(line);
      if (message.find()) {
        return message.group(1);
      }
    }
    return GDAL_BAR.matcher(line).replaceFirst("").strip();
  }
}
