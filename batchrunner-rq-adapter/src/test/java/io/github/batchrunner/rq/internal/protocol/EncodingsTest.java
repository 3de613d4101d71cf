package io.github.batchrunner.rq.internal.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batchrunner.rq.Call;
import io.github.batchrunner.rq.RqException;
import io.github.batchrunner.rq.Serializer;
import io.github.batchrunner.rq.pickle.PyTuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class EncodingsTest {

  private static HashFields field(String value) {
    return new HashFields(Map.of("f", value.getBytes(UTF_8)));
  }

  @Property
  void timesComeBackToTheMicrosecond(
      @ForAll @LongRange(min = -62_135_596_800_000_000L, max = 253_402_300_799_999_999L)
          long micros) {
    Instant time =
        Instant.ofEpochSecond(
            Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000);
    String text = RqTime.format(time);
    assertThat(text).hasSize(27).endsWith("Z");
    assertThat(RqTime.parse(text)).contains(time);
  }

  @Test
  void timesOfOtherProgramsAreReadOrAbsent() {
    assertThat(RqTime.parse("2026-01-02T03:04:05Z"))
        .contains(Instant.parse("2026-01-02T03:04:05Z"));
    assertThat(RqTime.parse("2026-01-02T03:04:05.5Z"))
        .contains(Instant.parse("2026-01-02T03:04:05.500Z"));
    for (String odd : List.of("", "now", "2026-13-02T03:04:05Z", "2026-01-02T03:04:05+00:00")) {
      assertThat(RqTime.parse(odd)).isEmpty();
    }
    for (double odd : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY, 1e300}) {
      assertThat(RqTime.ofSeconds(odd)).isEmpty();
    }
    assertThat(RqTime.seconds(Instant.EPOCH.minusMillis(1))).isEqualTo("0");
    assertThat(RqTime.seconds(Instant.parse("2026-01-01T00:00:00.000001Z")))
        .isEqualTo("1767225600.000001");
  }

  @Property
  void fieldsOfAnyTextAreReadOrAbsent(@ForAll String text) {
    HashFields fields = field(text);
    fields.number("f");
    fields.time("f");
    fields.unixTime("f");
    fields.seconds("f");
    fields.decimalSeconds("f");
    assertThat(fields.number("other")).isEmpty();
  }

  @Test
  void fieldsAreReadAsRqWritesThem() {
    assertThat(field("-1").seconds("f")).contains(Duration.ofSeconds(-1));
    assertThat(field("12.5").decimalSeconds("f")).contains(Duration.ofMillis(12_500));
    assertThat(field("12.5").number("f")).isEmpty();
    assertThat(field("1e999").unixTime("f")).isEmpty();
  }

  @Property
  void callsComeBack(@ForAll String text, @ForAll long number, @ForAll double fraction) {
    Call call = Call.of("m.f", text, number, fraction, null).with("k", List.of(text, true));
    for (Serializer serializer : Serializer.values()) {
      assertThat(JobData.decode(JobData.encode(call, serializer), serializer)).isEqualTo(call);
    }
  }

  @Test
  void whatIsNoCallSaysWhy() {
    for (Object odd :
        Arrays.asList(
            null,
            List.of(),
            List.of("f", 1, List.of(), Map.of()),
            Arrays.asList(" ", null, List.of(), Map.of()),
            Arrays.asList("f", null, "args", Map.of()),
            Arrays.asList("f", null, List.of(), List.of()))) {
      byte[] data = Serializer.JSON.dumps(odd);
      assertThatThrownBy(() -> JobData.decode(data, Serializer.JSON))
          .isInstanceOf(RqException.class);
    }
    byte[] keyed = Serializer.PICKLE.dumps(PyTuple.of("f", null, PyTuple.EMPTY, Map.of(1, 2)));
    assertThatThrownBy(() -> JobData.decode(keyed, Serializer.PICKLE))
        .hasMessageContaining("a name that is not text");
  }

  @Property
  void whatWasDeflatedIsInflatedAndAllElseStays(@ForAll byte[] bytes) {
    assertThat(JobData.inflateIfDeflated(JobData.deflate(bytes))).isEqualTo(bytes);
    JobData.inflateIfDeflated(bytes);
  }

  @Test
  void descriptionsEnd() {
    List<Object> endless = new ArrayList<>();
    endless.add(endless);
    String text = CallText.of(Call.of("f", endless, "\ud83c\udf32".repeat(60)));
    assertThat(text).hasSizeLessThan(400).startsWith("f([[[");
    assertThat(new String(text.getBytes(UTF_8), UTF_8)).isEqualTo(text);
  }

  @Test
  void jsonCarriesWhatPythonsJsonDoes() {
    assertThat(Serializer.JSON.loads("[NaN, -Infinity, 12345678901234567890]".getBytes(UTF_8)))
        .hasToString("[NaN, -Infinity, 12345678901234567890]");
    assertThat(new String(Serializer.JSON.dumps(List.of(Double.NaN)), UTF_8)).isEqualTo("[NaN]");
    assertThatThrownBy(() -> Serializer.JSON.dumps(Map.of(1, 2))).hasMessageContaining("key");
    assertThatThrownBy(() -> Serializer.JSON.dumps(Instant.EPOCH))
        .hasMessageContaining("java.time.Instant");
  }
}
