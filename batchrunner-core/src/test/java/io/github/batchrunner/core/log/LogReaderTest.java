package io.github.batchrunner.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.pipeline.LogRules;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogReaderTest {

  private static final LogRules SEED =
      LogRules.failingOn("Pipeline FAILED", "\\bOOM\\b")
          .ignoring("Agreement map contains no valid data", "NotGeoreferencedWarning")
          .succeedingOn("Pipeline SUCCESS", "Pipeline exiting early");

  private static LogFindings read(LogRules rules, String log) {
    return read(rules, log.getBytes(StandardCharsets.UTF_8));
  }

  private static LogFindings read(LogRules rules, byte[] log) {
    try {
      return LogReader.read(rules, "the log", new ByteArrayInputStream(log));
    } catch (IOException e) {
      throw new AssertionError("a list of bytes cannot fail", e);
    }
  }

  @Test
  void theFirstLineOfEachKindIsFoundWithoutRegardToCase() {
    LogFindings found =
        read(
            SEED,
            """
            INFO begins
            WARN agreement map contains NO valid data
            ERROR pipeline failed: 3/4
            Pipeline FAILED again
            pipeline success: 4/4 scenarios completed
            """);
    assertThat(found.failureOrNull())
        .isEqualTo(new LogFindings.Line(3, "ERROR pipeline failed: 3/4"));
    assertThat(found.ignoredOrNull())
        .isEqualTo(new LogFindings.Line(2, "WARN agreement map contains NO valid data"));
    assertThat(found.success()).isTrue();
  }

  @Test
  void aLineThatIsToBeIgnoredIsNoFailureButOthersAre() {
    LogRules rules = LogRules.failingOn("ERROR|WARN").ignoring("NotGeoreferencedWarning");
    assertThat(read(rules, "WARN NotGeoreferencedWarning\n").failureOrNull()).isNull();
    assertThat(read(rules, "WARN NotGeoreferencedWarning\nWARN other").failureOrNull())
        .isEqualTo(new LogFindings.Line(2, "WARN other"));
  }

  @Test
  void partsOfWordsAreFoundUnlessThePatternSaysOtherwise() {
    assertThat(read(LogRules.failingOn("OOM"), "zoom 3").failureOrNull()).isNotNull();
    assertThat(read(SEED, "zoom 3\nroom").failureOrNull()).isNull();
    assertThat(read(SEED, "killed: oom").failureOrNull()).isNotNull();
  }

  @Test
  void lettersOfEveryAlphabetHaveNoCase() {
    assertThat(read(LogRules.failingOn("ÉCHEC"), "échec").failureOrNull()).isNotNull();
  }

  @Test
  void anEmptyLogHasNothing() {
    LogFindings found = read(SEED, "");
    assertThat(found).isEqualTo(new LogFindings("the log", null, null, false, ""));
  }

  @Test
  void linesEndWithNewlinesAndReturnsAndTheLastOneWithNothing() {
    LogRules rules = LogRules.failingOn("^bad$");
    assertThat(read(rules, "good\nbad").failureOrNull()).isEqualTo(line(2));
    assertThat(read(rules, "good\r\nbad\r\n").failureOrNull()).isEqualTo(line(2));
    assertThat(read(rules, "10%\r20%\rbad\r\n").failureOrNull()).isEqualTo(line(1));
    assertThat(read(rules, "\n\nbad\n").failureOrNull()).isEqualTo(line(3));
    assertThat(read(rules, "bad\r").failureOrNull()).isEqualTo(line(1));
    assertThat(read(rules, "good bad").failureOrNull()).isNull();
  }

  private static LogFindings.Line line(long number) {
    return new LogFindings.Line(number, "bad");
  }

  @Test
  void aLineIsSearchedInItsFirstEightKibibytesAlone() {
    String filler = "x".repeat(8190);
    assertThat(read(LogRules.failingOn("ab"), filler + "ab\n").failureOrNull()).isNotNull();
    assertThat(read(LogRules.failingOn("ab"), filler + "xab\nab").failureOrNull())
        .isEqualTo(new LogFindings.Line(2, "ab"));
  }

  @Test
  void whatIsNoTextIsPassedOver() {
    byte[] log = new byte[100_000];
    new Random(7).nextBytes(log);
    byte[] end = "\nPipeline FAILED\n".getBytes(StandardCharsets.UTF_8);
    System.arraycopy(end, 0, log, log.length - end.length, end.length);
    assertThat(read(SEED, log).failureOrNull()).isNotNull();
  }

  @Test
  void theEndOfALogIsItsLastWholeLines() {
    assertThat(read(SEED, "a\nb\n").end()).isEqualTo("a\nb\n");
    StringBuilder log = new StringBuilder();
    for (int line = 0; line < 100_000; line++) {
      log.append("line ").append(line).append('\n');
    }
    assertThat(read(SEED, log.toString()).end())
        .startsWith("line ")
        .endsWith("line 99998\nline 99999\n")
        .hasSizeBetween(8170, 8192);
    assertThat(read(SEED, "x".repeat(20_000)).end()).isEqualTo("x".repeat(8192));
  }

  @Property(tries = 200)
  void howTheLogComesInPiecesMakesNoDifference(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    List<String> words =
        List.of("\n", "\r", "\r\n", "bad", "é", "\ud83c\udf0a", "x".repeat(3000), " ");
    StringBuilder log = new StringBuilder();
    for (int word = random.nextInt(60); word > 0; word--) {
      log.append(words.get(random.nextInt(words.size())));
    }
    byte[] bytes = log.toString().getBytes(StandardCharsets.UTF_8);
    LogRules rules = LogRules.failingOn("^bad$").ignoring("é").succeedingOn("x$");
    InputStream dripping =
        new ByteArrayInputStream(bytes) {
          @Override
          public synchronized int read(byte[] target, int from, int length) {
            return super.read(target, from, Math.min(length, 1 + random.nextInt(5)));
          }
        };
    LogFindings found = LogReader.read(rules, "the log", dripping);
    assertThat(found).isEqualTo(read(rules, bytes));
    List<String> lines = new ArrayList<>(log.toString().lines().toList());
    assertThat(found.failureOrNull() != null).isEqualTo(lines.contains("bad"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"(a+)+$", "(a|a)*b", "(.*)(.*)(.*)(.*)x", "((a?)*)*b", "(a*)*\\1b"})
  void aPatternThatTakesForEverIsGivenUp(String pattern) {
    assertThatThrownBy(() -> read(LogRules.failingOn(pattern), "a".repeat(8000) + "!"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("the log pattern \"" + pattern + "\" takes too many steps on line 1");
  }

  @Test
  void carelessPatternsAreNotGivenUp() {
    StringBuilder log = new StringBuilder("a".repeat(8000) + "\n");
    for (int line = 0; line < 20_000; line++) {
      log.append("2026-01-01 INFO something of the usual length, with numbers 123 456\n");
    }
    assertThat(read(LogRules.failingOn(".*error.*", "a.*z"), log.toString()).failureOrNull())
        .isNull();
  }

  @Test
  void aLongLineIsShownByItsBeginning() {
    assertThat(new LogFindings.Line(3, "  x".repeat(2) + "  ")).hasToString("line 3: x  x");
    String shown = new LogFindings.Line(3, "\ud83c\udf0a".repeat(1000)).toString();
    assertThat(shown).startsWith("line 3: ").endsWith("\ud83c\udf0a…").hasSizeLessThan(320);
  }
}
