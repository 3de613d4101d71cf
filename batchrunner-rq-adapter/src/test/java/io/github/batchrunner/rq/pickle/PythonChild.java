package io.github.batchrunner.rq.pickle;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * A python3 process that answers every line it is given with one line.
 *
 * <p>The program defines {@code answer(line)}; lines are ASCII in both directions.
 */
final class PythonChild implements AutoCloseable {

  private static final String LOOP =
      """

      import sys, traceback
      for line in sys.stdin:
          try:
              print(answer(line.rstrip('\\n')), flush=True)
          except Exception:
              print('ERROR ' + ascii(traceback.format_exc()), flush=True)
      """;

  private final Process process;
  private final Writer questions;
  private final BufferedReader answers;

  private PythonChild(Process process) {
    this.process = process;
    this.questions = process.outputWriter(StandardCharsets.US_ASCII);
    this.answers = process.inputReader(StandardCharsets.US_ASCII);
  }

  /** Starts the program, or skips the test where there is no python3. */
  static PythonChild start(String program) {
    try {
      return new PythonChild(
          new ProcessBuilder("python3", "-c", program + LOOP)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start());
    } catch (IOException e) {
      if (Boolean.parseBoolean(System.getenv("BATCHRUNNER_REQUIRE_ALL"))) {
        Assertions.fail("python3 is required but cannot be started", e);
      }
      Assumptions.abort("python3 cannot be started: " + e.getMessage());
      throw new AssertionError(e);
    }
  }

  /** Returns the program's answer. */
  String ask(String line) {
    try {
      questions.write(line + "\n");
      questions.flush();
      String answer = answers.readLine();
      if (answer == null) {
        throw new IllegalStateException("python3 ended without an answer");
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
