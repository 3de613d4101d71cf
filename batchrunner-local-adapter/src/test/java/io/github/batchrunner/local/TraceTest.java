package io.github.batchrunner.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

/** The text of the files that commands leave behind. */
class TraceTest {

  private static final Trace.Beginning BEGINNING =
      new Trace.Beginning(
          Instant.ofEpochMilli(1_700_000_000_123L),
          Duration.ofMinutes(5),
          17,
          "node 7",
          "12.34.5",
          "wepp (or its env_script \"a b.sh\")",
          Path.of("/runs/Übung 1/logs/wepp.1.log"));

  @Property
  void whatIsKnownAtTheBeginningIsOneLineThatCanBeRead(
      @ForAll @LongRange(min = 0, max = 4_000_000_000_000L) long began,
      @ForAll @LongRange(min = 0, max = 4_000_000_000_000L) long timeout,
      @ForAll @LongRange(min = 0) long logStart,
      @ForAll @StringLength(max = 50) String machine,
      @ForAll @StringLength(max = 50) String program) {
    Trace.Beginning beginning =
        new Trace.Beginning(
            Instant.ofEpochMilli(began),
            Duration.ofMillis(timeout),
            logStart,
            valid(machine),
            "1.2.3",
            valid(program),
            Path.of("/logs/x y.log"));
    assertThat(beginning.text()).matches("[\\x20-\\x7e]+");
    Trace trace = Trace.parse("4711 " + beginning.text() + "\n");
    assertThat(trace.pid()).isEqualTo(4711);
    assertThat(trace.beginning()).isEqualTo(beginning);
    assertThat(trace.owner()).isEqualTo("1.2.3");
  }

  @Property
  void anythingCanBeRead(@ForAll String text) {
    Trace trace = Trace.parse(text);
    assertThat(trace.status() == null || trace.beginning() != null).isTrue();
  }

  @Property
  void aLineThatIsNotCompleteIsNotThereYet(@ForAll @IntRange(min = 0, max = 400) int length) {
    String begun = "4711 " + BEGINNING.text() + "\n";
    String text = begun + "owner 6.7.8\nstop TIMED_OUT\nleft\nend 143\n";
    Trace trace = Trace.parse(text.substring(0, Math.min(length, text.length())));
    assertThat(trace.beginning() == null).isEqualTo(length < begun.length());
    assertThat(trace.status() == null).isEqualTo(length < text.length());
  }

  @Test
  void theLastOwnerCountsAndTheFirstReasonToStop() {
    String begun = "4711 " + BEGINNING.text() + "\n";
    assertThat(Trace.parse(begun + "left\n").owner()).isEmpty();
    Trace trace = Trace.parse(begun + "left\nowner 6.7.8\nstop TIMED_OUT\nstop CANCELLED\nend 9\n");
    assertThat(trace.owner()).isEqualTo("6.7.8");
    assertThat(trace.stop()).isEqualTo(Attempt.Stop.TIMED_OUT);
    assertThat(trace.status()).isEqualTo(9);
  }

  @Test
  void aHostCanRuleAnAttemptOut() {
    assertThat(Trace.parse("never 1.2.3\n").ruledOut()).isTrue();
    assertThat(Trace.parse("never 1.2").ruledOut()).isFalse();
  }

  /** Half a character has no bytes. */
  private static String valid(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
