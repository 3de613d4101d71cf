package io.github.batchrunner.core.watershed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A damaged file is either read or refused with a reason; nothing else ever happens. */
class DamagedFilesTest {

  private static final byte[] WHOLE =
      GeoJson.collection(
              GeoJson.feature(
                  GeoJson.geometry("MultiPolygon", "[[[[0,0.5],[1e0,0],[1,1,7],[0,0.5]]],[]]"),
                  "{\"a\\n\":[1,{\"b\":null}],\"ü\":\"\\ud83d\\ude00\",\"n\":-12.50}"),
              GeoJson.feature(
                  "{\"type\":\"GeometryCollection\",\"geometries\":[" + GeoJson.SQUARE + "]}"))
          .replaceFirst("\\{", "{\"crs\":{\"name\":\"EPSG:4326\"},")
          .getBytes(StandardCharsets.UTF_8);

  /** What is inserted stands for bytes, one for each character. */
  private record Damage(int place, int removed, String inserted) {}

  @Property(tries = 20_000)
  void itIsReadOrRefused(@ForAll("damages") List<Damage> damages) {
    byte[] text = WHOLE;
    for (Damage damage : damages) {
      text = apply(damage, text);
    }
    try {
      LoadOptions options = LoadOptions.builder().checkValidity(true).build();
      assertThat(GeoJson.load(text, options).count()).isPositive();
    } catch (InvalidGeoJsonException refusal) {
      assertThat(refusal.issue().message()).isNotBlank();
      assertThat(refusal.issue().location().orElseThrow().byteOffset())
          .isBetween(0L, (long) text.length);
    }
  }

  private static byte[] apply(Damage damage, byte[] text) {
    int place = Math.min(damage.place, text.length);
    int behind = Math.min(place + damage.removed, text.length);
    byte[] inserted = damage.inserted.getBytes(StandardCharsets.ISO_8859_1);
    byte[] damaged = new byte[place + inserted.length + text.length - behind];
    System.arraycopy(text, 0, damaged, 0, place);
    System.arraycopy(inserted, 0, damaged, place, inserted.length);
    System.arraycopy(text, behind, damaged, place + inserted.length, text.length - behind);
    return damaged;
  }

  @Provide
  Arbitrary<List<Damage>> damages() {
    Arbitrary<String> inserted =
        Arbitraries.oneOf(
            Arbitraries.strings().withCharRange('\0', '\u00ff').ofMaxLength(3),
            Arbitraries.of("{", "}", "[", "]", ",", ":", "\"", "\\", "1", "e9", "null", "NaN"),
            Arbitraries.of("[]", "{}", "\"type\"", "\"features\":", "\n", " "));
    return Combinators.combine(
            Arbitraries.integers().between(0, WHOLE.length),
            Arbitraries.integers().between(0, 20),
            inserted)
        .as(Damage::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(3);
  }
}
