package io.github.batchrunner.sample.hydrology.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodbFileTest {
  @TempDir Path wd;

  private double years(String nodb) throws IOException {
    Files.writeString(wd.resolve("climate.nodb"), nodb);
    return NodbFile.read(wd, "climate.nodb").number(10, 1, 200, "_input_years");
  }

  @Test
  void bothShapesAreUnderstood() throws IOException {
    assertThat(years("{\"py/object\": \"C\", \"py/state\": {\"_input_years\": 30}}")).isEqualTo(30);
    assertThat(years("{\"py/object\": \"C\", \"_input_years\": 40, \"x\": NaN}")).isEqualTo(40);
  }

  @Test
  void whatIsNotSetIsTheDefault() throws IOException {
    assertThat(NodbFile.read(wd, "climate.nodb").number(10, 1, 200, "_input_years")).isEqualTo(10);
    assertThat(years("{\"_input_years\": null}")).isEqualTo(10);
    assertThat(years("{\"_input_years\": \"\"}")).isEqualTo(10);
    assertThat(years("[]")).isEqualTo(10);
  }

  @Test
  void innerAttributesAreReached() throws IOException {
    Files.writeString(wd.resolve("wepp.nodb"), "{\"a\": {\"b\": 0.25}}");

    assertThat(NodbFile.read(wd, "wepp.nodb").number(1, 0, 1, "a", "b")).isEqualTo(0.25);
    assertThat(NodbFile.read(wd, "wepp.nodb").number(1, 0, 1, "a", "c")).isEqualTo(1);
  }

  @Test
  void aNumberThatCannotBeIsRefused() {
    assertThatThrownBy(() -> years("{\"_input_years\": 100000}"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("\"_input_years\" in \"climate.nodb\" is 100000.0")
        .hasMessageContaining("1.0 to 200.0");
    assertThatThrownBy(() -> years("{\"_input_years\": NaN}")).hasMessageContaining("NaN");
  }

  @Test
  void whatIsNoJsonIsRefused() {
    assertThatThrownBy(() -> years("{\"_input_years\": "))
        .hasMessageContaining("\"climate.nodb\" is not JSON");
  }
}
