package io.github.batchrunner.core.journal;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.github.batchrunner.spi.Failure;
import java.util.Map;
import java.util.stream.Collectors;

/** How those records are written that stand in journals and in snapshots. */
final class Records {

  private Records() {}

  static void journal(JsonLine line, int format, String id, String batch) {
    line.begin("journal").number("format", format).text("id", id).text("batch", batch).end();
  }

  /** All but the end of the line. */
  static JsonLine start(JsonLine line, ExecutionRecord execution) {
    return line.begin("start")
        .number("n", execution.number())
        .number("at", execution.startedAt().toEpochMilli())
        .text("executor", execution.executor())
        .text("pipeline", execution.pipelineJson())
        .text("host", execution.host())
        .number("pid", execution.pid());
  }

  static void finish(JsonLine line, ExecutionRecord.Finish finish) {
    line.begin("finish")
        .number("at", finish.at().toEpochMilli())
        .text("ending", finish.ending().name());
    if (!finish.reason().isEmpty()) {
      line.text("reason", finish.reason());
    }
    line.end();
  }

  static void version(JsonLine line, int number, TaskVersion version) {
    line.begin("version")
        .number("n", number)
        .text("task", version.task())
        .text("definition", version.definition())
        .json("inputs", pairs(version.inputs()))
        .text("hash", version.hash())
        .end();
  }

  /** Members that say how an attempt failed. */
  static void failure(JsonLine line, Failure failure) {
    line.text("kind", failure.kind().name()).text("message", failure.message());
    failure.exitCode().ifPresent(code -> line.number("exit", code));
    failure.signal().ifPresent(number -> line.number("signal", number));
    line.text("detail", failure.detail());
  }

  /** A list, not an object: a parser is stricter with names than with texts. */
  private static String pairs(Map<String, String> texts) {
    return texts.entrySet().stream()
        .map(e -> quoted(e.getKey()) + "," + quoted(e.getValue()))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (char c : JsonStringEncoder.getInstance().quoteAsString(text)) {
      if (c < 128) {
        quoted.append(c);
      } else {
        quoted.append(String.format("\\u%04x", (int) c));
      }
    }
    return quoted.append('"').toString();
  }
}
