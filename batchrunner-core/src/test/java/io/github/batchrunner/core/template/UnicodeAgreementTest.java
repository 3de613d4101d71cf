package io.github.batchrunner.core.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The text functions do to every character of Unicode what Python's do. */
class UnicodeAgreementTest {

  private static final int BLOCK = 0x400;

  private static final List<Sketch> FUNCTIONS =
      List.of(
          Sketch.of("lower(index)"),
          Sketch.of("upper(index)"),
          Sketch.of("title(index)"),
          Sketch.of("slug(index)"),
          Sketch.of("[index]"));

  @Test
  void everyCharacterIsTreatedAsByPython() {
    List<String> differences = new ArrayList<>();
    try (PythonOracle python = PythonOracle.start()) {
      for (int block = 0; block <= Character.MAX_CODE_POINT; block += BLOCK) {
        StringBuilder lines = new StringBuilder();
        for (int c = block; c < block + BLOCK; c++) {
          if (isComparable(c)) {
            lines.append(line(Character.toString(c)));
          }
        }
        compare(python, FUNCTIONS, lines.toString(), differences);
      }
    }
    assertThat(differences).isEmpty();
  }

  @Test
  void stripTakesTheWhiteSpaceThatPythonTakes() {
    List<String> differences = new ArrayList<>();
    try (PythonOracle python = PythonOracle.start()) {
      for (int c = 0; c < Character.MIN_SUPPLEMENTARY_CODE_POINT; c++) {
        if (isComparable(c) && !Character.isLetter(c)) {
          String text = Character.toString(c);
          compare(python, List.of(Sketch.of("[strip('a' + index)]")), text, differences);
        }
      }
    }
    assertThat(differences).isEmpty();
  }

  /** A character alone, before and behind a cased letter, and around a capital sigma. */
  private static String line(String c) {
    return c + " a" + c + "Bc aΣ" + c + "b aΣ" + c + " a" + c + "Σ a" + c + "\n";
  }

  private static boolean isComparable(int character) {
    return switch (Character.getType(character)) {
      case Character.UNASSIGNED, Character.SURROGATE, Character.PRIVATE_USE -> false;
      // A spacing mark since Unicode 14, a non-spacing one in the Unicode 13 of JDK 17.
      default -> character != 0x1734;
    };
  }

  private static void compare(
      PythonOracle python, List<Sketch> templates, String text, List<String> differences) {
    Map<String, String> scope = Map.of("index", text);
    List<PythonOracle.Result> expected = python.evaluate(templates, scope);
    for (int i = 0; i < templates.size(); i++) {
      String source = templates.get(i).source();
      String[] ours = Template.forRunIds(source).evaluate(scope::get).split("\n", -1);
      String[] theirs = expected.get(i).text().split("\n", -1);
      assertThat(ours).hasSameSizeAs(theirs);
      for (int line = 0; line < ours.length; line++) {
        // A newer Unicode in Python maps some old characters to new ones, which Java does not know.
        boolean known = theirs[line].codePoints().allMatch(Character::isDefined);
        if (!ours[line].equals(theirs[line]) && known) {
          differences.add(
              source + ": " + PythonRepr.ascii(ours[line]) + " and not " + theirs[line]);
        }
      }
    }
  }
}
