package io.github.batchrunner.core.clone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.github.batchrunner.core.internal.files.FileTrees;
import io.github.batchrunner.core.internal.json.PythonJson;
import io.github.batchrunner.core.nodb.NoDbDocument;
import io.github.batchrunner.core.nodb.NoDbFile;
import io.github.batchrunner.core.nodb.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaseMergingTest {

  /**
   * WEPPcloud's BASE_PROJECT_RESYNC_RULES: what it brings to existing runs when the base changes.
   */
  private static final List<String> WEPPCLOUDS_LIST =
      List.of(
          "_catalog_id",
          "_climate_daily_temp_ds",
          "_climate_mode",
          "_climate_spatialmode",
          "_cligen_db",
          "_climatestation",
          "_climatestation_mode",
          "_future_clis_wc",
          "_future_end_year",
          "_future_start_year",
          "_input_years",
          "_observed_clis_wc",
          "_observed_end_year",
          "_observed_start_year",
          "_orig_cli_fn",
          "_precip_monthly_scale_factors",
          "_precip_scale_factor",
          "_precip_scale_factor_map",
          "_precip_scaling_mode",
          "_precip_scaling_reference",
          "_silent_pass_observed_quality_guard",
          "_use_gridmet_wind_when_applicable",
          "_user_station_meta");

  @TempDir Path root;
  private Path batch = Path.of("");
  private Path base = Path.of("");
  private Path run = Path.of("");

  @BeforeEach
  void writeBase() throws IOException {
    batch = root.resolve("demo");
    base = BaseFixture.write(batch.resolve("_base"));
    run = batch.resolve("r");
    BaseFixture.noDb(
        base,
        "",
        "climate.nodb",
        Map.of("_input_years", 10, "_mode", List.of(1), "cli_dir", base + "/climate"));
    Files.writeString(base.resolve("dem/target_watershed.geojson"), "of the base itself");
  }

  // ---- what tests do

  /** Dies before the n-th change on disk. */
  private static final class DeadlyEditor extends RunEditor {
    private int left;

    DeadlyEditor(int left) {
      this.left = left;
    }

    @Override
    void beforeStep() {
      if (left-- == 0) {
        throw new Death();
      }
    }
  }

  private static final class Death extends Error {
    private static final long serialVersionUID = 1L;
  }

  private CloneOutcome prepare(OnConflict choice, RunEditor editor, List<String> inputs) {
    BaseSnapshot snapshot = BaseSnapshot.take(base);
    BaseStore store = new BaseStore(batch.resolve(".batchrunner/base"));
    store.keep(snapshot);
    CloneOptions options = CloneOptions.builder().mergeBaseEdits(store, inputs, choice).build();
    return new ProjectCloner("demo", snapshot, options, new TreeWriter(), editor)
        .prepare(CloneRequest.of("r", run).withFeature(() -> new byte[] {'{', '}'}));
  }

  private CloneOutcome prepare(OnConflict choice) {
    return prepare(choice, new RunEditor(), List.of("climate/*.cli"));
  }

  private CloneOutcome prepare() {
    return prepare(OnConflict.FAIL);
  }

  private BaseConflictException conflict() {
    return catchThrowableOfType(BaseConflictException.class, this::prepare);
  }

  private static void set(Path file, String attribute, @Nullable Object value) {
    edit(file, document -> document.with(attribute, value));
  }

  private static void edit(Path file, UnaryOperator<NoDbDocument> change) {
    NoDbFile read = NoDbFile.read(file);
    read.write(change.apply(read.document()));
  }

  private static @Nullable Object get(Path file, String attribute) {
    return NoDbFile.read(file).document().value(attribute);
  }

  private Path climate() {
    return run.resolve("climate.nodb");
  }

  private Map<String, String> runTree() throws IOException {
    return BaseFixture.tree(run);
  }

  // ---- attributes

  @Test
  void anEditOfTheBaseIsTakenAndWhatTheRunsTasksWroteStays() throws IOException {
    prepare();
    set(climate(), "cli_fn", "wepp.cli");
    set(climate(), "_mode", List.of(1L, 2L));
    String before = Files.readString(climate());
    set(base.resolve("climate.nodb"), "_input_years", 77);
    set(base.resolve("climate.nodb"), "new", base + "/x");

    CloneOutcome outcome = prepare();

    assertThat(outcome)
        .isEqualTo(new CloneOutcome.Merged(run, BaseSnapshot.take(base).fingerprint(), 2));
    assertThat(climate())
        .hasContent(
            before
                    .replace("\"_input_years\": 10", "\"_input_years\": 77")
                    .substring(0, before.length() - 2)
                + ", \"new\": \""
                + run
                + "/x\"}}");
    assertThat(Origin.of(run)).contains(new Origin("demo", "r", outcome.baseFingerprint()));
    assertThat(prepare()).isEqualTo(new CloneOutcome.AlreadyThere(run, outcome.baseFingerprint()));
  }

  @Test
  void whatTheBaseHasRemovedIsRemoved() {
    prepare();
    set(climate(), "own", 1);
    edit(base.resolve("climate.nodb"), document -> document.without("_mode"));
    prepare();
    assertThat(NoDbFile.read(climate()).document().attributes())
        .contains("own", "_input_years")
        .doesNotContain("_mode");
  }

  @Test
  void filesOfNestedProjectsAreMergedInTheirPlace() {
    prepare();
    String pup = "_pups/omni/scenarios/s/wepp.nodb";
    set(base.resolve(pup), "_settings", base + "/_pups/omni/x");
    set(run.resolve(pup), "own", 1);
    prepare();
    NoDbDocument merged = NoDbFile.read(run.resolve(pup)).document();
    assertThat(merged.string("_settings")).isEqualTo(run + "/_pups/omni/x");
    assertThat(merged.string("wd")).isEqualTo(run + "/_pups/omni/scenarios/s");
    assertThat(merged.string("_parent_wd")).isEqualTo(run.toString());
    assertThat(merged.value("own")).hasToString("1");
  }

  @Test
  void aConflictIsReportedAndNothingIsChanged() throws IOException {
    prepare();
    set(climate(), "_input_years", 12);
    set(climate(), "cli_dir", run + "/own");
    Files.writeString(run.resolve("climate.nodb.lock"), "1.0");
    set(base.resolve("climate.nodb"), "_input_years", 77);
    set(base.resolve("climate.nodb"), "cli_dir", "/data/cli");
    set(base.resolve("ron.nodb"), "_cellsize", 10.0);
    edit(base.resolve("soils.nodb"), document -> document.without("parpath"));
    set(run.resolve("soils.nodb"), "parpath", "/another/" + "x".repeat(90));
    Map<String, String> before = runTree();

    BaseConflictException thrown = conflict();

    assertThat(thrown.conflicts())
        .containsExactlyInAnyOrder(
            new BaseConflict("climate.nodb", "_input_years", "10", "77", "12"),
            new BaseConflict(
                "climate.nodb", "cli_dir", "\"{wd}/climate\"", "\"/data/cli\"", "\"{wd}/own\""),
            new BaseConflict(
                "soils.nodb",
                "parpath",
                "\"/workdir/x\"",
                "not there",
                "\"/another/" + "x".repeat(47) + "..."));
    assertThat(thrown)
        .hasMessageContaining(
            "\"_input_years\" of \"climate.nodb\" was 10 when the run was cloned, is 77 in the base"
                + " project and 12 in the run")
        .hasMessageContaining("on-conflict \"base\"");
    assertThat(runTree()).isEqualTo(before);
  }

  @Test
  void onConflictTheBaseOrTheRunCountsWhenSomebodySaysSo() {
    prepare();
    set(climate(), "_input_years", 12);
    set(climate(), "own", 1);
    set(base.resolve("climate.nodb"), "_input_years", 77);
    set(base.resolve("climate.nodb"), "_mode", List.of(3L));

    prepare(OnConflict.RUN);
    assertThat(get(climate(), "_input_years")).hasToString("12");
    assertThat(get(climate(), "_mode")).isEqualTo(List.of(3L));
    prepare(); // It was decided, and does not come up again ...
    set(base.resolve("climate.nodb"), "_input_years", 78);
    assertThat(conflict().conflicts()) // ... before the base is edited again.
        .containsExactly(new BaseConflict("climate.nodb", "_input_years", "77", "78", "12"));

    prepare(OnConflict.BASE);
    assertThat(get(climate(), "_input_years")).hasToString("78");
    assertThat(get(climate(), "own")).hasToString("1");
  }

  @Test
  void referencesThatWouldCountOtherwiseAreAConflictUnlessTheRunsFileIsUntouched()
      throws IOException {
    Path file = base.resolve("watershed.nodb");
    String text =
        "{\"py/object\": \"A\", \"py/state\": {\"wd\": \"%s\", \"a\": %s, \"b\": {\"py/id\": %d}, \"c\": 1}}";
    Files.writeString(file, text.formatted(base, "[1]", 2));
    prepare();
    Path copy = run.resolve("watershed.nodb");
    Files.writeString(file, text.formatted(base, "[[1], 2]", 3));
    set(copy, "_nodb_mtime", 5.5);
    prepare();
    assertThat(copy).hasContent(text.formatted(run, "[[1], 2]", 3));

    set(copy, "c", 2);
    Files.writeString(file, text.formatted(base, "[1]", 2));
    assertThat(conflict())
        .hasMessageContaining("\"watershed.nodb\"")
        .hasMessageContaining("py/id")
        .hasMessageContaining("\"a\", \"b\"");
    prepare(OnConflict.BASE);
    assertThat(copy).hasContent(text.formatted(run, "[1]", 2));
  }

  @Test
  void aDamagedFileOfTheRunIsAConflictOnceTheBaseEditsIt() throws IOException {
    prepare();
    Files.writeString(climate(), "{\"py/object\"");
    Files.writeString(base.resolve("nodb.version"), "1001\n");
    prepare();
    set(base.resolve("climate.nodb"), "_input_years", 77);
    assertThat(conflict().conflicts())
        .containsExactly(
            new BaseConflict(
                "climate.nodb", "", "a NoDb file", "a NoDb file", "something that cannot be read"));
    prepare(OnConflict.BASE);
    assertThat(get(climate(), "_input_years")).hasToString("77");
  }

  // ---- files

  @Test
  void filesThatTheRunHasNotTouchedAreThoseOfTheBase() throws IOException {
    Files.createSymbolicLink(base.resolve("link"), Path.of("dem/dem.tif"));
    Files.createSymbolicLink(base.resolve("inner"), base.resolve("dem"));
    prepare();
    byte[] large = new byte[2_000_000];
    large[7] = 7;
    Files.write(base.resolve("climate/a.cli"), large);
    Files.setPosixFilePermissions(
        base.resolve("climate/a.cli"), PosixFilePermissions.fromString("r--r--r--"));
    Files.writeString(base.resolve("nodb.version"), "1001\n");
    Files.delete(base.resolve("dem/dem.tif"));
    Files.delete(base.resolve("dem/empty"));
    Files.createDirectories(base.resolve("soils/new/empty"));
    Files.writeString(base.resolve("soils/new/s.sol"), "sol");
    BaseFixture.noDb(base, "", "omni.nodb", Map.of("dir", base + "/omni"));
    Files.delete(base.resolve("link"));
    Files.createSymbolicLink(base.resolve("link"), Path.of("climate"));
    Files.delete(base.resolve("inner"));
    Files.createSymbolicLink(base.resolve("inner"), base.resolve("soils"));
    Files.delete(base.resolve("ron.nodb"));

    prepare();

    Map<String, String> merged = runTree();
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(run.resolve("climate/a.cli"))))
        .isEqualTo("r--r--r--");
    FileTrees.delete(run);
    prepare();
    assertThat(merged).isEqualTo(runTree());
  }

  @Test
  void aFileThatTheRunHasChangedIsItsOwnUnlessATaskDeclaresItAsAnInput() throws IOException {
    prepare();
    for (String file : List.of("dem/dem.tif", "climate/a.cli")) {
      Files.writeString(run.resolve(file), "of the run");
      Files.writeString(base.resolve(file), "of the base");
    }
    assertThat(conflict().conflicts())
        .extracting(BaseConflict::file, BaseConflict::attribute)
        .containsExactly(tuple("climate/a.cli", ""));
    prepare(OnConflict.RUN);
    assertThat(run.resolve("climate/a.cli")).hasContent("of the run");
    Files.writeString(base.resolve("climate/a.cli"), "of the base again");
    prepare(OnConflict.BASE);
    assertThat(run.resolve("climate/a.cli")).hasContent("of the base again");
    assertThat(run.resolve("dem/dem.tif")).hasContent("of the run");
    assertThat(run.resolve("dem/target_watershed.geojson")).hasContent("{}");
  }

  @Test
  void deletedHereAndChangedThereIsAConflictAndDeletedTwiceIsNone() throws IOException {
    prepare();
    Files.delete(run.resolve("ron.nodb"));
    Files.delete(run.resolve("soils.nodb"));
    Files.delete(run.resolve("climate/a.cli"));
    set(base.resolve("ron.nodb"), "_cellsize", 10.0);
    Files.delete(base.resolve("soils.nodb"));
    Files.delete(base.resolve("climate.nodb"));
    set(climate(), "own", 1);
    Files.writeString(base.resolve("climate/a.cli"), "edited");

    assertThat(conflict().conflicts())
        .containsExactlyInAnyOrder(
            new BaseConflict("ron.nodb", "", "a NoDb file", "a NoDb file", "not there"),
            new BaseConflict("climate.nodb", "", "a NoDb file", "not there", "a NoDb file"),
            new BaseConflict(
                "climate/a.cli",
                "",
                "a file of 4 bytes (%s)"
                    .formatted(Sha256.of("days".getBytes(UTF_8)).substring(0, 8)),
                "a file of 6 bytes (%s)"
                    .formatted(Sha256.of("edited".getBytes(UTF_8)).substring(0, 8)),
                "not there"));
    prepare(OnConflict.BASE);
    assertThat(climate()).doesNotExist();
    assertThat(get(run.resolve("ron.nodb"), "_cellsize")).isEqualTo(10.0);
    assertThat(run.resolve("climate/a.cli")).hasContent("edited");
  }

  @Test
  void addedByBothIsMergedLikeAnEdit() throws IOException {
    prepare();
    BaseFixture.noDb(base, "", "omni.nodb", Map.of("a", 1, "b", 2));
    BaseFixture.noDb(run, "", "omni.nodb", Map.of("a", 1, "c", 3));
    prepare();
    assertThat(NoDbFile.read(run.resolve("omni.nodb")).document().attributes())
        .containsExactlyInAnyOrder("wd", "a", "c", "b");
  }

  @Test
  void nothingIsWrittenThroughALinkThatLeadsOutOfTheRun() throws IOException {
    prepare();
    Path elsewhere = Files.createDirectories(root.resolve("elsewhere"));
    Files.delete(run.resolve("climate/a.cli"));
    Files.delete(run.resolve("climate"));
    Files.createSymbolicLink(run.resolve("climate"), elsewhere);
    Files.writeString(base.resolve("climate/b.cli"), "new");
    for (OnConflict choice : List.of(OnConflict.FAIL, OnConflict.BASE)) {
      assertThatThrownBy(() -> prepare(choice))
          .isInstanceOf(BaseConflictException.class)
          .hasMessageContaining("climate/b.cli");
    }
    prepare(OnConflict.RUN);
    assertThat(elsewhere).isEmptyDirectory();
  }

  @Test
  void aRunWhoseBaseWasNotKeptIsNeverOverwrittenInSilence() throws IOException {
    new ProjectCloner("demo", BaseSnapshot.take(base), CloneOptions.defaults())
        .prepare(CloneRequest.of("r", run));
    set(base.resolve("climate.nodb"), "_input_years", 77);
    set(run.resolve("ron.nodb"), "own", 1);
    Files.writeString(run.resolve("climate/a.cli"), "of the run");
    Files.writeString(run.resolve("dem/dem.tif"), "of the run");
    Map<String, String> before = runTree();

    assertThat(conflict().conflicts())
        .extracting(BaseConflict::file)
        .containsExactly("climate/a.cli", "climate.nodb", "ron.nodb");
    assertThat(conflict()).hasMessageContaining("not known");
    assertThat(runTree()).isEqualTo(before);

    prepare(OnConflict.RUN);
    before.put(".batchrunner/origin.json", runTree().get(".batchrunner/origin.json"));
    assertThat(runTree()).isEqualTo(before);
    set(base.resolve("climate.nodb"), "_mode", List.of(9L));
    prepare();
    assertThat(get(climate(), "_mode")).isEqualTo(List.of(9L));
  }

  @Test
  void hooksAreCalledWhenTheFilesAreThoseThatStay() {
    prepare();
    set(base.resolve("climate.nodb"), "_input_years", 77);
    List<Object> seen = new ArrayList<>();
    BaseSnapshot snapshot = BaseSnapshot.take(base);
    CloneOptions options =
        CloneOptions.builder()
            .mergeBaseEdits(
                new BaseStore(batch.resolve(".batchrunner/base")), List.of(), OnConflict.FAIL)
            .afterClone(
                prepared -> {
                  assertThat(prepared.fresh()).isFalse();
                  seen.add(get(prepared.wd().resolve("climate.nodb"), "_input_years"));
                })
            .build();
    new ProjectCloner("demo", snapshot, options).prepare(CloneRequest.of("r", run));
    assertThat(seen).containsExactly(77L);
  }

  // ---- crashes

  private void editEverything() throws IOException {
    set(base.resolve("climate.nodb"), "_input_years", 77);
    set(base.resolve("climate.nodb"), "added", List.of(1L));
    edit(base.resolve("soils.nodb"), document -> document.without("parpath"));
    set(base.resolve("_pups/omni/scenarios/s/wepp.nodb"), "x", base.toString());
    Files.delete(base.resolve("dem/dem.tif"));
    Files.createDirectory(base.resolve("dem/dem.tif"));
    Files.writeString(base.resolve("dem/dem.tif/part"), "1");
    Files.writeString(base.resolve("climate/a.cli"), "other days");
    Files.delete(base.resolve("nodb.version"));
  }

  @Test
  void aMergeThatDiesAnywhereIsDoneAgainWithTheSameResult() throws IOException {
    prepare();
    set(climate(), "own", 1);
    Map<String, String> original = runTree();
    editEverything();
    prepare();
    Map<String, String> merged = runTree();
    int deaths = 0;
    while (true) {
      restore(original);
      DeadlyEditor deadly = new DeadlyEditor(deaths);
      try {
        prepare(OnConflict.FAIL, deadly, List.of());
        break;
      } catch (Death died) {
        deaths++;
      }
      prepare();
      assertThat(runTree()).as("dead before step %d", deaths).isEqualTo(merged);
    }
    assertThat(deaths).isEqualTo(9);
  }

  @Test
  void aMergeThatDiedIsNoConflictWhenTheBaseWasEditedOrPutBackMeanwhile() throws IOException {
    prepare();
    set(climate(), "own", 1);
    Map<String, String> original = runTree();
    Map<String, String> originalBase = BaseFixture.tree(base);
    for (int step = 0; step < 9; step++) {
      for (Consumer<Path> meanwhile :
          List.<Consumer<Path>>of(
              file -> set(file, "_input_years", 78), file -> set(file, "_input_years", 10))) {
        restore(base, originalBase);
        restore(original);
        editEverything();
        int at = step;
        assertThatThrownBy(() -> prepare(OnConflict.FAIL, new DeadlyEditor(at), List.of()))
            .isInstanceOf(Death.class);
        meanwhile.accept(base.resolve("climate.nodb"));
        prepare();
        assertThat(get(climate(), "_input_years"))
            .isEqualTo(get(base.resolve("climate.nodb"), "_input_years"));
        assertThat(get(climate(), "own")).hasToString("1");
        assertThat(Origin.of(run).orElseThrow().mergingTo()).isEmpty();
      }
    }
  }

  private void restore(Map<String, String> tree) throws IOException {
    restore(run, tree);
  }

  private static void restore(Path directory, Map<String, String> tree) throws IOException {
    FileTrees.delete(directory);
    Files.createDirectories(directory);
    for (Map.Entry<String, String> entry : tree.entrySet()) {
      Path path = directory.resolve(entry.getKey());
      if (entry.getValue().equals("/")) {
        Files.createDirectories(path);
      } else {
        Files.writeString(path, entry.getValue());
      }
    }
  }

  // ---- WEPPcloud

  @Test
  void weppcloudsOwnListOfClimateAttributesReachesARunWhoseTasksHaveBuiltItsClimate()
      throws IOException {
    Path real = Requirement.sharedData("nodb/Test_Watershed_15.climate.nodb");
    Files.copy(real, base.resolve("climate.nodb"), StandardCopyOption.REPLACE_EXISTING);
    prepare();
    Map<String, Object> built = new LinkedHashMap<>();
    built.put("monthlies", Map.of("nwds", List.of(1.5, 2.5)));
    built.put("par_fn", "nv263205.par");
    built.put("cli_fn", "wepp.cli");
    built.put("sub_cli_fns", Map.of("22", "hill_22.cli"));
    built.forEach((attribute, value) -> set(climate(), attribute, value));
    NoDbDocument before = NoDbFile.read(climate()).document();

    for (String attribute : WEPPCLOUDS_LIST) {
      set(
          base.resolve("climate.nodb"),
          attribute,
          attribute.endsWith("mode")
              ? Map.of(
                  "py/reduce",
                  List.of(
                      Map.of("py/type", "wepppy.nodb.climate.Mode"),
                      Map.of("py/tuple", List.of(4L))))
              : "edited " + attribute);
    }
    assertThat(prepare())
        .isEqualTo(
            new CloneOutcome.Merged(
                run, BaseSnapshot.take(base).fingerprint(), WEPPCLOUDS_LIST.size()));

    NoDbDocument after = NoDbFile.read(climate()).document();
    NoDbDocument edited = NoDbFile.read(base.resolve("climate.nodb")).document();
    assertThat(WEPPCLOUDS_LIST)
        .hasSize(23)
        .allSatisfy(name -> assertThat(after.json(name)).isEqualTo(edited.json(name)));
    assertThat(before.attributes())
        .filteredOn(name -> !WEPPCLOUDS_LIST.contains(name))
        .hasSizeGreaterThan(10)
        .allSatisfy(name -> assertThat(after.json(name)).isEqualTo(before.json(name)));
    assertThat(after.json("cli_fn")).isEqualTo(PythonJson.dumps("wepp.cli"));
  }

  // ---- the view

  @Test
  void theViewCountsWhatRunsWouldTakeAndChangesNothing() throws IOException {
    prepare();
    run = batch.resolve("b/r");
    prepare();
    set(climate(), "_input_years", 12);
    Files.writeString(run.resolve("dem/dem.tif"), "own");
    set(base.resolve("climate.nodb"), "_input_years", 77);
    Files.writeString(base.resolve("dem/dem.tif"), "edited");
    Map<String, String> before = BaseFixture.tree(batch);

    BaseChanges changes =
        BaseChanges.of(
            "demo",
            BaseSnapshot.take(base),
            new BaseStore(batch.resolve(".batchrunner/base")),
            List.of(),
            List.of(base, batch.resolve("none"), batch.resolve("r"), run));

    assertThat(changes)
        .isEqualTo(
            new BaseChanges(
                2,
                2,
                List.of(
                    new BaseChanges.Change("climate.nodb", "_input_years", 1, 1, 0, "r"),
                    new BaseChanges.Change("dem/dem.tif", "", 1, 0, 1, ""))));
    assertThat(BaseFixture.tree(batch)).isEqualTo(before);
  }
}
