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
    String text = message.replace(runId, "<run>");
    text = PATH.matcher(text).replaceAll("<path>");
    text = UUID.matcher(text).replaceAll("<id>");
    text = TIME.matcher(text).replaceAll("<time>");
    text = HEXADECIMAL.matcher(text).replaceAll("<hex>");
    return NUMBER.matcher(text).replaceAll("<n>");
  }
}
