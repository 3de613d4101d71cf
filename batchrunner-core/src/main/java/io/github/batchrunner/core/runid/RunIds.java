package io.github.batchrunner.core.runid;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The rule for run ids: a run id is a directory name on Linux, macOS and Windows, and none that a
 * batch needs for itself.
 *
 * <p>Commas, spaces inside and letters of any script are fine: {@code OR,WA-101} is a real run id.
 */
public final class RunIds {

  /** The most characters (code points) of a run id. */
  public static final int MAX_CHARACTERS = 100;

  /** The most bytes of a run id in UTF-8, which is the limit of Linux's file systems for a name. */
  public static final int MAX_BYTES = 255;

  private static final int SHOWN_CHARACTERS = 60;

  /** Names with a meaning in a batch directory, in lower case; see the file layout of a batch. */
  private static final Set<String> RESERVED =
      Set.of(
          "_base",
          "_pups",
          "resources",
          "logs",
          "report",
          "runs",
          "batch_runner.nodb",
          "nodb.version",
          "redisprep.dump",
          "readonly",
          "public");

  /**
   * Device names of Windows, which it finds in every directory and before every extension.
   *
   * @see <a href="https://learn.microsoft.com/windows/win32/fileio/naming-a-file">Naming files</a>
   */
  private static final Set<String> DEVICES = devices();

  private RunIds() {}

  private static Set<String> devices() {
    Set<String> devices = new HashSet<>(Set.of("con", "prn", "aux", "nul", "conin$", "conout$"));
    for (String digit : "1 2 3 4 5 6 7 8 9 ¹ ² ³".split(" ", -1)) {
      devices.add("com" + digit);
      devices.add("lpt" + digit);
    }
    return Set.copyOf(devices);
  }

  /**
   * Returns why a string may not be a run id, as a sentence that names it; empty when it may.
   *
   * @param runId any string
   */
  public static Optional<String> refusal(String runId) {
    String problem = problemOf(runId);
    return problem.isEmpty()
        ? Optional.empty()
        : Optional.of("\"" + shown(runId) + "\" cannot be a run id: " + problem);
  }

  private static String problemOf(String runId) {
    if (runId.isEmpty()) {
      return "it is empty";
    }
    String problem = problemOfLength(runId);
    if (problem.isEmpty()) {
      problem = problemOfCharacters(runId);
    }
    if (problem.isEmpty()) {
      problem = problemOfEnds(runId);
    }
    return problem.isEmpty() ? problemOfName(runId) : problem;
  }

  private static String problemOfLength(String runId) {
    int characters = runId.codePointCount(0, runId.length());
    if (characters > MAX_CHARACTERS) {
      return "it has " + characters + " characters, and " + MAX_CHARACTERS + " is the most";
    }
    // A unit of UTF-16 takes three bytes of UTF-8 at the most, so short ids need no counting.
    if (runId.length() * 3 > MAX_BYTES) {
      int bytes = runId.getBytes(StandardCharsets.UTF_8).length;
      if (bytes > MAX_BYTES) {
        return "it has " + bytes + " bytes in UTF-8, and " + MAX_BYTES + " is the most";
      }
    }
    return "";
  }

  private static String problemOfCharacters(String runId) {
    for (int i = 0; i < runId.length(); i++) {
      char c = runId.charAt(i);
      if (isForbidden(c)) {
        return "'" + c + "' cannot be in a file name everywhere; replace it, as slug() does";
      }
      if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
        return String.format(
            Locale.ROOT,
            "it holds the control character U+%04X; replace it, as slug() does",
            (int) c);
      }
      if (Character.isSurrogate(c)) {
        if (!Character.isHighSurrogate(c)
            || i + 1 == runId.length()
            || !Character.isLowSurrogate(runId.charAt(i + 1))) {
          return String.format(Locale.ROOT, "it holds U+%04X, half a character", (int) c);
        }
        i++;
      }
    }
    return runId.contains(";;") ? "';;' separates the parts of composite run ids" : "";
  }

  private static boolean isForbidden(char c) {
    return switch (c) {
      case '<', '>', ':', '"', '/', '\\', '|', '?', '*' -> true;
      default -> false;
    };
  }

  private static String problemOfEnds(String runId) {
    if (runId.startsWith(".")) {
      return "names that begin with '.' are reserved";
    }
    if (runId.endsWith(".")) {
      return "Windows drops a '.' at the end of a name";
    }
    boolean spaceAtEnd = isSpace(runId.charAt(0)) || isSpace(runId.charAt(runId.length() - 1));
    return spaceAtEnd ? "it begins or ends with white space" : "";
  }

  /** Returns what Python's {@code text.strip()} returns. */
  static String strip(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isSpace(text.charAt(start))) {
      start++;
    }
    while (start < end && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  /** Python's white space: Java's, the spaces that do not break, and NEXT LINE. */
  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
  }

  private static String problemOfName(String runId) {
    String folded = runId.toLowerCase(Locale.ROOT);
    if (RESERVED.contains(folded)) {
      return "the name is reserved for the batch itself; add a prefix in the template";
    }
    if (folded.endsWith(".nodb") || folded.endsWith(".nodb.lock")) {
      return "names that end with .nodb are reserved for NoDb files";
    }
    int dot = folded.indexOf('.');
    if (DEVICES.contains((dot < 0 ? folded : folded.substring(0, dot)).stripTrailing())) {
      return "the name is a device on Windows; add a prefix in the template";
    }
    return "";
  }

  /** The id as a message can show it: on one line, and not too long. */
  private static String shown(String runId) {
    StringBuilder shown = new StringBuilder();
    runId
        .codePoints()
        .limit(SHOWN_CHARACTERS)
        .map(c -> Character.isISOControl(c) || isHalf(c) ? '\ufffd' : c)
        .forEach(shown::appendCodePoint);
    boolean cut = runId.codePointCount(0, runId.length()) > SHOWN_CHARACTERS;
    return cut ? shown + "…" : shown.toString();
  }

  private static boolean isHalf(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }
}
