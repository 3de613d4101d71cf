package io.github.batchrunner.core.clone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.nodb.Requirement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaseSnapshotTest {

  @TempDir Path root;
  private Path base = Path.of("");

  @BeforeEach
  void writeBase() throws IOException {
    base = BaseFixture.write(root.resolve("_base"));
  }

  private String fingerprint() {
    return BaseSnapshot.take(base).fingerprint();
  }

  @Test
  void countsWhatIsCloned() {
    BaseSnapshot snapshot = BaseSnapshot.take(base);
    assertThat(snapshot.files()).isEqualTo(6);
    assertThat(snapshot.bytes()).isGreaterThan(100);
    assertThat(snapshot.directory()).isEqualTo(base);
  }

  @Test
  void theFingerprintIsOfNamesKindsAndContents() throws IOException {
    String before = fingerprint();
    assertThat(fingerprint()).isEqualTo(before).hasSize(64);

    Files.writeString(base.resolve("dem/dem.tif"), "Raster");
    String edited = fingerprint();
    Files.move(base.resolve("dem/dem.tif"), base.resolve("dem/dem2.tif"));
    String renamed = fingerprint();
    Files.createDirectory(base.resolve("soils"));
    String extended = fingerprint();
    Files.delete(base.resolve("soils"));
    Files.writeString(base.resolve("soils"), "");
    String otherKind = fingerprint();
    assertThat(Set.of(before, edited, renamed, extended, otherKind)).hasSize(5);
  }

  @Test
  void theFingerprintIsNotOfTimesModesPlaceOrWhatIsNotCloned() throws IOException {
    String before = fingerprint();
    Files.setLastModifiedTime(base.resolve("dem/dem.tif"), FileTime.fromMillis(0));
    Files.writeString(base.resolve("rq.log"), "more");
    Files.delete(base.resolve("READONLY"));
    assertThat(fingerprint()).isEqualTo(before);

    Path elsewhere = BaseFixture.write(root.resolve("elsewhere/_base"));
    assertThat(BaseSnapshot.take(elsewhere).fingerprint()).isEqualTo(before);
  }

  @Test
  void theFingerprintIgnoresWhatNoDbFilesSayOfTheirLastWrite() throws IOException {
    BaseFixture.noDb(base, "", "a.nodb", state(1.5, 100));
    String before = fingerprint();
    BaseFixture.noDb(base, "", "a.nodb", state(2.5, 101));
    assertThat(fingerprint()).isEqualTo(before);
  }

  private static Map<String, ?> state(double time, int size) {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("_nodb_mtime", time);
    state.put("_nodb_size", size);
    return state;
  }

  @Test
  void theHashOfAGlobIsThatOfTheFilesItMatches() throws IOException {
    BaseSnapshot before = BaseSnapshot.take(base);
    Files.writeString(base.resolve("climate/a.cli"), "other days");
    BaseSnapshot after = BaseSnapshot.take(base);
    assertThat(after.hashOf("climate/*")).isNotEqualTo(before.hashOf("climate/*"));
    assertThat(after.hashOf("climate/**")).isNotEqualTo(before.hashOf("climate/**"));
    assertThat(after.hashOf("*.nodb")).isEqualTo(before.hashOf("*.nodb"));
    assertThat(after.hashOf("ron.nodb")).isNotEqualTo(after.hashOf("soils.nodb"));
    assertThat(after.hashOf("nothing")).isEqualTo(before.hashOf("nowhere")).hasSize(64);
    assertThatThrownBy(() -> after.hashOf("{a,b"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("{a,b");
  }

  @Test
  void whatIsNotADirectoryIsRefused() {
    for (String name : new String[] {"none", "_base/ron.nodb"}) {
      assertThatThrownBy(() -> BaseSnapshot.take(root.resolve(name)))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("is not a directory");
    }
  }

  @Test
  void aBrokenNoDbFileIsNamed() throws IOException {
    Files.writeString(base.resolve("wepp.nodb"), "{\"py/object\": ");
    assertThatThrownBy(this::fingerprint)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("wepp.nodb");
  }

  @Test
  void aLinkThatLeavesTheBaseIsRefused() throws IOException {
    Path outside = Files.createDirectory(root.resolve("outside"));
    for (Path target :
        new Path[] {
          outside,
          Path.of("../outside"),
          Path.of("../none"),
          root.resolve("none"),
          Path.of("/"),
          Path.of("..")
        }) {
      Path link = Files.createSymbolicLink(base.resolve("link"), target);
      assertThatThrownBy(this::fingerprint)
          .as("%s", target)
          .isInstanceOf(CloneException.class)
          .hasMessageContaining("\"link\"")
          .hasMessageContaining(target.toString());
      Files.delete(link);
    }
  }

  @Test
  void aLinkThatLeavesThroughAnotherLinkIsRefused() throws IOException {
    // By its words "dem/in/../../out" stays inside; the file system takes ".." from where in leads.
    Files.createDirectories(base.resolve("dem/deep"));
    Files.createSymbolicLink(base.resolve("in"), Path.of("."));
    Files.createDirectory(root.resolve("climate"));
    Files.createSymbolicLink(base.resolve("out"), Path.of("in/../climate"));
    assertThatThrownBy(this::fingerprint)
        .isInstanceOf(CloneException.class)
        .hasMessageContaining("\"out\"");
  }

  @Test
  void linksInALoopAreAClearError() throws IOException {
    Files.createSymbolicLink(base.resolve("a"), Path.of("b"));
    Files.createSymbolicLink(base.resolve("b"), Path.of("a"));
    assertThatThrownBy(this::fingerprint)
        .isInstanceOf(CloneException.class)
        .hasMessageContaining("links");
  }

  @Test
  void aPipeIsRefusedByName() throws Exception {
    shell("mkfifo \"$1/dem/pipe\"", base.toString());
    assertThatThrownBy(this::fingerprint)
        .isInstanceOf(CloneException.class)
        .hasMessageContaining("dem/pipe");
  }

  @Test
  void aNameInAnotherCharacterSetIsRefused() throws Exception {
    shell("touch \"$1/dem/$(printf 'caf\\351').tif\"", base.toString());
    assertThatThrownBy(this::fingerprint)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("dem/caf")
        .hasMessageContaining("character set");
  }

  @Test
  void aNameThatTheLocaleCannotSayIsRefused() throws Exception {
    Files.writeString(base.resolve("dem/café.tif"), "");
    ProcessBuilder java =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            TakeInOtherLocale.class.getName(),
            base.toString());
    java.environment().put("LC_ALL", "C");
    Process process = java.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isEqualTo(3);
    assertThat(said).contains("InvalidInputException").contains("LC_ALL");
  }

  private static void shell(String script, String argument) throws Exception {
    Process process;
    try {
      process = new ProcessBuilder("sh", "-c", script, "sh", argument).start();
    } catch (IOException e) {
      throw Requirement.missing("There is no sh: " + e.getMessage());
    }
    assertThat(process.waitFor()).isZero();
  }
}
