package io.github.batchrunner.core.clone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftOversTest {

  @TempDir Path runs;

  private Path directory(String name) throws IOException {
    return Files.createDirectory(runs.resolve(name));
  }

  private Path marked(String name, String batch, String runId) throws IOException {
    Path directory = directory(name);
    new Origin(batch, runId, "f").writeTo(directory);
    Files.writeString(directory.resolve("ron.nodb"), "{");
    return directory;
  }

  @Test
  void unfinishedClonesOfTheBatchAreRemoved() throws IOException {
    Path unfinished = marked(".clone-0123456789abcdef", "demo", "r");
    Path barelyBegun = directory(".clone-0123456789abcde0");
    Path torn = directory(".clone-0123456789abcde1");
    Files.writeString(
        Files.createDirectory(torn.resolve(".batchrunner")).resolve("origin.json"), "{");
    assertThat(LeftOvers.sweep("demo", runs))
        .containsExactlyInAnyOrder(unfinished, barelyBegun, torn);
    assertThat(BaseFixture.names(runs)).isEmpty();
  }

  @Test
  void whatIsNotOursStays() throws IOException {
    marked(".clone-0123456789abcdef", "other", "r");
    Files.writeString(directory(".clone-0123456789abcde0").resolve("x"), "");
    marked(".clone-mine", "demo", "r");
    marked("r", "demo", "r");
    Files.writeString(runs.resolve(".clone-0123456789abcde1"), "a file");
    marked(".replaced-0123456789abcdef", "other", "s");
    assertThat(LeftOvers.sweep("demo", runs)).isEmpty();
    assertThat(BaseFixture.names(runs)).hasSize(6);
  }

  @Test
  void aReplacedRunIsRemovedWhenItsReplacementStands() throws IOException {
    marked(".replaced-0123456789abcdef", "demo", "r");
    marked("r", "demo", "r");
    assertThat(LeftOvers.sweep("demo", runs)).hasSize(1);
    assertThat(BaseFixture.names(runs)).containsExactly("r");
  }

  @Test
  void aReplacedRunIsPutBackWhenItsReplacementDoesNotStand() throws IOException {
    marked(".replaced-0123456789abcdef", "demo", "r");
    marked(".clone-0123456789abcdef", "demo", "r");
    assertThat(LeftOvers.sweep("demo", runs)).hasSize(2);
    assertThat(BaseFixture.names(runs)).containsExactly("r");
    assertThat(runs.resolve("r/ron.nodb")).exists();
  }

  @Test
  void aMarkerThatNamesAPlaceElsewhereIsNoMarker() throws IOException {
    marked(".replaced-0123456789abcdef", "demo", "../../elsewhere");
    marked(".replaced-0123456789abcde0", "demo", "..");
    assertThat(LeftOvers.sweep("demo", runs)).isEmpty();
  }

  @Test
  void aProcessThatDiesWhileCloningLeavesOnlyAHiddenDirectory() throws Exception {
    Path batch = directory("demo");
    Path base = BaseFixture.write(batch.resolve("_base"));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                DieWhileCloning.class.getName(),
                base.toString(),
                batch.resolve("r").toString())
            .start();
    assertThat(process.waitFor()).isEqualTo(DieWhileCloning.EXIT_CODE);
    assertThat(BaseFixture.names(batch))
        .hasSize(2)
        .contains("_base")
        .anyMatch(name -> name.startsWith(".clone-"));

    assertThat(LeftOvers.sweep("demo", batch)).hasSize(1);
    assertThat(BaseFixture.names(batch)).containsExactly("_base");
  }

  @Test
  void aDirectoryThatIsNotThereHasNone() {
    assertThat(LeftOvers.sweep("demo", runs.resolve("none"))).isEmpty();
  }
}
