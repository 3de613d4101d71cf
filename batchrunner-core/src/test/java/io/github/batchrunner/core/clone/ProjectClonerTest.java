package io.github.batchrunner.core.clone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.internal.files.FileTrees;
import io.github.batchrunner.spi.PreparedRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectClonerTest {

  private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000_000_123L);

  @TempDir Path root;
  private Path base = Path.of("");
  private Path batch = Path.of("");

  @BeforeEach
  void writeBase() throws IOException {
    batch = root.resolve("demo");
    base = BaseFixture.write(batch.resolve("_base"));
  }

  private ProjectCloner cloner(CloneOptions options) {
    return new ProjectCloner("demo", BaseSnapshot.take(base), options);
  }

  private ProjectCloner cloner() {
    return cloner(CloneOptions.defaults());
  }

  private CloneRequest request(String runId) {
    return CloneRequest.of(runId, batch.resolve(runId));
  }

  @Test
  void aCloneHasEverythingPointingAtItselfAndNothingOfWhatIsLeftOut() throws IOException {
    String fingerprint = BaseSnapshot.take(base).fingerprint();
    CloneOutcome outcome = cloner().prepare(request("OR,WA-101"));

    Path wd = batch.resolve("OR,WA-101");
    assertThat(outcome).isEqualTo(new CloneOutcome.Cloned(wd, fingerprint));
    Map<String, String> expected = BaseFixture.tree(base);
    expected
        .keySet()
        .removeAll(
            List.of(
                "READONLY",
                "PUBLIC",
                "redisprep.dump",
                "ron.nodb.lock",
                "rq.log",
                ".ron.nodb.8x.tmp"));
    expected.keySet().remove(".batchrunner/x");
    expected.replaceAll((name, text) -> text.replace(base.toString(), wd.toString()));
    expected.put(
        ".batchrunner/origin.json",
        "{\"version\": 1, \"batch\": \"demo\", \"run_id\": \"OR,WA-101\", \"base_fingerprint\": \""
            + fingerprint
            + "\"}\n");
    assertThat(BaseFixture.tree(wd)).isEqualTo(expected);
    assertThat(BaseFixture.names(batch)).containsExactly("OR,WA-101", "_base");
    assertThat(Origin.of(wd)).contains(new Origin("demo", "OR,WA-101", fingerprint));
  }

  @Test
  void modesAndTimesAreKept() throws IOException {
    Path script = Files.writeString(base.resolve("dem/run.sh"), "#!/bin/sh\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxrwx--x"));
    Files.setPosixFilePermissions(
        base.resolve("ron.nodb"), PosixFilePermissions.fromString("rw-rw----"));
    Files.setLastModifiedTime(script, LONG_AGO);
    Files.setLastModifiedTime(base.resolve("dem"), LONG_AGO);
    Files.setPosixFilePermissions(
        base.resolve("climate"), PosixFilePermissions.fromString("r-xrwxr-x"));
    Path wd = cloner().prepare(request("r")).wd();

    assertThat(mode(wd.resolve("dem/run.sh"))).isEqualTo("rwxrwx--x");
    assertThat(mode(wd.resolve("ron.nodb"))).isEqualTo("rw-rw----");
    assertThat(mode(wd.resolve("climate"))).as("writable for its owner").isEqualTo("rwxrwxr-x");
    assertThat(Files.getLastModifiedTime(wd.resolve("dem/run.sh"))).isEqualTo(LONG_AGO);
    assertThat(Files.getLastModifiedTime(wd.resolve("dem"))).isEqualTo(LONG_AGO);
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void largeFilesAreCopiedFromDisk() throws IOException {
    byte[] large = new byte[3_000_000];
    new Random(1).nextBytes(large);
    Path raster = Files.write(base.resolve("dem/large.tif"), large);
    Files.setLastModifiedTime(raster, LONG_AGO);
    ProjectCloner cloner = cloner();
    Path copy = cloner.prepare(request("r")).wd().resolve("dem/large.tif");
    assertThat(copy).hasBinaryContent(large);
    assertThat(Files.getLastModifiedTime(copy)).isEqualTo(LONG_AGO);

    Files.write(raster, new byte[] {1});
    assertThatThrownBy(() -> cloner.prepare(request("s")))
        .isInstanceOf(CloneException.class)
        .hasMessageContaining("large.tif")
        .hasMessageContaining("changed");
    assertThat(BaseFixture.names(batch)).containsExactly("_base", "r");
  }

  @Test
  void smallFilesAreThoseOfTheSnapshot() throws IOException {
    ProjectCloner cloner = cloner();
    Files.writeString(base.resolve("dem/dem.tif"), "edited meanwhile");
    assertThat(cloner.prepare(request("r")).wd().resolve("dem/dem.tif")).hasContent("raster");
  }

  @Test
  void sharedFilesAreThoseOfTheBaseAndAWriteIntoOneIsFound() throws IOException {
    byte[] raster = new byte[700_000];
    Files.write(base.resolve("dem/large.tif"), raster);
    ProjectCloner cloner =
        new ProjectCloner(
            "b",
            BaseSnapshot.take(base),
            CloneOptions.builder().share(List.of("dem/*", "*.nodb")).build());
    for (String runId : List.of("one", "two")) {
      cloner.prepare(CloneRequest.of(runId, batch.resolve(runId)));
    }
    for (String file : List.of("dem/dem.tif", "dem/large.tif")) {
      assertThat(Files.isSameFile(base.resolve(file), batch.resolve("one").resolve(file)))
          .as(file)
          .isTrue();
    }
    for (String file : List.of("climate/a.cli", "ron.nodb")) {
      assertThat(Files.isSameFile(base.resolve(file), batch.resolve("one").resolve(file)))
          .as(file)
          .isFalse();
    }
    assertThat(cloner.sharedBytes()).isEqualTo(2L * (700_000 + "raster".length()));
    assertThat(cloner.changedSharedFiles()).isEmpty();

    Files.writeString(batch.resolve("two/dem/dem.tif"), "RASTER");
    assertThat(cloner.changedSharedFiles()).containsExactly(Path.of("dem/dem.tif"));
  }

  @Test
  void theWatershedOfARunIsNotWrittenThroughASharedFile() throws IOException {
    Path feature = Files.writeString(base.resolve("dem/target_watershed.geojson"), "of the base");
    ProjectCloner cloner =
        new ProjectCloner(
            "b", BaseSnapshot.take(base), CloneOptions.builder().share(List.of("dem/*")).build());
    for (String runId : List.of("one", "two")) {
      cloner.prepare(
          CloneRequest.of(runId, batch.resolve(runId))
              .withFeature(() -> runId.getBytes(StandardCharsets.UTF_8)));
    }
    assertThat(feature).hasContent("of the base");
    assertThat(batch.resolve("one/dem/target_watershed.geojson")).hasContent("one");
    assertThat(batch.resolve("two/dem/target_watershed.geojson")).hasContent("two");
    assertThat(cloner.changedSharedFiles()).isEmpty();
  }

  @Test
  void whatTheFileSystemDoesNotLinkIsCopied() throws IOException {
    Path elsewhere = Path.of("/dev/shm");
    boolean second =
        Files.isWritable(elsewhere)
            && !Files.getFileStore(elsewhere).equals(Files.getFileStore(base));
    if (!"true".equals(System.getenv("BATCHRUNNER_REQUIRE_ALL"))) {
      assumeTrue(second, "there is no second file system");
    }
    assertThat(second).as("a second file system").isTrue();
    Path other = Files.createTempDirectory(elsewhere, "batchrunner-clone");
    try {
      ProjectCloner cloner =
          new ProjectCloner(
              "b", BaseSnapshot.take(base), CloneOptions.builder().share(List.of("dem/*")).build());
      cloner.prepare(CloneRequest.of("one", other.resolve("one")));
      assertThat(other.resolve("one/dem/dem.tif")).hasContent("raster");
      assertThat(cloner.sharedBytes()).isZero();
    } finally {
      FileTrees.delete(other);
    }
  }

  @Test
  void linksStayLinksIntoTheClone() throws IOException {
    Path pup = base.resolve("_pups/omni/scenarios/s");
    Files.createSymbolicLink(pup.resolve("climate"), Path.of("../../../../climate"));
    Files.createSymbolicLink(pup.resolve("dem"), base.resolve("dem"));
    Files.createSymbolicLink(pup.resolve("ron.nodb"), base.toRealPath().resolve("ron.nodb"));
    Files.createSymbolicLink(base.resolve("around"), Path.of("../_base/dem/dem.tif"));
    Files.createSymbolicLink(base.resolve("dangling"), Path.of("dem/later.tif"));
    Files.createSymbolicLink(base.resolve("self"), Path.of("."));
    Path wd = cloner().prepare(request("r")).wd();

    Map<String, String> tree = BaseFixture.tree(wd);
    assertThat(tree)
        .containsEntry("_pups/omni/scenarios/s/climate", "-> ../../../../climate")
        .containsEntry("_pups/omni/scenarios/s/dem", "-> " + wd.resolve("dem"))
        .containsEntry("_pups/omni/scenarios/s/ron.nodb", "-> " + wd.resolve("ron.nodb"))
        .containsEntry("around", "-> " + wd.resolve("dem/dem.tif"))
        .containsEntry("dangling", "-> dem/later.tif")
        .containsEntry("self", "-> .");
    assertThat(wd.resolve("around")).hasContent("raster");
  }

  @Test
  void aBaseBehindALinkIsKnownUnderBothNames() throws IOException {
    Path alias = Files.createSymbolicLink(root.resolve("alias"), base);
    BaseFixture.noDb(base, "", "a.nodb", Map.of("x", base + "/x", "y", alias + "/y"));
    Path wd =
        new ProjectCloner("demo", BaseSnapshot.take(alias), CloneOptions.defaults())
            .prepare(request("r"))
            .wd();
    assertThat(wd.resolve("a.nodb"))
        .content()
        .contains("\"" + wd + "/x\"", "\"" + wd + "/y\"")
        .doesNotContain("_base", "alias");
  }

  @Test
  void theFeatureIsSaved() throws IOException {
    byte[] feature = "{\"type\": \"Feature\"}".getBytes(StandardCharsets.UTF_8);
    Path wd = cloner().prepare(request("r").withFeature(() -> feature)).wd();
    assertThat(wd.resolve("dem/target_watershed.geojson")).hasBinaryContent(feature);
  }

  @Test
  void aDirectoryOfTheSameRunIsKeptAndItsLockFilesAreCleared() throws IOException {
    String first = BaseSnapshot.take(base).fingerprint();
    Path wd = cloner().prepare(request("r")).wd();
    Files.writeString(wd.resolve("result"), "kept");
    Files.writeString(wd.resolve("ron.nodb.lock"), "1.0");
    Files.writeString(base.resolve("dem/dem.tif"), "new");

    assertThat(cloner().prepare(request("r"))).isEqualTo(new CloneOutcome.AlreadyThere(wd, first));
    assertThat(wd.resolve("result")).exists();
    assertThat(wd.resolve("ron.nodb.lock")).doesNotExist();
    assertThat(wd.resolve("dem/dem.tif")).hasContent("raster");
  }

  @Test
  void aDirectoryOfTheSameRunIsReplacedWhenAskedFor() throws IOException {
    CloneOptions replace = CloneOptions.builder().replaceExisting(true).build();
    Path wd = cloner(replace).prepare(request("r")).wd();
    Files.writeString(wd.resolve("result"), "old");
    Files.writeString(base.resolve("dem/dem.tif"), "new");

    assertThat(cloner(replace).prepare(request("r"))).isInstanceOf(CloneOutcome.Cloned.class);
    assertThat(wd.resolve("result")).doesNotExist();
    assertThat(wd.resolve("dem/dem.tif")).hasContent("new");
    assertThat(BaseFixture.names(batch)).containsExactly("_base", "r");
  }

  @Test
  void aDirectoryOfAnotherOriginIsNeverTouched() throws IOException {
    Path foreign = Files.createDirectory(batch.resolve("foreign"));
    Path file = Files.writeString(batch.resolve("file"), "x");
    Files.createSymbolicLink(batch.resolve("link"), foreign);
    Files.createSymbolicLink(batch.resolve("dangling"), Path.of("none"));
    new Origin("other", "theirs", "f").writeTo(Files.createDirectory(batch.resolve("theirs")));
    new Origin("demo", "another", "f").writeTo(Files.createDirectory(batch.resolve("moved")));
    Path torn = Files.createDirectories(batch.resolve("torn/.batchrunner"));
    Files.writeString(torn.resolve("origin.json"), "{\"version\": 1, \"ba");
    Map<String, String> before = BaseFixture.tree(batch);

    CloneOptions replace = CloneOptions.builder().replaceExisting(true).build();
    for (CloneOptions options : List.of(CloneOptions.defaults(), replace)) {
      for (String runId :
          List.of("foreign", "file", "link", "dangling", "theirs", "moved", "torn")) {
        assertThatThrownBy(() -> cloner(options).prepare(request(runId)))
            .isInstanceOf(CloneException.class)
            .hasMessageContaining("\"" + runId + "\"")
            .hasMessageContaining("left as it is");
      }
    }
    assertThat(BaseFixture.tree(batch)).isEqualTo(before);
    assertThat(file).hasContent("x");
  }

  @Test
  void aRunMayNotLieInTheBase() {
    for (Path wd : List.of(base, base.resolve("r"), batch, root)) {
      String runId = wd.getFileName().toString();
      assertThatThrownBy(() -> cloner().prepare(CloneRequest.of(runId, wd)))
          .isInstanceOf(InvalidInputException.class);
    }
    assertThatThrownBy(() -> CloneRequest.of("r", batch.resolve("s")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aFullDiskIsAClearErrorForThatRunAndLeavesNothing() {
    AtomicInteger files = new AtomicInteger();
    TreeWriter fullDisk =
        new TreeWriter() {
          @Override
          void writeFile(Path file, byte[] content) throws IOException {
            if (files.incrementAndGet() == 3) {
              throw new FileSystemException(file.toString(), null, "No space left on device");
            }
            super.writeFile(file, content);
          }
        };
    ProjectCloner cloner =
        new ProjectCloner(
            "demo", BaseSnapshot.take(base), CloneOptions.defaults(), fullDisk, new RunEditor());
    assertThatThrownBy(() -> cloner.prepare(request("r")))
        .isInstanceOf(CloneException.class)
        .hasMessageContaining("\"r\"")
        .hasMessageContaining("No space left on device")
        .hasMessageContaining("6 files");
    assertThat(batch.resolve("r")).doesNotExist();
    assertThat(batch).isDirectoryNotContaining("glob:**/.clone*");

    assertThat(cloner.prepare(request("s"))).isInstanceOf(CloneOutcome.Cloned.class);
  }

  @Test
  void aFailedReplacementLeavesTheOldDirectory() throws IOException {
    CloneOptions replace = CloneOptions.builder().replaceExisting(true).build();
    Path wd = cloner().prepare(request("r")).wd();
    Files.writeString(wd.resolve("result"), "old");
    TreeWriter denied =
        new TreeWriter() {
          @Override
          void writeFile(Path file, byte[] content) throws IOException {
            throw new AccessDeniedException(file.toString());
          }
        };
    ProjectCloner cloner =
        new ProjectCloner("demo", BaseSnapshot.take(base), replace, denied, new RunEditor());
    assertThatThrownBy(() -> cloner.prepare(request("r")))
        .isInstanceOf(CloneException.class)
        .hasMessageContaining("permission denied");
    assertThat(wd.resolve("result")).hasContent("old");
    assertThat(BaseFixture.names(batch)).containsExactly("_base", "r");
  }

  @Test
  void aFeatureThatCannotBeGivenLeavesNothing() throws IOException {
    CloneRequest request =
        request("r")
            .withFeature(
                () -> {
                  throw new IllegalStateException("gone");
                });
    assertThatThrownBy(() -> cloner().prepare(request)).hasMessageContaining("gone");
    assertThat(BaseFixture.names(batch)).containsExactly("_base");
  }

  @Test
  void aRunThatAppearsMeanwhileCountsAsThere() throws IOException {
    CloneRequest overtaken =
        request("r")
            .withFeature(
                () -> {
                  cloner().prepare(request("r"));
                  return new byte[0];
                });
    assertThat(cloner().prepare(overtaken)).isInstanceOf(CloneOutcome.AlreadyThere.class);
    assertThat(BaseFixture.names(batch)).containsExactly("_base", "r");
  }

  @Test
  void aParentThatIsAFileIsAClearError() throws IOException {
    Files.writeString(batch.resolve("runs"), "in the way");
    assertThatThrownBy(
            () -> cloner().prepare(CloneRequest.of("r", batch.resolve("runs").resolve("r"))))
        .isInstanceOf(CloneException.class)
        .hasMessageContaining("runs");
  }

  @Test
  void hooksLearnOfEveryPreparation() throws IOException {
    List<PreparedRun> seen = new ArrayList<>();
    CloneOptions options =
        CloneOptions.builder()
            .afterClone(run -> assertThat(run.wd().resolve("ron.nodb")).exists())
            .afterClone(seen::add)
            .build();
    ProjectCloner cloner = cloner(options);
    cloner.prepare(request("OR-20"));
    cloner.prepare(request("OR-20"));
    Path wd = batch.resolve("OR-20");
    assertThat(seen)
        .containsExactly(
            new PreparedRun("demo", "OR-20", wd, base, true),
            new PreparedRun("demo", "OR-20", wd, base, false));
    assertThat(seen.get(0).compositeRunId()).isEqualTo("batch;;demo;;OR-20");
  }

  @Test
  void aHookThatThrowsFailsThePreparationOfThatRun() {
    CloneOptions options =
        CloneOptions.builder()
            .afterClone(
                run -> {
                  if (run.runId().equals("bad")) {
                    throw new IllegalStateException("Redis is away");
                  }
                })
            .build();
    ProjectCloner cloner = cloner(options);
    assertThatThrownBy(() -> cloner.prepare(request("bad")))
        .isInstanceOf(CloneException.class)
        .hasMessageContaining("\"bad\"")
        .hasMessageContaining("Redis is away");
    assertThat(cloner.prepare(request("good"))).isInstanceOf(CloneOutcome.Cloned.class);
  }

  @Test
  void manyRunsAreClonedInParallelAndTheSameRunOnce() throws Exception {
    ProjectCloner cloner = cloner();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<CloneOutcome>> outcomes = new ArrayList<>();
      for (int i = 0; i < 160; i++) {
        String runId = "r" + i % 40;
        outcomes.add(threads.submit(() -> cloner.prepare(request(runId))));
      }
      int cloned = 0;
      for (Future<CloneOutcome> outcome : outcomes) {
        cloned += outcome.get() instanceof CloneOutcome.Cloned ? 1 : 0;
      }
      assertThat(cloned).isEqualTo(40);
    } finally {
      threads.shutdown();
    }
    assertThat(BaseFixture.names(batch)).hasSize(41).noneMatch(name -> name.startsWith("."));
    assertThat(batch.resolve("r7/soils.nodb")).content().contains(batch + "/r7/soils\"");
  }
}
