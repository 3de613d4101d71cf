package io.github.batchrunner.core.failure;

import com.google.common.hash.Hashing;
import io.github.batchrunner.spi.Failure;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * What makes two failures the same: task, kind, exit code, and the message without what differs
 * from run to run.
 *
 * @param value 8 hexadecimal digits
 * @param pattern the message in which paths, identifiers and numbers are replaced by placeholders
 */
public record FailureSignature(String value, String pattern) {

  private static final Pattern PATH =
      Pattern.compile("(?:[A-Za-z]:)?(?:[/\\\\][^\\s/\\\\\"',:;]+){2,}[/\\\\]?");
  private static final Pattern UUID =
      Pattern.compile(
          "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
  private static final Pattern TIME =
      Pattern.compile(
          "\\d{4}-\\d{2}-\\d{2}(?:[T ]\\d{2}:\\d{2}(?::\\d{2}(?:[.,]\\d+)?)?(?:Z|[+-]\\d{2}:?\\d{2})?)?");
  private static final Pattern HEXADECIMAL =
      Pattern.compile("\\b(?:0x[0-9a-fA-F]+|[0-9a-f]{12,})\\b");
  private static final Pattern NUMBER = Pattern.compile("[-+]?\\d+(?:\\.\\d+)?(?:[eE][-+]?\\d+)?");

  /** Stands in the place of a signature for attempts that were cancelled, which have no failure. */
  public static final String CANCELLED = "cancelled";

  /** Returns the signature of a failure of this task in this run. */
  public static FailureSignature of(String taskId, String runId, Failure failure) {
    String pattern = normalise(failure.message(), runId);
    String all =
        taskId
            + "\n"
            + failure.kind()
            + "\n"
            + failure.exitCode()
            + "\n"
            + failure.signal()
            + "\n"
            + pattern;
    String value =
        Hashing.sha256().hashString(all, StandardCharsets.UTF_8).toString().substring(0, 8);
    return new FailureSignature(value, pattern);
  }

  static String normalise(String message, String runId) {
    String text = withoutRunId(message, runId);
    text = PATH.matcher(text).replaceAll("<path>");
    text = UUID.matcher(text).replaceAll("<id>");
    text = TIME.matcher(text).replaceAll("<time>");
    text = HEXADECIMAL.matcher(text).replaceAll("<hex>");
    return NUMBER.matcher(text).replaceAll("<n>");
  }

  /**
   * Only whole words are the run id, and a run id that is a number is not told from other numbers:
   * with run ids 1, 2, 3 a message that speaks of 3 tries is the same for all.
   */
  private static String withoutRunId(String message, String runId) {
    if (NUMBER.matcher(runId).matches()) {
      return message;
    }
    return Pattern.compile("(?<![\\p{L}\\p{N}])" + Pattern.quote(runId) + "(?![\\p{L}\\p{N}])")
        .matcher(message)
        .replaceAll("<run>");
  }
}
