package io.github.batchrunner.core.runid;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The JSON forms of a report, with WEPPcloud's names. */
final class ReportJson {

  private static final int PREVIEW_ROWS = 20;
  private static final int STORED_ENTRIES = 50;

  /** ASCII as Python writes it, since ids may hold half characters that UTF-8 has no form for. */
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .build();

  private final ValidationReport report;
  private final RunIdColumns columns;

  ReportJson(ValidationReport report, RunIdColumns columns) {
    this.report = report;
    this.columns = columns;
  }

  void write(OutputStream out) throws IOException {
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      for (Map.Entry<String, @Nullable Object> member : head().entrySet()) {
        json.writePOJOField(member.getKey(), member.getValue());
      }
      writeArray(json, "errors", report.errors(), ReportJson::object);
      writeArray(json, "duplicates", report.duplicates(), ReportJson::object);
      writeArray(json, "collisions", report.collisions(), ReportJson::object);
      json.writeArrayFieldStart("rows");
      for (int index = 0; index < report.size(); index++) {
        json.writePOJO(row(index));
      }
      json.writeEndArray();
      json.writePOJOField("preview", preview());
      json.writeStringField("validation_hash", report.validationHash());
      json.writeEndObject();
    }
  }

  private static <T> void writeArray(
      JsonGenerator json,
      String name,
      List<T> elements,
      Function<T, Map<String, @Nullable Object>> form)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (T element : elements) {
      json.writePOJO(form.apply(element));
    }
    json.writeEndArray();
  }

  /** Returns the form that {@code batch_runner.nodb} keeps. */
  Map<String, @Nullable Object> state() {
    Map<String, @Nullable Object> state = head();
    state.put("duplicates", firstOf(report.duplicates(), ReportJson::object));
    state.put("errors", firstOf(report.errors(), ReportJson::object));
    state.put("preview", preview());
    state.put("validation_hash", report.validationHash());
    state.put("status", report.isValid() ? "ok" : "invalid");
    return state;
  }

  private static <T> List<Map<String, @Nullable Object>> firstOf(
      List<T> elements, Function<T, Map<String, @Nullable Object>> form) {
    return elements.stream().limit(STORED_ENTRIES).map(form).toList();
  }

  private List<Map<String, @Nullable Object>> preview() {
    return IntStream.range(0, Math.min(PREVIEW_ROWS, report.size())).mapToObj(this::row).toList();
  }

  private Map<String, @Nullable Object> head() {
    String checksum = report.resourceChecksum();
    Map<String, @Nullable Object> head = new LinkedHashMap<>();
    head.put("template", report.template());
    head.put("template_hash", report.templateHash());
    head.put("resource_checksum", checksum.isEmpty() ? null : checksum);
    head.put("summary", object(report.summary()));
    return head;
  }

  private Map<String, @Nullable Object> row(int index) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("index", index);
    row.put("feature_id", columns.featureId(index));
    row.put("run_id", columns.runId(index));
    row.put("error", columns.error(index));
    return row;
  }

  /** Only WEPPcloud's own counts: the collisions are in the report itself. */
  private static Map<String, @Nullable Object> object(ValidationReport.Summary counts) {
    Map<String, @Nullable Object> summary = new LinkedHashMap<>();
    summary.put("total_features", counts.totalFeatures());
    summary.put("errors", counts.errors());
    summary.put("duplicate_run_ids", counts.duplicateRunIds());
    summary.put("unique_run_ids", counts.unique());
    summary.put("valid_run_ids", counts.valid());
    summary.put("is_valid", counts.isValid());
    return summary;
  }

  private static Map<String, @Nullable Object> object(ValidationReport.RowError row) {
    Map<String, @Nullable Object> error = new LinkedHashMap<>();
    error.put("index", row.index());
    error.put("feature_id", row.featureId());
    error.put("error", row.error());
    return error;
  }

  private static Map<String, @Nullable Object> object(ValidationReport.Duplicate duplicate) {
    Map<String, @Nullable Object> entry = new LinkedHashMap<>();
    entry.put("run_id", duplicate.runId());
    entry.put("count", duplicate.indexes().size());
    entry.put("indexes", duplicate.indexes());
    return entry;
  }

  private static Map<String, @Nullable Object> object(ValidationReport.Collision collision) {
    Map<String, @Nullable Object> entry = new LinkedHashMap<>();
    entry.put("run_ids", collision.runIds());
    entry.put("indexes", collision.indexes());
    return entry;
  }
}
