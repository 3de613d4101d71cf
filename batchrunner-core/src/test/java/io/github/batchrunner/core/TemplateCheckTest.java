package io.github.batchrunner.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batchrunner.core.project.BaseConfig;
import io.github.batchrunner.core.runid.RunIdTemplate;
import io.github.batchrunner.core.runid.ValidationReport;
import io.github.batchrunner.core.template.TemplateException;
import io.github.batchrunner.core.watershed.AttachOptions;
import io.github.batchrunner.core.watershed.Attachment;
import io.github.batchrunner.core.watershed.InputIssue;
import io.github.batchrunner.core.watershed.WatershedCollection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a page asks of a batch that is being set up: what is attached, and what a template gives.
 */
class TemplateCheckTest {

  private static final String USED = "{properties['name']}";

  @TempDir private Path root;
  private BatchRunner batch;

  @BeforeEach
  void create() throws IOException {
    batch = new SmallBatch(root).batch;
  }

  @Test
  void aCheckKeepsNothing() throws IOException {
    byte[] before = Files.readAllBytes(batch.directory().resolve("batch_runner.nodb"));
    WatershedCollection inUse = batch.watersheds();

    ValidationReport report = batch.checkRunIdTemplate("same");

    assertThat(report.isValid()).isFalse();
    assertThat(report.duplicates()).containsExactly(duplicate("same", 0, 1));
    assertThat(Files.readAllBytes(batch.directory().resolve("batch_runner.nodb")))
        .isEqualTo(before);
    assertThat(batch.watersheds()).isSameAs(inUse);
    assertThat(batch.plan().runs().id(0)).isEqualTo("east");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        USED,
        "{properties['name']}-{index}",
        "{index}",
        "{properties['nam']}",
        "{properties['na' + 'me']}",
        "{feature['geometry']['type']}-{one_based_index}",
        "same"
      })
  void itFindsWhatUsingTheTemplateFinds(String template) {
    // What was checked before must not show through, whichever properties it needed.
    batch.checkRunIdTemplate("{one_based_index}");
    ValidationReport checked = batch.checkRunIdTemplate(template);
    ValidationReport again = BatchRunner.open(batch.directory()).checkRunIdTemplate(template);
    ValidationReport used = batch.useRunIdTemplate(template);

    assertThat(checked.toState()).isEqualTo(used.toState());
    assertThat(again.toState()).isEqualTo(used.toState());
  }

  @Test
  void itSeesWatershedsThatWereAttachedSince() throws IOException {
    batch.checkRunIdTemplate("{properties['name']}!");
    batch.attachWatersheds(watersheds("north.geojson", "north"));

    assertThat(batch.checkRunIdTemplate("{properties['name']}!").runId(0)).contains("north!");
    assertThat(batch.checkRunIdTemplate("{properties['name']}").runId(0)).contains("north");
    assertThat(batch.attachedWatersheds().count()).isEqualTo(1);
  }

  @Test
  void whatIsNoTemplateIsRefusedWithItsPlace() {
    assertThatThrownBy(() -> batch.checkRunIdTemplate("{properties['name']"))
        .isInstanceOfSatisfying(TemplateException.class, e -> assertThat(e.column()).isPositive());
    assertThatThrownBy(() -> batch.checkRunIdTemplate("  "))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("empty");
  }

  @Test
  void withoutWatershedsThereIsNothingToCheck() {
    BatchRunner empty =
        BatchRunner.create(root, BatchName.of("empty"), BaseConfig.named("disturbed9002_wbt"));

    assertThat(empty.attachment()).isEmpty();
    assertThat(empty.runIdTemplate()).isEmpty();
    assertThat(empty.config().name()).isEqualTo("disturbed9002_wbt");
    assertThatThrownBy(() -> empty.checkRunIdTemplate(USED))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("attach a GeoJSON file first");
    assertThatThrownBy(empty::attachedWatersheds).isInstanceOf(InvalidInputException.class);
  }

  @Test
  void theTemplateInUseSaysWhatCameOfIt() throws IOException {
    assertThat(batch.runIdTemplate()).contains(new RunIdTemplate(USED, RunIdTemplate.Status.OK));

    batch.useRunIdTemplate("same");
    assertThat(batch.runIdTemplate())
        .contains(new RunIdTemplate("same", RunIdTemplate.Status.INVALID));

    batch.attachWatersheds(watersheds("north.geojson", "north"));
    assertThat(batch.runIdTemplate())
        .contains(new RunIdTemplate("same", RunIdTemplate.Status.STALE));
  }

  @Test
  void whatIsAttachedIsKnownToWhoeverOpensTheBatch() throws IOException {
    batch.attachWatersheds(
        watersheds("bow.geojson", "bow"),
        AttachOptions.builder().originalName("../my bow.geojson").uploadedBy("ann").build());

    Attachment attachment = BatchRunner.open(batch.directory()).attachment().orElseThrow();

    assertThat(attachment.fileName()).isEqualTo("my_bow.geojson");
    assertThat(attachment.originalName()).isEqualTo("../my bow.geojson");
    assertThat(attachment.uploadedBy()).isEqualTo("ann");
    assertThat(attachment.uploadedAt()).isEqualTo(SmallBatch.CLOCK.instant());
    assertThat(attachment.features()).isEqualTo(1);
    assertThat(attachment.bounds()).containsExactly(0.0, 0.0, 2.0, 2.0);
    assertThat(attachment.epsg()).isEqualTo("EPSG:4326");
    assertThat(attachment.properties())
        .containsExactly(
            new Attachment.Property("name", "string", "bow"),
            new Attachment.Property("none", "null", null));
    assertThat(attachment.checksum()).isEqualTo(batch.attachedWatersheds().analysis().checksum());
    assertThat(attachment.issues())
        .singleElement()
        .satisfies(
            issue -> {
              assertThat(issue.severity()).isEqualTo(InputIssue.Severity.WARNING);
              assertThat(issue.message()).contains("Self-intersection", "feature 0");
            });
  }

  @Test
  void aReportKnowsTheIdsOfTheFeatures() throws IOException {
    batch.attachWatersheds(watersheds("north.geojson", "north"));

    assertThat(batch.checkRunIdTemplate(USED).featureId(0)).contains(7L);
  }

  private static ValidationReport.Duplicate duplicate(String runId, Integer... indexes) {
    return new ValidationReport.Duplicate(runId, List.of(indexes));
  }

  /** One watershed whose ring crosses itself. */
  private Path watersheds(String file, String name) throws IOException {
    return Files.writeString(
        root.resolve(file),
        """
        {"type": "FeatureCollection", "features": [{"type": "Feature", "id": 7,
         "properties": {"name": "%s", "none": null}, "geometry": {"type": "Polygon",
         "coordinates": [[[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]]}}]}
        """
            .formatted(name));
  }
}
