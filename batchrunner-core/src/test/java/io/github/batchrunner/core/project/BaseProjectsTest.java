package io.github.batchrunner.core.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batchrunner.core.BatchRunnerException;
import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.clone.CloneException;
import io.github.batchrunner.core.nodb.NoDbDocument;
import io.github.batchrunner.core.nodb.NoDbFile;
import io.github.batchrunner.core.nodb.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaseProjectsTest {

  private static final BaseConfig CONFIG = BaseConfig.named("disturbed9002_wbt");

  @TempDir Path root;
  private Path batch = Path.of("");

  @BeforeEach
  void makeBatch() throws IOException {
    batch = Files.createDirectory(root.resolve("demo"));
  }

  private Path create(BaseProjectCreator creator) {
    return BaseProjects.create(batch, "demo", CONFIG, creator);
  }

  private static NoDbDocument read(Path base, String name) {
    return NoDbFile.read(base.resolve(name)).document();
  }

  private static Set<String> names(Path directory) throws IOException {
    try (Stream<Path> paths = Files.list(directory)) {
      return new TreeSet<>(paths.map(path -> path.getFileName().toString()).toList());
    }
  }

  @Test
  void aNewProjectHasTheCoreSingletonsAndOmni() throws IOException {
    Path base = create(new NewProject());
    assertThat(base).isEqualTo(batch.resolve("_base"));
    assertThat(names(batch)).containsExactly("_base");
    assertThat(names(base))
        .contains(
            "ron.nodb",
            "watershed.nodb",
            "landuse.nodb",
            "soils.nodb",
            "climate.nodb",
            "wepp.nodb",
            "observed.nodb",
            "unitizer.nodb",
            "omni.nodb",
            "nodb.version",
            "dem",
            "export",
            "wepp");
    assertThat(base.resolve("nodb.version")).hasContent("1000\n");
    for (Singleton singleton : Singleton.values()) {
      NoDbDocument document = read(base, singleton.fileName());
      assertThat(document.shape()).isEqualTo(NoDbDocument.Shape.MODERN);
      assertThat(document.attributes())
          .startsWith("_run_group", "_group_name", "wd", "_config", "_mods", "commit_hash");
      assertThat(document.string("_run_group")).isEqualTo("batch");
      assertThat(document.string("_group_name")).isEqualTo("demo");
      assertThat(document.string("wd")).isEqualTo(base.toString());
      assertThat(document.string("_config")).isEqualTo("disturbed9002_wbt.cfg");
      assertThat(document.value("_mods")).isEqualTo(List.of("omni"));
    }
    assertThat(read(base, "climate.nodb").json("_climatestation_mode"))
        .isEqualTo(
            "{\"py/reduce\": [{\"py/type\": \"wepppy.nodb.core.climate.ClimateStationMode\"},"
                + " {\"py/tuple\": [-1]}]}");
  }

  @Test
  void aBaseProjectIsNotMadeTwice() {
    create(new NewProject());
    assertThatThrownBy(() -> create(new NewProject()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("\"demo\"")
        .hasMessageContaining("already");
  }

  @Test
  void aCreatorThatFailsLeavesNothing() throws IOException {
    assertThatThrownBy(
            () ->
                create(
                    request -> {
                      Files.writeString(request.directory().resolve("half"), "");
                      throw new IOException("python is away");
                    }))
        .isInstanceOf(BatchRunnerException.class)
        .hasMessageContaining("python is away");
    assertThat(names(batch)).isEmpty();
  }

  @Test
  void aHostsOwnCreatorNeedNotKnowTheFinalName() throws IOException {
    Path base =
        create(
            request -> {
              Path directory = request.directory();
              write(directory, "ron.nodb", flat(directory, "\"_f\": \"" + directory + "/dem\""));
              Path nested = Files.createDirectories(directory.resolve("_pups/omni/scenarios/s"));
              write(nested, "ron.nodb", flat(nested, "\"_parent_wd\": \"" + directory + "\""));
            });
    assertThat(base.resolve("ron.nodb"))
        .hasContent(
            "{\"py/object\": \"w.Ron\", \"_run_group\": \"batch\", \"_group_name\": \"demo\","
                + " \"wd\": \""
                + base
                + "\", \"_f\": \""
                + base
                + "/dem\"}");
    NoDbDocument nested = read(base, "_pups/omni/scenarios/s/ron.nodb");
    assertThat(nested.string("wd")).isEqualTo(base + "/_pups/omni/scenarios/s");
    assertThat(nested.string("_parent_wd")).isEqualTo(base.toString());
    assertThat(read(base, "omni.nodb").string("wd")).isEqualTo(base.toString());
  }

  @Test
  void anExistingProjectIsTakenOverAndStaysAsItIs() throws IOException {
    Path project = Files.createDirectories(root.resolve("runs/ve/gag"));
    Path soils = Files.createDirectory(project.resolve("soils"));
    Files.writeString(soils.resolve("a.sol"), "soil");
    Files.createSymbolicLink(project.resolve("link"), soils);
    String text =
        "{\"py/object\": \"w.Soils\", \"py/state\": {\"wd\": \""
            + project
            + "\", \"_config\": \"c.cfg\", \"_mods\": [\"disturbed\", \"ash\"], \"a\":"
            + " {\"py/tuple\": [1e-06]}, \"again\": {\"py/id\": 2}, \"soils_dir\": \""
            + soils
            + "\"}}";
    write(project, "soils.nodb", text);
    Files.writeString(project.resolve("READONLY"), "");
    Files.writeString(project.resolve("nodb.version"), "999\n");

    Path base = create(ExistingProject.in(project));
    assertThat(base.resolve("soils.nodb"))
        .hasContent(
            text.replace(project.toString(), base.toString())
                .replace("{\"wd\"", "{\"_run_group\": \"batch\", \"_group_name\": \"demo\", \"wd\"")
                .replace("\"ash\"]", "\"ash\", \"omni\"]"));
    assertThat(read(base, "omni.nodb").value("_mods"))
        .isEqualTo(List.of("disturbed", "ash", "omni"));
    assertThat(base.resolve("soils/a.sol")).hasContent("soil");
    assertThat(Files.readSymbolicLink(base.resolve("link"))).isEqualTo(base.resolve("soils"));
    assertThat(base.resolve("READONLY")).doesNotExist();
    assertThat(base.resolve("nodb.version")).hasContent("999\n");
    assertThat(project.resolve("soils.nodb")).hasContent(text);
  }

  @Test
  void theRunOfAnotherBatchChangesItsBatch() throws IOException {
    Path project = Files.createDirectory(root.resolve("old"));
    write(
        project,
        "ron.nodb",
        "{\"py/object\": \"w.Ron\", \"py/state\": {\"_run_group\": \"batch\", \"_group_name\":"
            + " \"other\", \"wd\": \"/gone\", \"_mods\": null}}");
    Path base = create(ExistingProject.in(project));
    assertThat(read(base, "ron.nodb").string("_group_name")).isEqualTo("demo");
    assertThat(read(base, "ron.nodb").value("_mods")).isEqualTo(List.of("omni"));
  }

  @Test
  void modsThatAreNotAListAreRefusedAndNothingIsLeft() throws IOException {
    Path project = Files.createDirectory(root.resolve("odd"));
    write(project, "ron.nodb", "{\"py/object\": \"w.Ron\", \"wd\": \"/x\", \"_mods\": \"omni\"}");
    assertThatThrownBy(() -> create(ExistingProject.in(project)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("_mods");
    assertThat(names(batch)).isEmpty();
  }

  @Test
  void aDirectoryThatIsNoProjectIsRefused() throws IOException {
    Path empty = Files.createDirectory(root.resolve("empty"));
    Path file = Files.writeString(root.resolve("file"), "");
    for (Path source : List.of(root.resolve("none"), file, empty)) {
      assertThatThrownBy(() -> ExistingProject.in(source))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining(source.getFileName().toString());
    }
  }

  @Test
  void aBatchIsNotAProject() throws IOException {
    Path other = root.resolve("other");
    Files.createDirectories(other.resolve("_base"));
    write(other, "batch_runner.nodb", "{\"py/object\": \"w.BatchRunner\", \"wd\": \"/x\"}");
    assertThatThrownBy(() -> ExistingProject.in(other))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("_base");
  }

  @Test
  void aProjectInsideTheBatchOrAroundItIsRefused() throws IOException {
    Path inside = Files.createDirectory(batch.resolve("run-1"));
    for (Path source : List.of(inside, batch, root)) {
      write(source, "ron.nodb", "{\"py/object\": \"w.Ron\", \"wd\": \"/x\"}");
      assertThatThrownBy(() -> create(ExistingProject.in(source)))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("lie in each other");
      assertThat(batch.resolve("_base")).doesNotExist();
    }
  }

  @Test
  void aLinkThatLeavesTheProjectIsRefused() throws IOException {
    Path project = Files.createDirectory(root.resolve("linked"));
    write(project, "ron.nodb", "{\"py/object\": \"w.Ron\", \"wd\": \"/x\"}");
    Files.createSymbolicLink(project.resolve("dem"), root);
    assertThatThrownBy(() -> create(ExistingProject.in(project)))
        .isInstanceOf(CloneException.class)
        .hasMessageContaining("\"dem\"");
    assertThat(names(batch)).isEmpty();
  }

  @Test
  void aFolderOfRealNoDbFilesIsTakenAsItIsNamed() throws IOException {
    Path source = Requirement.sharedData("nodb");
    Path base = create(ExistingProject.in(source));
    Set<String> expected = names(source);
    expected.addAll(List.of(".batchrunner", "nodb.version", "omni.nodb"));
    assertThat(names(base)).isEqualTo(expected);
    for (String name : names(source)) {
      NoDbDocument document = read(base, name);
      assertThat(document.string("wd")).isEqualTo(base.toString());
      assertThat(document.string("_group_name")).isEqualTo("demo");
      assertThat(document.json("_mods")).endsWith("\"omni\"]");
    }
    assertThat(Files.isWritable(base.resolve("Test_Watershed_15.ron.nodb"))).isTrue();
  }

  private static String flat(Path wd, String more) {
    return "{\"py/object\": \"w.Ron\", \"wd\": \"" + wd + "\", " + more + "}";
  }

  private static void write(Path directory, String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text);
  }
}
