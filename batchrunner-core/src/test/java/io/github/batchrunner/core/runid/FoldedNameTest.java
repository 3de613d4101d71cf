package io.github.batchrunner.core.runid;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FoldedNameTest {

  private static final String CASEFOLD_OF_ALL =
      """
      import unicodedata
      nfd = lambda s: unicodedata.normalize('NFD', s)
      for c in range(0x110000):
          if not 0xd800 <= c < 0xe000:
              print(c, ascii(nfd(nfd(chr(c)).casefold())))
      """;

  @ParameterizedTest
  @CsvSource({
    "Blue Creek, blue creek",
    "Straße, STRASSE",
    "ΟΔΟΣ, οδος",
    "Pen\u0303as, Peñas",
    "ﬁsh, FISH",
    "\u212Bngstr\u00F6m, ångström",
    "ẞ, ss"
  })
  void namesThatAFileSystemMayConfuseFoldToTheSame(String one, String other) {
    assertThat(FoldedName.of(one)).isEqualTo(FoldedName.of(other));
  }

  @ParameterizedTest
  @CsvSource({"a, b", "ı, i", "m², m2", "Ａ, A", "e, é", "ø, o"})
  void namesThatAllFileSystemsTellApartStayApart(String one, String other) {
    assertThat(FoldedName.of(one)).isNotEqualTo(FoldedName.of(other));
  }

  /** Two characters fold to the same exactly when they do in Python's casefold(). */
  @Test
  void everyCharacterIsConfusedWithThoseOfUnicodesFolding() throws IOException {
    Map<String, String> theirsOfOurs = new HashMap<>();
    Map<String, String> oursOfTheirs = new HashMap<>();
    List<String> differences = new ArrayList<>();
    Process python = startPython();
    try (BufferedReader lines = python.inputReader(StandardCharsets.US_ASCII)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        int space = line.indexOf(' ');
        int character = Integer.parseInt(line.substring(0, space));
        if (Character.isDefined(character)) {
          String ours = FoldedName.of(Character.toString(character));
          String theirs = line.substring(space + 1);
          if (!theirsOfOurs.computeIfAbsent(ours, key -> theirs).equals(theirs)
              || !oursOfTheirs.computeIfAbsent(theirs, key -> ours).equals(ours)) {
            differences.add(line);
          }
        }
      }
    } finally {
      python.destroyForcibly();
    }
    assertThat(differences).isEmpty();
    assertThat(theirsOfOurs).hasSizeGreaterThan(100_000);
  }

  private static Process startPython() {
    try {
      return new ProcessBuilder("python3", "-c", CASEFOLD_OF_ALL)
          .redirectError(ProcessBuilder.Redirect.INHERIT)
          .start();
    } catch (IOException e) {
      String reason = "python3 cannot be started: " + e.getMessage();
      if (Boolean.parseBoolean(System.getenv("BATCHRUNNER_REQUIRE_ALL"))) {
        return Assertions.fail(reason);
      }
      return Assumptions.abort(reason);
    }
  }
}
