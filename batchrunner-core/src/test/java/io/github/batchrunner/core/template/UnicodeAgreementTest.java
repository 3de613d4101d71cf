package io.github.batchrunner.core.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The text functions do to every character of Unicode what Python's do. */
class UnicodeAgreementTest {

  private static final int BLOCK = 0x1000;

  @Test
  void everyCharacterIsTreatedAsByPython() {
    List<Sketch> templates =
        List.of(
            Sketch.of("lower(index)"),
            Sketch.of("upper(index)"),
            Sketch.of("title(index)"),
            Sketch.of("title('a' + index + 'Bc')"),
            Sketch.of("lower('aΣ' + index + 'b Σ' + index)"),
            Sketch.of("lower('a' + index + 'Σ')"),
            Sketch.of("[strip('a' + index)]"),
            Sketch.of("[index]"),
            Sketch.of("slug('a' + index)"));
    List<String> differences = new ArrayList<>();
    try (PythonOracle python = PythonOracle.start()) {
      for (int block = 0; block <= Character.MAX_CODE_POINT; block += BLOCK) {
        compare(python, templates, block, differences);
      }
    }
    assertThat(differences).isEmpty();
  }

  private static void compare(
      PythonOracle python, List<Sketch> templates, int block, List<String> differences) {
    for (int c = block; c < block + BLOCK; c++) {
      if (isComparable(c)) {
        compare(python, templates, Character.toString(c), differences);
      }
    }
  }

  private static boolean isComparable(int character) {
    return switch (Character.getType(character)) {
      case Character.UNASSIGNED, Character.SURROGATE, Character.PRIVATE_USE -> false;
      // A spacing mark since Unicode 14, a non-spacing one in the Unicode 13 of JDK 17.
      default -> character != 0x1734;
    };
  }

  private static void compare(
      PythonOracle python, List<Sketch> templates, String character, List<String> differences) {
    Map<String, String> scope = Map.of("index", character);
    List<PythonOracle.Result> expected = python.evaluate(templates, scope);
    for (int i = 0; i < templates.size(); i++) {
      String source = templates.get(i).source();
      String text = Template.forRunIds(source).evaluate(scope::get);
      String wanted = expected.get(i).text();
      // A newer Unicode in Python maps some old characters to new ones, which Java does not know.
      if (!text.equals(wanted) && wanted.codePoints().allMatch(Character::isDefined)) {
        differences.add(
            source
                + " of U+"
                + Integer.toHexString(character.codePointAt(0))
                + ": "
                + text
                + " and not "
                + wanted);
      }
    }
  }
}
