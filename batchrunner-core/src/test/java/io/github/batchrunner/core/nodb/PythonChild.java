package io.github.batchrunner.core.nodb;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A running Python that answers one line of base64 fields with one line of base64. */
final class PythonChild implements AutoCloseable {

  private static final String LOOP =
      """
      import base64, json, sys
      for line in sys.stdin:
          fields = [base64.b64decode(f).decode('utf-8', 'surrogatepass') for f in line.split(',')]
          try:
              result = answer(*fields)
          except Exception as e:
              result = 'ERROR ' + repr(e)
          print(base64.b64encode(result.encode('utf-8', 'surrogatepass')).decode(), flush=True)
      """;

  private final Process process;
  private final Writer questions;
  private final BufferedReader answers;

  private PythonChild(Process process) {
    this.process = process;
    this.questions = process.outputWriter(StandardCharsets.US_ASCII);
    this.answers = process.inputReader(StandardCharsets.US_ASCII);
  }

  /** Starts a Python that defines {@code answer(...)}; skips the test where there is none. */
  static PythonChild start(String program) {
    try {
      return new PythonChild(new ProcessBuilder("python3", "-c", program + "\n" + LOOP).start());
    } catch (IOException e) {
      throw Requirement.missing("python3 cannot be started: " + e.getMessage());
    }
  }

  String ask(String... fields) {
    try {
      StringBuilder line = new StringBuilder();
      for (String field : fields) {
        line.append(line.isEmpty() ? "" : ",")
            .append(Base64.getEncoder().encodeToString(field.getBytes(StandardCharsets.UTF_8)));
      }
      questions.write(line.append('\n').toString());
      questions.flush();
      String answer = answers.readLine();
      if (answer == null) {
        throw new IllegalStateException("python3 ended without an answer.");
      }
      return new String(Base64.getDecoder().decode(answer), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
