package io.github.batchrunner.core.template;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * A python3 process that evaluates templates; <code>oracle.py</code> beside this class says how.
 */
final class PythonOracle implements AutoCloseable {

  /** The first Python whose formats have {@code z}. */
  private static final int LEAST_MINOR_VERSION = 11;

  private static final JsonMapper JSON =
      JsonMapper.builder().disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS).build();

  /** What Python gave: a text, or an error. */
  record Result(boolean failed, String text) {}

  private final Process process;
  private final Writer questions;
  private final BufferedReader answers;

  private PythonOracle(Process process) {
    this.process = process;
    this.questions = process.outputWriter(StandardCharsets.UTF_8);
    this.answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Starts the process, or skips the test where there is no Python 3.11. */
  static PythonOracle start() {
    try (InputStream script =
        Objects.requireNonNull(PythonOracle.class.getResourceAsStream("oracle.py"))) {
      String program = new String(script.readAllBytes(), StandardCharsets.UTF_8);
      PythonOracle oracle =
          new PythonOracle(
              new ProcessBuilder("python3", "-X", "utf8", "-c", program)
                  .redirectError(ProcessBuilder.Redirect.INHERIT)
                  .start());
      JsonNode version = oracle.answer().path("version");
      if (version.path(0).asInt() != 3 || version.path(1).asInt() < LEAST_MINOR_VERSION) {
        oracle.close();
        throw absent("python3 is " + version + ", and 3.11 or newer is needed");
      }
      return oracle;
    } catch (IOException e) {
      throw absent("python3 cannot be started: " + e.getMessage());
    }
  }

  private static RuntimeException absent(String reason) {
    if (Boolean.parseBoolean(System.getenv("BATCHRUNNER_REQUIRE_ALL"))) {
      return Assertions.fail(reason);
    }
    return Assumptions.abort(reason);
  }

  /** Evaluates templates, all with the same scope. */
  List<Result> evaluate(List<Sketch> templates, Map<String, ?> scope) {
    List<?> cases =
        templates.stream()
            .map(template -> Map.of("parts", template.forPython(), "scope", scope))
            .toList();
    try {
      questions.write(JSON.writeValueAsString(cases));
      questions.write("\n");
      questions.flush();
      List<Result> results = new ArrayList<>();
      for (JsonNode result : answer()) {
        boolean failed = result.has("e");
        results.add(new Result(failed, result.path(failed ? "e" : "r").textValue()));
      }
      return results;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonNode answer() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IllegalStateException("python3 ended without an answer");
    }
    return JSON.readTree(line);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
