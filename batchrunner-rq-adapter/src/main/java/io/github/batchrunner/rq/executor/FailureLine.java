package io.github.batchrunner.rq.executor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import java.util.Optional;

/**
 * A failure as one line of text within the text that RQ keeps of a failed job, so that a Java
 * worker can tell the host exactly what happened.
 */
public final class FailureLine {

  private static final String MARK = "batchrunner-failure: ";

  /** So much less than workers keep of a text that the line is never cut. */
  private static final int MOST_OF_DETAIL = 8_000;

  private static final JsonMapper JSON = new JsonMapper();

  private FailureLine() {}

  /** Returns the line for a failure, without a line break; of a long detail the end. */
  public static String of(Failure failure) {
    ObjectNode line = JSON.createObjectNode();
    line.put("kind", failure.kind().name());
    line.put("message", failure.message());
    line.put("detail", end(failure.detail()));
    failure.exitCode().ifPresent(code -> line.put("exit_code", code));
    failure.signal().ifPresent(number -> line.put("signal", number));
    return MARK + line;
  }

  /** Finds the failure in a job's text; empty if there is none that can be read. */
  public static Optional<Failure> find(String text) {
    // It may stand there twice, once cut.
    for (int mark = text.indexOf(MARK); mark >= 0; mark = text.indexOf(MARK, mark + 1)) {
      int end = text.indexOf('\n', mark);
      Optional<Failure> found =
          parse(text.substring(mark + MARK.length(), end < 0 ? text.length() : end));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static Optional<Failure> parse(String line) {
    try {
      return read(JSON.readTree(line));
    } catch (JsonProcessingException cutOrNotOurs) {
      return Optional.empty();
    }
  }

  private static String end(String detail) {
    return detail.length() <= MOST_OF_DETAIL
        ? detail
        : "…" + detail.substring(detail.length() - MOST_OF_DETAIL);
  }

  private static Optional<Failure> read(JsonNode line) {
    Optional<FailureKind> kind = kind(line.path("kind").asText());
    if (kind.isEmpty()) {
      return Optional.empty();
    }
    Failure failure =
        Failure.of(kind.get(), line.path("message").asText())
            .withDetail(line.path("detail").asText());
    if (line.path("exit_code").canConvertToInt()) {
      failure = failure.withExitCode(line.path("exit_code").asInt());
    }
    if (line.path("signal").canConvertToInt()) {
      failure = failure.withSignal(line.path("signal").asInt());
    }
    return Optional.of(failure);
  }

  private static Optional<FailureKind> kind(String name) {
    for (FailureKind kind : FailureKind.values()) {
      if (kind.name().equals(name)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
