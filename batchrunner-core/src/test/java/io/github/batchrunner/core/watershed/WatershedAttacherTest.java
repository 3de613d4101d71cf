package io.github.batchrunner.core.watershed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.nodb.Requirement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatershedAttacherTest {

  private static final String TEXT =
      GeoJson.collection(GeoJson.feature(GeoJson.SQUARE, "{\"a\":1}"));

  @TempDir private Path directory;

  private final WatershedAttacher attacher =
      new WatershedAttacher(
          Clock.fixed(Instant.parse("2026-11-21T03:04:05.000006Z"), ZoneOffset.UTC));

  @SuppressWarnings("NullAway.Init")
  private Path batch;

  @BeforeEach
  void createBatch() throws IOException {
    batch = Files.createDirectory(directory.resolve("batch"));
  }

  private Path upload(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  @Test
  void anUploadIsCopiedAndAnalysed() throws IOException {
    Path upload = upload("my basins.geojson", TEXT);
    AttachedWatersheds attached =
        attacher.attach(
            batch, upload, AttachOptions.builder().uploadedBy("someone@example.org").build());
    Path copy = batch.resolve("resources/my_basins.geojson");
    assertThat(attached.file()).isEqualTo(copy).hasSameBinaryContentAs(upload);
    assertThat(attached.watersheds().feature(0).properties()).isEqualTo(Map.of("a", 1L));
    assertThat(attached.watersheds().geometry(0).getArea()).isEqualTo(1);
    Map<String, Object> state = attached.toState();
    assertThat(state.keySet())
        .containsExactly(
            "_geojson_filepath",
            "feature_count",
            "bbox",
            "epsg",
            "epsg_source",
            "properties",
            "attribute_schema",
            "sample_properties",
            "checksum",
            "size_bytes",
            "resource_type",
            "filename",
            "original_filename",
            "relative_path",
            "content_type",
            "replaced",
            "uploaded_at",
            "uploaded_by");
    assertThat(state)
        .containsEntry("_geojson_filepath", copy.toAbsolutePath().toString())
        .containsEntry("resource_type", "geojson")
        .containsEntry("filename", "my_basins.geojson")
        .containsEntry("original_filename", "my basins.geojson")
        .containsEntry("relative_path", "resources/my_basins.geojson")
        .containsEntry("content_type", "application/geo+json")
        .containsEntry("replaced", false)
        .containsEntry("uploaded_at", "2026-11-21T03:04:05.000006+00:00")
        .containsEntry("uploaded_by", "someone@example.org");
    assertThat(resources()).containsExactly("my_basins.geojson");
  }

  @Test
  void aSecondUploadOfTheNameReplacesTheFirst() throws IOException {
    attacher.attach(batch, upload("a.geojson", TEXT));
    String other = GeoJson.collection(GeoJson.feature(GeoJson.SQUARE, "{\"a\":2}"));
    AttachedWatersheds attached = attacher.attach(batch, upload("a.geojson", other));
    assertThat(attached.replaced()).isTrue();
    assertThat(attached.toState()).containsEntry("uploaded_by", null);
    assertThat(batch.resolve("resources/a.geojson")).hasContent(other);
    assertThat(resources()).containsExactly("a.geojson");
  }

  @Test
  void aRefusedUploadLeavesNothingBehind() throws IOException {
    Path bad = upload("bad.geojson", "{\"type\":\"Feature\"}");
    assertThatThrownBy(() -> attacher.attach(batch, bad))
        .isInstanceOf(InvalidGeoJsonException.class)
        .hasMessageContaining("\"" + bad + "\"")
        .hasMessageContaining("wrap it in a FeatureCollection");
    assertThat(batch).isEmptyDirectory();
    attacher.attach(batch, upload("good.geojson", TEXT));
    assertThatThrownBy(
            () ->
                attacher.attach(
                    batch, bad, AttachOptions.builder().originalName("good.geojson").build()))
        .hasMessageContaining("\"good.geojson\"");
    assertThat(resources()).containsExactly("good.geojson");
    assertThat(batch.resolve("resources/good.geojson")).hasContent(TEXT);
  }

  @Test
  void theNameOfAnUploadIsNeverAPath() throws IOException {
    Path upload = upload("x.geojson", TEXT);
    String hostile = "../../etc/pass\0wd/..\\..\\evil";
    AttachedWatersheds attached =
        attacher.attach(batch, upload, AttachOptions.builder().originalName(hostile).build());
    assertThat(attached.file()).isEqualTo(batch.resolve("resources/etc_passwd_.._.._evil.geojson"));
    assertThat(attached.originalName()).isEqualTo(hostile);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "basins.geojson       | basins.geojson",
        "Bassins versants.JSON| Bassins_versants.JSON",
        "Überlauf é.geojson   | Uberlauf_e.geojson",
        "流域.geojson          | watersheds.geojson",
        "``                   | watersheds.geojson",
        "...                  | watersheds.geojson",
        ".hidden              | hidden.geojson",
        "geojson              | watersheds.geojson",
        "con.geojson          | _con.geojson",
        "NUL.tar.json         | _NUL.tar.json",
        "a;rm -rf $HOME.json  | arm_-rf_HOME.json",
        "file.txt             | file.txt.geojson",
      })
  void namesAreMadeSafe(String original, String expected) {
    assertThat(ResourceName.of(original)).isEqualTo(expected);
  }

  @Test
  void longNamesAreCutBeforeTheirExtension() {
    assertThat(ResourceName.of("x".repeat(500) + ".geojson")).hasSize(100).endsWith("xx.geojson");
  }

  @Test
  void anUploadBeyondTheLimitIsRefused() throws IOException {
    Path upload = upload("a.geojson", TEXT);
    long size = Files.size(upload);
    assertThatThrownBy(
            () ->
                attacher.attach(batch, upload, AttachOptions.builder().maxBytes(size - 1).build()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("is larger than the limit of " + (size - 1) + " bytes");
    assertThat(batch).isEmptyDirectory();
    assertThat(
            attacher
                .attach(batch, upload, AttachOptions.builder().maxBytes(size).build())
                .watersheds()
                .count())
        .isEqualTo(1);
    assertThat(AttachOptions.defaults().maxBytes()).isEqualTo(31_457_280);
  }

  @Test
  void whatIsNoRegularFileIsRefused() throws Exception {
    Path file = upload("a.geojson", TEXT);
    Path link = Files.createSymbolicLink(directory.resolve("link.geojson"), file);
    assertRefused(
        () -> attacher.attach(batch, link), "it is a symbolic link; give the file it points to");
    assertRefused(() -> attacher.attach(batch, directory), "it is a directory");
    assertRefused(() -> attacher.attach(batch, directory.resolve("none")), "there is no such file");
    Path pipe = directory.resolve("pipe.geojson");
    if (!canMakePipe(pipe)) {
      throw Requirement.missing("mkfifo cannot be started");
    }
    assertRefused(() -> attacher.attach(batch, pipe), "it is not a regular file");
  }

  @Test
  void aHardLinkIsCopiedSoThatTheBatchHasItsOwnFile() throws IOException {
    Path file = upload("a.geojson", TEXT);
    Path link = Files.createLink(directory.resolve("hard.geojson"), file);
    AttachedWatersheds attached = attacher.attach(batch, link);
    Files.writeString(file, "changed");
    assertThat(attached.file()).hasContent(TEXT);
  }

  @Test
  void aBatchHasToExist() throws IOException {
    Path upload = upload("a.geojson", TEXT);
    assertThatThrownBy(() -> attacher.attach(directory.resolve("nowhere"), upload))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("does not exist; create it");
    assertThat(directory.resolve("nowhere")).doesNotExist();
  }

  @Test
  void whatStandsInTheWayIsNamed() throws IOException {
    Path upload = upload("a.geojson", TEXT);
    Files.writeString(batch.resolve("resources"), "not a directory");
    assertThatThrownBy(() -> attacher.attach(batch, upload))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("is not a directory; move it away");
    Files.delete(batch.resolve("resources"));
    Files.createDirectories(batch.resolve("resources/a.geojson"));
    assertThatThrownBy(() -> attacher.attach(batch, upload))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("is a directory; remove it");
    assertThat(resources()).containsExactly("a.geojson");
  }

  @Test
  void aLinkInPlaceOfTheCopyIsReplacedAndNotFollowed() throws IOException {
    Path precious = upload("precious", "precious");
    Files.createDirectory(batch.resolve("resources"));
    Files.createSymbolicLink(batch.resolve("resources/a.geojson"), precious);
    assertThat(attacher.attach(batch, upload("a.geojson", TEXT)).replaced()).isTrue();
    assertThat(precious).hasContent("precious");
    assertThat(Files.isSymbolicLink(batch.resolve("resources/a.geojson"))).isFalse();
  }

  @Test
  void aByteOrderMarkIsLeftOutOfTheCopy() throws IOException {
    AttachedWatersheds attached = attacher.attach(batch, upload("a.geojson", "\ufeff" + TEXT));
    assertThat(Files.readAllBytes(attached.file()))
        .isEqualTo(TEXT.getBytes(StandardCharsets.UTF_8));
    assertThat(attached.issues()).extracting(InputIssue::code).containsExactly("byte-order-mark");
  }

  @Test
  void geometriesAreCheckedForValidity() throws IOException {
    String bowTie =
        GeoJson.feature(GeoJson.geometry("Polygon", "[[[0,0],[2,2],[2,0],[0,2],[0,0]]]"));
    assertThat(attacher.attach(batch, upload("a.geojson", GeoJson.collection(bowTie))).issues())
        .extracting(InputIssue::code)
        .containsExactly("invalid-geometry");
  }

  private void assertRefused(ThrowingCallable attach, String reason) {
    assertThatThrownBy(attach)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("cannot be attached: " + reason);
    assertThat(batch).isEmptyDirectory();
  }

  private static boolean canMakePipe(Path pipe) throws InterruptedException {
    try {
      return new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private List<String> resources() throws IOException {
    try (Stream<Path> files = Files.list(batch.resolve("resources"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
