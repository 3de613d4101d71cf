package io.github.batchrunner.rq.worker;

import io.github.batchrunner.rq.internal.protocol.JobData;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The text of a failure as Python's tools show it: they take the last line for a summary, so the
 * exception stands there again.
 */
final class Traceback {

  private static final int MOST_CHARACTERS = 32_768;

  private Traceback() {}

  /** Returns the text of an exception. */
  static String of(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    String summary = cut(String.valueOf(failure).strip(), MOST_CHARACTERS / 4);
    return "Traceback of a worker in Java (most recent call first):\n"
        + cut(text.toString().replace("\r\n", "\n").replace("\t", "  "), MOST_CHARACTERS)
        + "\n"
        + summary.replace('\n', ' ')
        + "\n";
  }

  /** Returns a text as the stream of results holds it: compressed, base64. */
  static String encode(String text) {
    return Base64.getEncoder()
        .encodeToString(JobData.deflate(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most) + "\n... (cut)";
  }
}
