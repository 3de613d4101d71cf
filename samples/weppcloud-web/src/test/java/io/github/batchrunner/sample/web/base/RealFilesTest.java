package io.github.batchrunner.sample.web.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every field of every real NoDb file, with values of its kind. */
class RealFilesTest {

  @TempDir Path root;

  @TestFactory
  Stream<DynamicTest> anEditChangesTheBytesOfItsAttributeAlone() {
    TestBase base =
        TestBase.of(root, "disturbed9002_wbt")
            .withReal("climate.nodb", "Test_Watershed_15.climate.nodb")
            .withReal("wepp.nodb", "Test_Watershed_15.wepp.nodb")
            .withReal("omni.nodb", "ventilated-gag.omni.nodb")
            .withReal("disturbed.nodb", "ventilated-gag.prescribed_fire.disturbed.nodb");
    return everyField(base);
  }

  @TestFactory
  Stream<DynamicTest> anEditOfANewProjectChangesTheBytesOfItsAttributeAlone() {
    return everyField(TestBase.of(root, "disturbed9002"));
  }

  private static Stream<DynamicTest> everyField(TestBase base) {
    Map<String, String> original = base.texts();
    return base.controls.view(base.batch).stream()
        .flatMap(
            control ->
                control.fields().stream()
                    .filter(field -> field.type() != FieldType.FILE)
                    .map(
                        field ->
                            DynamicTest.dynamicTest(
                                control.id() + "." + field.name(),
                                () -> {
                                  for (Object value : values(field)) {
                                    edit(base, original, control, field, value);
                                  }
                                })));
  }

  private static void edit(
      TestBase base,
      Map<String, String> original,
      ControlState control,
      FieldState field,
      Object value) {
    original.forEach((file, text) -> base.with(file + ".nodb", text));
    List<BaseControls.Edit> edits;
    try {
      edits = base.apply(control.id(), field.name(), value);
    } catch (InvalidFieldsException ruled) {
      // Some values need another one beside them; then nothing may have happened.
      assertThat(base.texts()).isEqualTo(original);
      return;
    }
    Map<String, String> expected = new HashMap<>(original);
    for (BaseControls.Edit edit : edits) {
      String name = edit.file().replace(".nodb", "");
      String key = edit.attribute().substring(edit.attribute().indexOf('.') + 1);
      String before = Objects.requireNonNull(expected.get(name));
      expected.put(name, replaced(before, key, edit.before(), edit.after()));
    }
    assertThat(base.texts()).as("%s = %s", field.name(), value).isEqualTo(expected);
    assertThat(Plain.deepSame(base.field(control.id(), field.name()).value(), value)).isTrue();
    assertThat(base.apply(control.id(), field.name(), value)).isEmpty();

    boolean canBeChosenAgain =
        field.type() != FieldType.CHOICE
            || base.field(control.id(), field.name()).choices().stream()
                .anyMatch(choice -> Plain.same(choice.value(), field.value()));
    if (canBeChosenAgain) {
      base.apply(control.id(), field.name(), field.value());
      assertThat(Plain.deepSame(base.field(control.id(), field.name()).value(), field.value()))
          .isTrue();
    }
  }

  private static String replaced(String text, String key, String before, String after) {
    if (before.isEmpty()) {
      String end = text.contains("\"py/state\"") ? "}}" : "}";
      assertThat(text).endsWith(end);
      return text.substring(0, text.length() - end.length()) + ", \"" + key + "\": " + after + end;
    }
    String was = "\"" + key + "\": " + before;
    assertThat(text.split(Pattern.quote(was), -1)).as(was).hasSizeGreaterThan(1);
    int at = text.indexOf(was);
    return text.substring(0, at) + "\"" + key + "\": " + after + text.substring(at + was.length());
  }

  private static List<Object> values(FieldState field) {
    List<Object> values = new ArrayList<>();
    switch (field.type()) {
      case BOOLEAN -> values.addAll(List.of(true, false));
      case CHOICE ->
          field.choices().stream().map(Choice::value).filter(Objects::nonNull).forEach(values::add);
      case INTEGER -> {
        values.add(Objects.requireNonNull(field.least()).longValue());
        values.add(Objects.requireNonNull(field.most()).longValue());
      }
      case NUMBER -> values.addAll(List.of(0.25, 0.5, 1e-7, 99.0));
      case TEXT -> values.addAll(List.of("8 4 20", "nv263205"));
      case SCENARIOS ->
          values.addAll(
              List.of(
                  List.of(),
                  List.of(Map.of("type", "undisturbed")),
                  List.of(
                      Map.of("type", "uniform_high"),
                      Map.of(
                          "type", "mulch",
                          "ground_cover_increase", "60%",
                          "base_scenario", "uniform_high",
                          "filter_hill_min_slope_pct", 10L,
                          "filter_burn_severities", List.of(1L, 3L)))));
      case FILE -> throw new AssertionError("is not set by its name");
    }
    return values;
  }
}
