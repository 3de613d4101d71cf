package io.github.batchrunner.core.runid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.runid.ValidationReport.Collision;
import io.github.batchrunner.core.runid.ValidationReport.Duplicate;
import io.github.batchrunner.core.runid.ValidationReport.RowError;
import io.github.batchrunner.core.runid.ValidationReport.Summary;
import io.github.batchrunner.core.template.FeatureScope;
import io.github.batchrunner.core.template.SharedData;
import io.github.batchrunner.core.template.Template;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RunIdValidatorTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TEMPLATE = "{properties['name']}";

  private static ValidationReport validate(String template, Object... names) {
    RunIdValidator validator = new RunIdValidator(Template.forRunIds(template));
    for (int index = 0; index < names.length; index++) {
      validator.accept("f" + index, feature(index, names[index]));
    }
    return validator.finish("abc");
  }

  private static FeatureScope feature(int index, Object name) {
    return new FeatureScope(Map.of("properties", Map.of("name", name)), index);
  }

  private static JsonNode json(ValidationReport report) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    report.writeJson(out);
    assertThat(out.toString(StandardCharsets.UTF_8)).isASCII();
    return JSON.readTree(out.toByteArray());
  }

  @Test
  void safeAndDifferentRunIdsAreValid() {
    ValidationReport report = validate(TEMPLATE, "Blue Creek", "OR,WA-101", 7);

    assertThat(report.isValid()).isTrue();
    assertThat(report.summary()).isEqualTo(new Summary(3, 0, 0, 3, 3, 0, true));
    assertThat(report.runId(1)).contains("OR,WA-101");
    assertThat(report.runId(2)).contains("7");
    assertThat(report.isValid(2)).isTrue();
    assertThat(report.error(2)).isEmpty();
  }

  @Test
  void aRunIdIsStrippedAndMayNotBeEmpty() {
    ValidationReport report = validate(TEMPLATE, " \u00a0Mill Creek\n", "", "\u0085 \u2003");

    assertThat(report.runId(0)).contains("Mill Creek");
    assertThat(report.errors())
        .extracting(RowError::index, RowError::error)
        .containsExactly(
            tuple(1, "Template produced an empty run id"),
            tuple(2, "Template produced an empty run id"));
    assertThat(report.runId(1)).isEmpty();
    assertThat(report.summary()).isEqualTo(new Summary(3, 2, 0, 1, 1, 0, false));
  }

  @Test
  void aFeatureThatFailsIsAnErrorOfItsRowAlone() {
    RunIdValidator validator = new RunIdValidator(Template.forRunIds("{properties['name']:03d}"));
    validator.accept(null, feature(0, 5));
    validator.accept(12L, feature(1, "text"));
    validator.accept(null, new FeatureScope(Map.of("properties", Map.of("nam", 1)), 2));
    ValidationReport report = validator.finish("");

    assertThat(report.runId(0)).contains("005");
    assertThat(report.errors())
        .containsExactly(
            new RowError(1, 12L, "the format type 'd' is not for text (column 21)"),
            new RowError(
                2, null, "there is no property \"name\"; the nearest is \"nam\" (column 13)"));
  }

  @Test
  void duplicatesAreListedOnceWithAllTheirFeatures() {
    ValidationReport report = validate(TEMPLATE, "a", "b", "a", "c", "b", "a");

    assertThat(report.duplicates())
        .containsExactly(new Duplicate("a", List.of(0, 2, 5)), new Duplicate("b", List.of(1, 4)));
    assertThat(report.duplicates().get(0).indexes()).hasSize(3);
    assertThat(report.summary()).isEqualTo(new Summary(6, 0, 2, 3, 6, 0, false));
    assertThat(report.isValid(3)).isTrue();
    assertThat(report.isValid(5)).isFalse();
    assertThat(report.collisions()).isEmpty();
  }

  @Test
  void idsThatOnlySomeFileSystemsTellApartAreCollisionsAndNoDuplicates() {
    ValidationReport report =
        validate(TEMPLATE, "Blue", "x", "blue", "Pen\u0303a", "Blue", "Pe\u00f1a", "BLUE");

    assertThat(report.collisions())
        .containsExactly(
            new Collision(List.of("Blue", "blue", "BLUE"), List.of(0, 2, 4, 6)),
            new Collision(List.of("Pen\u0303a", "Pe\u00f1a"), List.of(3, 5)));
    assertThat(report.duplicates()).containsExactly(new Duplicate("Blue", List.of(0, 4)));
    assertThat(report.isValid(1)).isTrue();
    assertThat(report.isValid(4)).isFalse();
    assertThat(report.isValid(5)).isFalse();
    assertThat(validate(TEMPLATE, "Blue", "blue").isValid()).isFalse();
  }

  @Test
  void unsafeReservedAndTooLongNamesAreErrorsOfTheirRows() {
    ValidationReport report = validate(TEMPLATE, "ok", "../x", "CON", "_base", "x".repeat(101));

    assertThat(report.errors()).extracting(RowError::index).containsExactly(1, 2, 3, 4);
    assertThat(report.errors().get(1).error()).contains("\"CON\"", "device on Windows");
    assertThat(report.summary()).isEqualTo(new Summary(5, 4, 0, 1, 1, 0, false));
  }

  @Test
  void aBatchWithoutFeaturesIsNotValid() {
    assertThat(validate(TEMPLATE).isValid()).isFalse();
  }

  @Test
  void theHashesAreThoseOfWeppcloud() {
    ValidationReport report = validate("{index}", "a");

    // sha256 of "{index}" and of "{index}|abc".
    assertThat(report.templateHash())
        .isEqualTo("5a27b480c481eeb549369e1cbc21fb4d78bfc4eaf5ed37d9883b3ada580e3fa3");
    assertThat(report.validationHash())
        .isEqualTo("41f665492729b942a4c0f372028f7d863a592ce317ac5d4909ba3b65d06d51b5");
    assertThat(new RunIdValidator(Template.forRunIds("{index}")).finish("").validationHash())
        .isEqualTo(report.templateHash());
  }

  @Test
  void theJsonHasTheMembersOfWeppcloudsReport() throws IOException {
    JsonNode json = json(validate(TEMPLATE, "a", "é/", "a", "A"));

    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly(
            "template",
            "template_hash",
            "resource_checksum",
            "summary",
            "errors",
            "duplicates",
            "collisions",
            "rows",
            "preview",
            "validation_hash");
    assertThat(json.path("summary"))
        .isEqualTo(
            JSON.readTree(
                """
                {"total_features": 4, "errors": 1, "duplicate_run_ids": 1, "unique_run_ids": 2,
                 "valid_run_ids": 3, "is_valid": false}"""));
    assertThat(json.path("duplicates"))
        .isEqualTo(JSON.readTree("[{\"run_id\": \"a\", \"count\": 2, \"indexes\": [0, 2]}]"));
    assertThat(json.path("collisions"))
        .isEqualTo(JSON.readTree("[{\"run_ids\": [\"a\", \"A\"], \"indexes\": [0, 2, 3]}]"));
    assertThat(json.path("rows").path(0))
        .isEqualTo(
            JSON.readTree("{\"index\":0,\"feature_id\":\"f0\",\"run_id\":\"a\",\"error\":null}"));
    assertThat(json.path("rows").path(1).path("run_id").isNull()).isTrue();
    assertThat(json.path("rows").path(1).path("error"))
        .isEqualTo(json.path("errors").path(0).path("error"));
    assertThat(json.path("preview")).isEqualTo(json.path("rows"));
    assertThat(json.path("resource_checksum").textValue()).isEqualTo("abc");
  }

  @Test
  void featureIdsOfAnyKindAreWrittenAsTheyWereRead() throws IOException {
    RunIdValidator validator = new RunIdValidator(Template.forRunIds("{index}"));
    @Nullable Object[] ids = {null, 1L, "x", 2.5, true, List.of(1, "a"), "half \ud83d", null};
    for (int index = 0; index < ids.length; index++) {
      validator.accept(ids[index], feature(index, "n"));
    }
    JsonNode rows = json(validator.finish("")).path("rows");
    assertThat(rows)
        .extracting(row -> row.path("feature_id"))
        .containsExactlyElementsOf(
            JSON.readTree("[null, 1, \"x\", 2.5, true, [1, \"a\"], \"half \\ud83d\", null]"));
  }

  @Test
  void theStoredStateIsShort() {
    Object[] names = new Object[200];
    for (int i = 0; i < names.length; i++) {
      names[i] = i < 100 ? "n/" + i : "d" + i % 70;
    }
    Map<String, @Nullable Object> state = validate(TEMPLATE, names).toState();

    assertThat(state.keySet())
        .containsExactly(
            "template",
            "template_hash",
            "resource_checksum",
            "summary",
            "duplicates",
            "errors",
            "preview",
            "validation_hash",
            "status");
    assertThat((List<?>) state.get("errors")).hasSize(50);
    assertThat((List<?>) state.get("duplicates")).hasSize(30);
    assertThat((List<?>) state.get("preview")).hasSize(20);
    assertThat(state).containsEntry("status", "invalid");
    assertThat(validate(TEMPLATE, "a").toState()).containsEntry("status", "ok");
  }

  @Test
  void aBlankTemplateIsRefusedBeforeTheFirstFeature() {
    Template blank = Template.forRunIds(" \n");
    assertThatThrownBy(() -> new RunIdValidator(blank)).isInstanceOf(InvalidInputException.class);
  }

  @Test
  void nothingIsAcceptedAfterTheEnd() {
    RunIdValidator validator = new RunIdValidator(Template.forRunIds("{index}"));
    validator.finish("");
    assertThatThrownBy(() -> validator.accept(null, feature(0, "a")))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void realWatershedsHaveRealDuplicates() throws IOException {
    JsonNode features =
        JSON.readTree(SharedData.file("oregon-drinking-watersheds.geojson").toFile())
            .path("features");
    Map<String, ValidationReport> reports = new LinkedHashMap<>();
    for (String template :
        List.of(
            "{properties['WATER_PROV']}",
            "{properties['WATER_PROV']}-{properties['SRC_LABEL']}",
            "{slug(properties['WATER_PROV'])}-{one_based_index:03d}")) {
      RunIdValidator validator = new RunIdValidator(Template.forRunIds(template));
      int index = 0;
      for (JsonNode feature : features) {
        Map<String, Object> document = JSON.convertValue(feature, new TypeReference<>() {});
        validator.accept(document.get("id"), new FeatureScope(document, index++));
      }
      reports.put(template, validator.finish("abc"));
    }
    List<Summary> summaries = reports.values().stream().map(ValidationReport::summary).toList();
    assertThat(summaries.get(0).unique() + summaries.get(0).errors()).isBetween(170, 192);
    assertThat(summaries).extracting(Summary::totalFeatures).containsOnly(192);
    assertThat(summaries.get(0).duplicateRunIds()).isPositive();
    assertThat(summaries.get(1).duplicateRunIds()).isPositive();
    assertThat(summaries.get(2)).isEqualTo(new Summary(192, 0, 0, 192, 192, 0, true));
  }

  @Test
  void halfAMillionFeaturesAreGroupedExactly() {
    RunIdValidator validator =
        new RunIdValidator(Template.forRunIds("{properties['name']}-{index // 2}"));
    int features = 500_000;
    for (int index = 0; index < features; index++) {
      validator.accept(null, feature(index, index == 7 ? "a/b" : "Creek"));
    }
    ValidationReport report = validator.finish("");
    assertThat(report.summary())
        .isEqualTo(
            new Summary(features, 1, features / 2 - 1, features / 2, features - 1, 0, false));
    assertThat(report.duplicates().get(3).indexes()).containsExactly(8, 9);
  }
}
