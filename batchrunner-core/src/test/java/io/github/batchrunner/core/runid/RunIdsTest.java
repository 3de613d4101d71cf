package io.github.batchrunner.core.runid;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunIdsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "OR,WA-101",
        "or,wa-108",
        "Blue Creek-NW",
        "Sooke09",
        "Río Peñas Águeda",
        "湖",
        "a.b",
        "-1",
        "{literal}-7",
        "CONtour",
        "com10",
        "COM",
        "basement",
        "base",
        "a;b",
        "it's",
        "😀",
        "LPT0",
        "m²"
      })
  void namesOfRealWatershedsAreSafe(String runId) {
    assertThat(RunIds.refusal(runId)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "`` => empty",
        ". => begin with '.'",
        ".. => begin with '.'",
        ".hidden => begin with '.'",
        ".batchrunner => begin with '.'",
        "a/b => '/'",
        "a\\b => '\\'",
        "a:b => ':'",
        "a*b => '*'",
        "a?b => '?'",
        "a|b => '|'",
        "<a> => '<'",
        "\"a\" => '\"'",
        "a;;b => ';;'",
        "a. => drops a '.'",
        "a  => white space",
        " a => white space",
        "CON => device",
        "nul => device",
        "Aux.txt => device",
        "com1 => device",
        "LPT9.a.b => device",
        "com² => device",
        "nul .txt => device",
        "CONIN$ => device",
        "_base => reserved",
        "_BASE => reserved",
        "Logs => reserved",
        "runs => reserved",
        "resources => reserved",
        "_pups => reserved",
        "ReadOnly => reserved",
        "batch_runner.nodb => reserved",
        "ron.nodb => NoDb files",
        "Ron.NODB.lock => NoDb files",
      })
  void aNameThatSomeSystemOrTheBatchCannotTakeIsRefusedWithTheReason(String runId, String reason) {
    assertThat(RunIds.refusal(runId)).get().asString().contains("cannot be a run id", reason);
  }

  @Test
  void controlCharactersAndHalfCharactersAreRefusedByTheirNumber() {
    assertThat(RunIds.refusal("a\nb")).get().asString().contains("U+000A").doesNotContain("\n");
    assertThat(RunIds.refusal("a\u0085b")).get().asString().contains("U+0085");
    assertThat(RunIds.refusal("a\u2028b")).get().asString().contains("U+2028");
    assertThat(RunIds.refusal("a\ud83d")).get().asString().contains("U+D83D", "half a character");
    assertThat(RunIds.refusal("\ude00a")).get().asString().contains("U+DE00");
  }

  @Test
  void lengthIsLimitedInCharactersAndInBytes() {
    assertThat(RunIds.refusal("x".repeat(100))).isEmpty();
    assertThat(RunIds.refusal("x".repeat(101))).get().asString().contains("101 characters");
    assertThat(RunIds.refusal("湖".repeat(85))).isEmpty();
    assertThat(RunIds.refusal("湖".repeat(86))).get().asString().contains("258 bytes");
    assertThat(RunIds.refusal("😀".repeat(70))).get().asString().contains("280 bytes");
    assertThat(RunIds.refusal("x".repeat(100_000)).orElseThrow()).hasSizeLessThan(200);
  }

  @Property
  void aSafeRunIdIsADirectoryNameHere(@ForAll("texts") String text) {
    if (RunIds.refusal(text).isEmpty()) {
      Path parent = Path.of("batch").toAbsolutePath();
      Path directory = parent.resolve(text);
      assertThat(directory.getParent()).isEqualTo(parent);
      assertThat(directory.getFileName()).hasToString(text);
    }
  }

  @Test
  void theLongestRunIdsCanBeCreated(@TempDir Path parent) throws IOException {
    assertThat(Files.createDirectory(parent.resolve("x".repeat(RunIds.MAX_CHARACTERS))))
        .isDirectory();
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withChars("ab.;:/\\ \n_é湖-,CONnul").ofMaxLength(6);
  }
}
