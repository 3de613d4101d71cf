package io.github.batchrunner.core.nodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batchrunner.core.BatchRunnerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoDbFileTest {

  private static final String TEXT = "{\"py/object\": \"A\", \"wd\": \"/x\"}";

  @TempDir Path directory;
  private Path path = Path.of("");

  @BeforeEach
  void writeOne() throws IOException {
    path = Files.writeString(directory.resolve("ron.nodb"), TEXT);
  }

  @Test
  void aWriteReplacesTheTextAndLeavesNothingElse() throws IOException {
    NoDbFile file = NoDbFile.read(path);
    NoDbFile written = file.write(file.document().with("wd", "/longer"));
    assertThat(path).hasContent(TEXT.replace("/x", "/longer"));
    written.write(written.document().with("wd", "/again"));
    assertThat(path).hasContent(TEXT.replace("/x", "/again"));
    assertThat(names()).containsExactly("ron.nodb");
  }

  @Test
  void theModeIsKept() throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw-r--"));
    NoDbFile file = NoDbFile.read(path);
    file.write(file.document().with("wd", "/y"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rw-rw-r--");
  }

  @Test
  void aWriteOfTheSameSizeMovesTheTimeOn() throws IOException {
    FileTime future = FileTime.fromMillis(4_102_444_800_000L);
    Files.setLastModifiedTime(path, future);
    NoDbFile file = NoDbFile.read(path);
    file.write(file.document().with("wd", "/y"));
    assertThat(Files.getLastModifiedTime(path)).isGreaterThan(future);
  }

  @Test
  void aFileThatSomebodyElseWroteIsNotOverwritten() throws IOException {
    NoDbFile file = NoDbFile.read(path);
    Files.writeString(path, TEXT.replace("/x", "/theirs"));
    assertThatThrownBy(() -> file.write(file.document().with("wd", "/mine")))
        .isInstanceOf(NoDbConflictException.class)
        .hasMessageContaining("ron.nodb")
        .hasMessageContaining("Read it again");
    assertThat(path).hasContent(TEXT.replace("/x", "/theirs"));
    assertThat(names()).containsExactly("ron.nodb");
  }

  @Test
  void aLinkStaysALink() throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("link.nodb"), Path.of("ron.nodb"));
    NoDbFile file = NoDbFile.read(link);
    file.write(file.document().with("wd", "/y"));
    assertThat(link).isSymbolicLink();
    assertThat(path).hasContent(TEXT.replace("/x", "/y"));
  }

  @Test
  void creatingNeverOverwrites() {
    NoDbDocument document = NoDbDocumentTest.document(TEXT);
    assertThatThrownBy(() -> NoDbFile.create(path, document))
        .isInstanceOf(BatchRunnerException.class)
        .hasMessageContaining("exists already");
    NoDbFile created = NoDbFile.create(directory.resolve("new.nodb"), document);
    assertThat(NoDbFile.read(created.path()).document()).isEqualTo(document);
  }

  @Test
  void whatCannotBeReadIsNamedWithTheReason() {
    assertThatThrownBy(() -> NoDbFile.read(directory.resolve("none.nodb")))
        .isInstanceOf(BatchRunnerException.class)
        .hasMessageContaining("none.nodb")
        .hasMessageContaining("no such file");
    assertThatThrownBy(() -> NoDbFile.read(directory)).isInstanceOf(BatchRunnerException.class);
  }

  @Test
  void lockFilesAreClearedInTheProjectAndItsNestedOnes() throws IOException {
    Path nested = Files.createDirectories(directory.resolve("_pups/omni/scenarios/s"));
    Path elsewhere = Files.createDirectories(directory.resolve("other"));
    Path[] locks = {
      Files.writeString(directory.resolve("ron.nodb.lock"), "1.0"),
      Files.writeString(nested.resolve("wepp.nodb.lock"), "1.0")
    };
    Path kept = Files.writeString(elsewhere.resolve("x.nodb.lock"), "1.0");
    assertThat(NoDbLocks.clear(directory)).containsExactlyInAnyOrder(locks);
    assertThat(kept).exists();
    assertThat(path).exists();
    assertThat(NoDbLocks.clear(directory)).isEmpty();
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
