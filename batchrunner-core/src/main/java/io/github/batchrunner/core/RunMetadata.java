package io.github.batchrunner.core;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.batchrunner.core.dispatch.RunWorkshop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * {@code run_metadata.json}: how a run ended, as WEPPcloud writes it (two spaces of indent, times
 * in UTC).
 */
final class RunMetadata {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DefaultPrettyPrinter PRETTY = pretty();

  private RunMetadata() {}

  static byte[] json(String batch, String runId, RunWorkshop.RunEnd end) {
    ObjectNode root = JSON.createObjectNode();
    root.put("runid", "batch;;" + batch + ";;" + runId);
    root.put("batch_name", batch);
    root.put("status", end.failureOrNull() == null ? "success" : "failed");
    root.put("started_at", end.startedAt().truncatedTo(ChronoUnit.MICROS).toString());
    root.put("completed_at", end.endedAt().truncatedTo(ChronoUnit.MICROS).toString());
    root.put(
        "duration_seconds", Duration.between(end.startedAt(), end.endedAt()).toMillis() / 1000.0);
    root.putNull("rq_job_id");
    ObjectNode tasks = root.putObject("task_status");
    end.succeededAt().forEach(tasks::put);
    if (end.failureOrNull() != null) {
      root.putObject("error")
          .put("type", end.failureOrNull().kind().name())
          .put("message", end.failureOrNull().message());
    }
    try {
      return JSON.writer(PRETTY).writeValueAsString(root).getBytes(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("a tree of texts and numbers cannot be written", e);
    }
  }

  private static DefaultPrettyPrinter pretty() {
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    Separators separators =
        Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER);
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter(separators);
    printer.indentObjectsWith(indenter);
    printer.indentArraysWith(indenter);
    return printer;
  }
}
