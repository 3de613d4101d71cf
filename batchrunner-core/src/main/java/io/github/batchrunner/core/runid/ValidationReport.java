package io.github.batchrunner.core.runid;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.common.hash.Hashing;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a template made of every feature of a file: WEPPcloud's validation report, and what only a
 * file system would notice.
 *
 * <p>It is valid if each feature has a safe run id of its own, also when case and normal forms of
 * Unicode are disregarded. Immutable.
 */
public final class ValidationReport {

  private static final int STORED_ROWS = 20;
  private static final int STORED_PROBLEMS = 50;
  private static final JsonFactory JSON = new JsonFactory();

  private final String template;
  private final String checksum;
  private final ReportRows rows;
  private final List<Duplicate> duplicates = new ArrayList<>();
  private final List<Collision> collisions = new ArrayList<>();
  private final Summary summary;

  /**
   * A run id that several features have.
   *
   * @param runId the id
   * @param indexes the features, from 0, ascending
   */
  public record Duplicate(String runId, List<Integer> indexes) {}

  /**
   * Different run ids that a file system which disregards case, or the normal form of Unicode,
   * takes for the same.
   *
   * @param runIds the ids, in the order of their first features
   * @param indexes the features that have one of them, from 0, ascending
   */
  public record Collision(List<String> runIds, List<Integer> indexes) {}

  /**
   * A feature without a usable run id.
   *
   * @param index the feature, from 0
   * @param featureId its {@code id}, or null
   * @param error why, for a person
   */
  public record RowError(int index, @Nullable Object featureId, String error) {}

  /**
   * The report in numbers.
   *
   * @param totalFeatures features in the file
   * @param errors features without a usable run id
   * @param duplicateRunIds different run ids that several features have
   * @param unique different usable run ids
   * @param valid features whose run id is usable and theirs alone
   * @param collisions groups of different run ids that one file system would take for the same
   * @param isValid whether there are features, and no errors, duplicates or collisions
   */
  public record Summary(
      int totalFeatures,
      int errors,
      int duplicateRunIds,
      int unique,
      int valid,
      int collisions,
      boolean isValid) {}

  ValidationReport(String template, String checksum, ReportRows rows) {
    this.template = template;
    this.checksum = checksum;
    this.rows = rows;
    Map<String, Integer> firstOf = new HashMap<>(rows.size() * 2);
    Map<String, List<Integer>> shared = new LinkedHashMap<>();
    int usable = 0;
    for (int index = 0; index < rows.size(); index++) {
      String runId = usableRunId(index);
      if (runId != null) {
        usable++;
        Integer first = firstOf.putIfAbsent(runId, index);
        if (first != null) {
          shared.computeIfAbsent(runId, id -> new ArrayList<>(List.of(first))).add(index);
        }
      }
    }
    int alone = usable;
    for (Map.Entry<String, List<Integer>> entry : shared.entrySet()) {
      duplicates.add(new Duplicate(entry.getKey(), List.copyOf(entry.getValue())));
      alone -= entry.getValue().size();
    }
    findCollisions(firstOf);
    boolean valid =
        rows.size() > 0 && rows.errors().isEmpty() && duplicates.isEmpty() && collisions.isEmpty();
    summary =
        new Summary(
            rows.size(),
            rows.errors().size(),
            duplicates.size(),
            firstOf.size(),
            alone,
            collisions.size(),
            valid);
  }

  private void findCollisions(Map<String, Integer> firstOf) {
    Map<String, String> firstFolded = new HashMap<>(firstOf.size() * 2);
    Map<String, List<String>> shared = new HashMap<>();
    for (String runId : firstOf.keySet()) {
      String folded = RunIdRules.folded(runId);
      String first = firstFolded.putIfAbsent(folded, runId);
      if (first != null) {
        shared.computeIfAbsent(folded, key -> new ArrayList<>(List.of(first))).add(runId);
      }
    }
    if (shared.isEmpty()) {
      return;
    }
    Map<String, List<Integer>> indexes = new LinkedHashMap<>();
    for (int index = 0; index < rows.size(); index++) {
      String runId = usableRunId(index);
      String folded = runId == null ? "" : RunIdRules.folded(runId);
      if (runId != null && shared.containsKey(folded)) {
        indexes.computeIfAbsent(folded, key -> new ArrayList<>()).add(index);
      }
    }
    for (List<Integer> members : indexes.values()) {
      List<String> ids = members.stream().map(this::runIdOf).distinct().toList();
      collisions.add(new Collision(ids, List.copyOf(members)));
    }
  }

  private String runIdOf(int index) {
    return runId(index).orElseThrow();
  }

  private @Nullable String usableRunId(int index) {
    return rows.errors().containsKey(index) ? null : rows.runId(index);
  }

  /** Returns the template. */
  public String template() {
    return template;
  }

  /** Returns the checksum of the file the features are from. */
  public String resourceChecksum() {
    return checksum;
  }

  /** Returns the SHA-256 of the template, in hexadecimal. */
  public String templateHash() {
    return sha256(template);
  }

  /** Returns the SHA-256 of template and checksum, in hexadecimal. */
  public String validationHash() {
    return sha256(template + "|" + checksum);
  }

  /** Returns the report in numbers. */
  public Summary summary() {
    return summary;
  }

  /** Tells whether each feature has a safe run id of its own. */
  public boolean isValid() {
    return summary.isValid();
  }

  /** Returns how many features there are. */
  public int size() {
    return rows.size();
  }

  /** Returns the run id of a feature; empty if it has no usable one. */
  public Optional<String> runId(int index) {
    return Optional.ofNullable(usableRunId(index));
  }

  /** Returns why a feature has no usable run id. */
  public Optional<String> error(int index) {
    return Optional.ofNullable(rows.errors().get(index));
  }

  /** Returns the features without a usable run id, in the order of the file. */
  public List<RowError> errors() {
    List<RowError> errors = new ArrayList<>();
    rows.errors()
        .forEach((index, error) -> errors.add(new RowError(index, rows.featureId(index), error)));
    return errors;
  }

  /** Returns the run ids that several features have, in the order of their second features. */
  public List<Duplicate> duplicates() {
    return List.copyOf(duplicates);
  }

  /** Returns the different run ids that one file system would take for the same. */
  public List<Collision> collisions() {
    return List.copyOf(collisions);
  }

  /** Returns what {@code batch_runner.nodb} keeps of the report: the first problems and rows. */
  public Map<String, @Nullable Object> toState() {
    Map<String, @Nullable Object> state = new LinkedHashMap<>();
    state.put("template", template);
    state.put("template_hash", templateHash());
    state.put("resource_checksum", checksum);
    state.put("summary", summaryMap());
    state.put(
        "duplicates",
        duplicates.stream().limit(STORED_PROBLEMS).map(ValidationReport::map).toList());
    state.put(
        "errors", errors().stream().limit(STORED_PROBLEMS).map(ValidationReport::map).toList());
    state.put("preview", preview());
    state.put("validation_hash", validationHash());
    state.put("status", isValid() ? "ok" : "invalid");
    return state;
  }

  /** Writes the whole report as one JSON document in UTF-8, row by row; the stream stays open. */
  public void writeJson(OutputStream out) throws IOException {
    try (JsonGenerator json =
        JSON.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
      json.writeStartObject();
      json.writeStringField("template", template);
      json.writeStringField("template_hash", templateHash());
      json.writeStringField("resource_checksum", checksum);
      json.writeFieldName("summary");
      write(json, summaryMap());
      writeAll(json, "errors", errors().stream().map(ValidationReport::map).toList());
      writeAll(json, "duplicates", duplicates.stream().map(ValidationReport::map).toList());
      writeAll(json, "collisions", collisions.stream().map(ValidationReport::map).toList());
      json.writeArrayFieldStart("rows");
      for (int index = 0; index < rows.size(); index++) {
        write(json, row(index));
      }
      json.writeEndArray();
      writeAll(json, "preview", preview());
      json.writeStringField("validation_hash", validationHash());
      json.writeEndObject();
    }
  }

  private List<Map<String, @Nullable Object>> preview() {
    List<Map<String, @Nullable Object>> preview = new ArrayList<>();
    for (int index = 0; index < Math.min(rows.size(), STORED_ROWS); index++) {
      preview.add(row(index));
    }
    return preview;
  }

  private Map<String, @Nullable Object> row(int index) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("index", index);
    row.put("feature_id", rows.featureId(index));
    row.put("run_id", rows.runId(index));
    row.put("error", rows.errors().get(index));
    return row;
  }

  private Map<String, @Nullable Object> summaryMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("total_features", summary.totalFeatures());
    map.put("errors", summary.errors());
    map.put("duplicate_run_ids", summary.duplicateRunIds());
    map.put("unique_run_ids", summary.unique());
    map.put("valid_run_ids", summary.valid());
    map.put("collisions", summary.collisions());
    map.put("is_valid", summary.isValid());
    return map;
  }

  private static Map<String, @Nullable Object> map(Duplicate duplicate) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("run_id", duplicate.runId());
    map.put("count", duplicate.indexes().size());
    map.put("indexes", duplicate.indexes());
    return map;
  }

  private static Map<String, @Nullable Object> map(Collision collision) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("run_ids", collision.runIds());
    map.put("indexes", collision.indexes());
    return map;
  }

  private static Map<String, @Nullable Object> map(RowError error) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("index", error.index());
    map.put("feature_id", error.featureId());
    map.put("error", error.error());
    return map;
  }

  private static void writeAll(
      JsonGenerator json, String key, List<Map<String, @Nullable Object>> objects)
      throws IOException {
    json.writeArrayFieldStart(key);
    for (Map<String, @Nullable Object> object : objects) {
      write(json, object);
    }
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, Map<String, @Nullable Object> object)
      throws IOException {
    json.writeStartObject();
    for (Map.Entry<String, @Nullable Object> entry : object.entrySet()) {
      json.writeFieldName(entry.getKey());
      if (entry.getValue() instanceof List<?> list) {
        json.writeStartArray();
        for (Object element : list) {
          json.writePOJO(element);
        }
        json.writeEndArray();
      } else {
        json.writePOJO(entry.getValue());
      }
    }
    json.writeEndObject();
  }

  private static String sha256(String text) {
    return Hashing.sha256().hashString(text, StandardCharsets.UTF_8).toString();
  }
}
