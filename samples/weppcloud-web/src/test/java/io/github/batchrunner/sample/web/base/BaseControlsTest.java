package io.github.batchrunner.sample.web.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.nodb.NoDbConflictException;
import io.github.batchrunner.core.nodb.NoDbDocument;
import io.github.batchrunner.sample.web.base.BaseControls.Edit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BaseControlsTest {

  private static final String CLIMATE =
      "{\"py/object\": \"wepppy.nodb.core.climate.Climate\", \"py/state\": {\"wd\": \"/wc1/x\","
          + " \"_mods\": [], %s}}";

  @TempDir Path root;

  @ParameterizedTest
  @ValueSource(strings = {"disturbed9002_wbt", "disturbed9002", "canada-wbt-mofe", "reveg"})
  void aNewProjectOfAKnownConfigHasEveryControl(String config) {
    TestBase base = TestBase.of(root, config);

    assertThat(base.controls.view(base.batch)).allMatch(ControlState::available);
    assertThat(base.field("channels", "mcl").value()).isEqualTo(100.0);
    assertThat(base.field("wepp", "channel_critical_shear").value()).isEqualTo(19.0);
    assertThat(base.document("climate.nodb").value("_mods"))
        .isEqualTo(List.of("disturbed", "omni"));
  }

  @Test
  void aNewProjectOfAnotherConfigSaysWhatItLacks() {
    TestBase base = TestBase.of(root, "general");

    assertThat(base.controls.view(base.batch).stream().filter(c -> !c.available()))
        .extracting(ControlState::id)
        .containsExactly("sbs", "channels");
    assertThat(base.control("sbs").reason()).contains("disturbed");
    assertThatThrownBy(() -> base.apply("sbs", "mode", 1L))
        .hasMessageContaining("disturbed9002_wbt");
  }

  @Test
  void attributesOfANewProjectStandInTheOrderOfRealFiles() {
    TestBase made = TestBase.of(root, "disturbed9002");
    assertSameOrder(made, "disturbed.nodb", "ventilated-gag.prescribed_fire.disturbed.nodb");
    assertSameOrder(made, "wepp.nodb", "Test_Watershed_15.wepp.nodb");
    assertSameOrder(made, "climate.nodb", "Test_Watershed_15.climate.nodb");
  }

  private static void assertSameOrder(TestBase made, String file, String real) {
    List<String> ours = List.copyOf(made.document(file).attributes());
    List<String> theirs = List.copyOf(made.withReal(file, real).document(file).attributes());
    assertThat(ours.stream().filter(theirs::contains).toList())
        .isEqualTo(theirs.stream().filter(ours::contains).toList())
        .hasSizeGreaterThan(10);
  }

  @Test
  void onlyTheNumberOfAnEnumChangesWhateverItsForm() {
    TestBase base = TestBase.of(root, "general");
    for (String form :
        List.of(
            "{\"py/reduce\": [{\"py/type\": \"wepppy.nodb.core.climate.ClimateMode\"}, {\"py/tuple\": [%d]}]}",
            "{\"py/reduce\": [{\"py/type\": \"wepppy.nodb.climate.ClimateMode\"}, {\"py/tuple\": [%d]}, null, null, null]}",
            "{ \"py/reduce\":[{\"py/type\":\"ClimateMode\"},{\"py/tuple\":[ %d ]}] }",
            "%d")) {
      String attribute = "\"_climate_mode\": " + form;
      base.with("climate.nodb", CLIMATE.formatted(attribute.formatted(-1)));
      base.apply("climate", "mode", 5);
      assertThat(base.text("climate.nodb")).isEqualTo(CLIMATE.formatted(attribute.formatted(5)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"py/id\": 3}", "null", "\"vanilla\"", "[0]", "NaN", "{\"py/reduce\": []}"})
  void aFormThatNobodyKnowsIsNotTouched(String form) {
    TestBase base = TestBase.of(root, "general");
    String text = CLIMATE.formatted("\"_climate_mode\": " + form + ", \"_input_years\": 5");
    base.with("climate.nodb", text);

    assertThat(base.control("climate").fields())
        .extracting(FieldState::name)
        .doesNotContain("mode");
    assertThatThrownBy(() -> base.apply("climate", "mode", 5))
        .isInstanceOf(InvalidFieldsException.class)
        .hasMessageContaining("_climate_mode");
    assertThat(base.text("climate.nodb")).isEqualTo(text);
  }

  @Test
  void anEditThatWouldMoveAReferenceIsRefusedAtItsField() {
    TestBase base = TestBase.of(root, "disturbed9002_wbt");
    String text =
        "{\"py/object\": \"wepppy.nodb.mods.omni.omni.Omni\", \"py/state\": {\"wd\": \"/x\","
            + " \"_scenarios\": [], \"a\": [1], \"b\": {\"py/id\": 3}}}";
    base.with("omni.nodb", text);

    InvalidFieldsException refused =
        catchThrowableOfType(
            InvalidFieldsException.class,
            () -> base.apply("omni", "scenarios", List.of(Map.of("type", "undisturbed"))));

    assertThat(refused.problems())
        .singleElement()
        .extracting(FieldProblem::field)
        .isEqualTo("omni.scenarios");
    assertThat(refused).hasMessageContaining("py/id");
    assertThat(base.text("omni.nodb")).isEqualTo(text);
  }

  @Test
  void whatIsUnchangedIsNotWritten() throws IOException {
    TestBase base = TestBase.of(root, "disturbed9002_wbt");
    Object before = Files.getLastModifiedTime(base.path("climate.nodb"));

    assertThat(base.apply("climate", "input_years", 100)).isEmpty();
    assertThat(base.apply("channels", "mcl", 100)).isEmpty();

    assertThat((Object) Files.getLastModifiedTime(base.path("climate.nodb"))).isEqualTo(before);
  }

  @Test
  void aPreviewTouchesNothing() {
    TestBase base = TestBase.of(root, "disturbed9002_wbt");
    Map<String, String> before = base.texts();

    List<Edit> edits =
        base.controls.preview(base.batch, TestBase.form("wepp", "baseflow_gwstorage", 12.5));

    assertThat(edits)
        .containsExactly(new Edit("wepp", "wepp.nodb", "baseflow_opts.gwstorage", "0.0", "12.5"));
    assertThat(base.texts()).isEqualTo(before);
  }

  @Test
  void whatWeppcloudSetsAlongIsSetAlong() {
    TestBase base = TestBase.of(root, "disturbed9002_wbt");

    base.controls.apply(
        base.batch,
        Map.of(
            "climate",
            Map.of("mode", 2, "observed_start_year", 1990, "observed_end_year", 2019),
            "sbs",
            Map.of("mode", 1, "uniform_severity", 3)));
    assertThat(base.document("climate.nodb").value("_input_years")).isEqualTo(30L);
    assertThat(base.document("disturbed.nodb").value("_uniform_severity")).isEqualTo(3L);

    base.apply("sbs", "mode", 0);
    assertThat(base.document("disturbed.nodb").value("_uniform_severity")).isNull();
  }

  @Test
  void fieldsThatDependOnEachOtherAreCheckedTogether() {
    TestBase base = TestBase.of(root, "disturbed9002_wbt");

    assertThatThrownBy(() -> base.apply("climate", "mode", 2))
        .isInstanceOfSatisfying(
            InvalidFieldsException.class,
            e ->
                assertThat(e.problems())
                    .extracting(FieldProblem::field)
                    .containsExactly("climate.observed_start_year", "climate.observed_end_year"));
    assertThatThrownBy(
            () ->
                base.controls.apply(
                    base.batch,
                    Map.of(
                        "climate", Map.of("observed_start_year", 2000, "observed_end_year", 1999))))
        .hasMessageContaining("before");
    Map<String, Object> noYears = new HashMap<>();
    noYears.put("mode", 0);
    noYears.put("input_years", null);
    assertThatThrownBy(() -> base.controls.apply(base.batch, Map.of("climate", noYears)))
        .hasMessageContaining("number of years");
    assertThatThrownBy(() -> base.apply("sbs", "mode", 1)).hasMessageContaining("severely");
    assertThatThrownBy(() -> base.apply("wepp", "manning_veg", 0.01))
        .hasMessageContaining("roughness");
  }

  @Test
  void aScenarioOfTheFileStaysWhateverItSays() {
    TestBase base = TestBase.of(root, "disturbed9002_wbt");
    String odd = "{\"type\": \"sbs_map\", \"sbs_file_path\": \"/wc1/a.tif\", \"more\": 1e-06}";
    base.with(
        "omni.nodb",
        base.text("omni.nodb").replace("\"_scenarios\": []", "\"_scenarios\": [" + odd + "]"));

    List<Object> longer =
        new ArrayList<>((List<?>) Objects.requireNonNull(base.field("omni", "scenarios").value()));
    longer.add(Map.of("type", "thinning", "ground_cover", "75%", "canopy_cover", "40%"));
    base.apply("omni", "scenarios", longer);

    assertThat(base.text("omni.nodb"))
        .contains(
            "\"_scenarios\": ["
                + odd
                + ", {\"type\": \"thinning\", \"canopy_cover\": \"40%\", \"ground_cover\": \"75%\"}]");
  }

  @Test
  void aFileThatIsLockedKeepsAllFilesAsTheyAre() throws IOException {
    TestBase base = TestBase.of(root, "disturbed9002_wbt");
    Map<String, String> before = base.texts();
    Path lock = base.path("wepp.nodb.lock");
    Files.writeString(lock, "1.5");
    Map<String, Map<String, Object>> forms =
        Map.of("climate", Map.of("input_years", 7), "wepp", Map.of("run_frost", true));

    assertThatThrownBy(() -> base.controls.apply(base.batch, forms))
        .isInstanceOf(BaseLockedException.class)
        .hasMessageContaining("wepp.nodb");

    assertThat(base.texts()).isEqualTo(before);
    assertThat(base.path("climate.nodb.lock")).doesNotExist();

    Files.delete(lock);
    assertThat(base.controls.apply(base.batch, forms)).hasSize(2);
  }

  @Test
  void writersAtOnceLoseNothing() throws Exception {
    TestBase base = TestBase.of(root, "disturbed9002_wbt");
    List<String> fields =
        List.of("run_frost", "run_tcr", "run_snow", "run_pmet", "run_baseflow", "run_wepp_ui");
    List<Object> wanted =
        fields.stream()
            .map(field -> (Object) !Boolean.TRUE.equals(base.field("wepp", field).value()))
            .toList();
    ExecutorService threads = Executors.newFixedThreadPool(fields.size());
    try {
      List<Callable<List<Edit>>> writers =
          IntStream.range(0, fields.size())
              .mapToObj(
                  n ->
                      (Callable<List<Edit>>) () -> base.apply("wepp", fields.get(n), wanted.get(n)))
              .toList();
      for (Future<List<Edit>> writer : threads.invokeAll(writers)) {
        assertThat(writer.get()).hasSize(1);
      }
    } finally {
      threads.shutdownNow();
    }
    for (int n = 0; n < fields.size(); n++) {
      assertThat(base.field("wepp", fields.get(n)).value()).isEqualTo(wanted.get(n));
    }
  }

  /** Locks that let something happen before a file is written. */
  private record Meddling(LockFiles locks, IntConsumer before) implements BaseLocks {

    @Override
    public Held lock(BatchRunner batch, SortedSet<String> files) {
      Held held = locks.lock(batch, files);
      int[] asked = {0};
      return new Held() {
        @Override
        public void requireHeld() {
          before.accept(asked[0]++);
          held.requireHeld();
        }

        @Override
        public void written(String file) {
          held.written(file);
        }

        @Override
        public void close() {
          held.close();
        }
      };
    }

    @Override
    public void close() {
      locks.close();
    }
  }

  private static final Map<String, Map<String, Object>> TWO_FILES =
      Map.of("climate", Map.of("input_years", 7), "wepp", Map.of("run_frost", true));

  @Test
  void whenALaterFileCannotBeWrittenTheEarlierOnesArePutBack() {
    TestBase[] self = new TestBase[1];
    TestBase base =
        TestBase.of(
            root,
            "disturbed9002_wbt",
            new Meddling(
                new LockFiles(Clock.systemUTC()),
                turn -> {
                  if (turn == 1) {
                    self[0].with("wepp.nodb", self[0].text("wepp.nodb") + " ");
                  }
                }));
    self[0] = base;
    Map<String, String> before = base.texts();

    assertThatThrownBy(() -> base.controls.apply(base.batch, TWO_FILES))
        .isInstanceOf(NoDbConflictException.class);

    assertThat(base.text("climate.nodb")).isEqualTo(before.get("climate"));
    assertThat(base.path("climate.nodb.lock")).doesNotExist();
    assertThat(base.path("wepp.nodb.lock")).doesNotExist();
  }

  @Test
  void afterAKillBetweenTwoFilesTheSameFormsWriteTheRest() {
    TestBase base = TestBase.of(root, "disturbed9002_wbt");
    // What a process leaves that was killed after the first file.
    base.apply("climate", "input_years", 7);

    assertThat(base.controls.apply(base.batch, TWO_FILES))
        .extracting(Edit::file)
        .containsExactly("wepp.nodb");
  }

  @Test
  void aLockThatWasBrokenIsNoticed() {
    TestBase[] self = new TestBase[1];
    TestBase base =
        TestBase.of(
            root,
            "disturbed9002_wbt",
            new Meddling(
                new LockFiles(Clock.systemUTC()),
                turn -> self[0].path("climate.nodb.lock").toFile().delete()));
    self[0] = base;

    assertThatThrownBy(() -> base.apply("climate", "input_years", 7))
        .isInstanceOf(BaseLockedException.class);
    assertThat(base.field("climate", "input_years").value()).isEqualTo(100L);
  }

  @Test
  void aFileThatIsBrokenMakesItsControlUnavailable() {
    TestBase base = TestBase.of(root, "disturbed9002_wbt").with("wepp.nodb", "{");

    assertThat(base.control("wepp").available()).isFalse();
    assertThat(base.control("wepp").reason()).contains("wepp.nodb");
    assertThat(base.control("climate").available()).isTrue();
  }

  @Test
  void aTextOfAMegabyteIsRefusedInAShortSentence() {
    TestBase base = TestBase.of(root, "disturbed9002_wbt");

    assertThatThrownBy(() -> base.apply("climate", "station", "x".repeat(1_000_000)))
        .isInstanceOf(InvalidFieldsException.class)
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
  }

  @Test
  void whatPythonWroteAsTextStaysText() {
    TestBase base = TestBase.of(root, "general");
    base.with(
        "landuse.nodb",
        "{\"py/object\": \"wepppy.nodb.landuse.Landuse\", \"wd\": \"x\", \"_mode\": 1,"
            + " \"_single_selection\": \"42\", \"_single_man\": {\"key\": 42}}");

    base.apply("landuse", "single_selection", 43);

    NoDbDocument landuse = base.document("landuse.nodb");
    assertThat(landuse.value("_single_selection")).isEqualTo("43");
    assertThat(landuse.value("_single_man")).isNull();
  }
}
