package io.github.batchrunner.sample.hydrology.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvTest {
  @TempDir Path wd;

  private Path file;

  @BeforeEach
  void makeDirectory() throws IOException {
    file = RunFile.LANDUSE.in(wd);
    Files.createDirectories(wd.resolve("landuse"));
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    CsvText text = new CsvText("id", "name", "value", "day");
    text.whole(22).word("silt loam").number(-0.0504, 3).word("2001-02-03").endRow();
    text.whole(23).word("").number(1234567.5, 0).word("x").endRow();
    OutputFile.write(file, text.text());

    CsvTable table = CsvTable.read(wd, RunFile.LANDUSE);

    assertThat(table.size()).isEqualTo(2);
    assertThat(table.row(0).whole("id")).isEqualTo(22);
    assertThat(table.row(0).word("name")).isEqualTo("silt loam");
    assertThat(table.row(0).number("value")).isEqualTo(-0.05);
    assertThat(table.row(0).date("day")).isEqualTo(LocalDate.of(2001, 2, 3));
    assertThat(table.row(1).number(table.column("value"))).isEqualTo(1234568);
    assertThatThrownBy(() -> table.row(1).date("day")).hasMessageContaining("line 3");
    assertThatThrownBy(() -> table.row(1).number("day")).hasMessageContaining("\"x\"");
    assertThatThrownBy(() -> table.row(0).whole("value")).hasMessageContaining("-0.050");
    assertThatThrownBy(table::onlyRow).hasMessageContaining("2 rows instead of one");
  }

  @Property
  void aNumberIsRoundedToItsDecimals(
      @ForAll @DoubleRange(min = -1e9, max = 1e9) double number,
      @ForAll @IntRange(max = 6) int decimals) {
    CsvText text = new CsvText("n");
    text.number(number, decimals).endRow();

    String written = text.text().toString().lines().toList().get(1);

    assertThat(Double.parseDouble(written))
        .isCloseTo(number, within(0.51 * Math.pow(10, -decimals) + 1e-15 * Math.abs(number)));
    int point = written.indexOf('.');
    assertThat(point < 0 ? 0 : written.length() - point - 1).isEqualTo(decimals);
  }

  @Test
  void whatIsNoQuantityIsNotWritten() {
    CsvText text = new CsvText("n");

    assertThatThrownBy(() -> text.number(Double.NaN, 2)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> text.number(Double.POSITIVE_INFINITY, 2))
        .hasMessageContaining("Infinity");
    assertThatThrownBy(() -> text.number(1e15, 2)).hasMessageContaining("1.0E15");
  }

  @Test
  void anAbsentFileNamesTheTaskThatMakesIt() {
    assertThatThrownBy(() -> CsvTable.read(wd, RunFile.SOILS))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "\"soils/soils.csv\" is not there; the task \"soils\" makes it: run that first");
  }

  @Test
  void aBrokenFileIsTold() throws IOException {
    Files.writeString(file, "");
    assertThatThrownBy(() -> CsvTable.read(wd, RunFile.LANDUSE)).hasMessageContaining("empty");
    Files.writeString(file, "a,b\n1\n");
    assertThatThrownBy(() -> CsvTable.read(wd, RunFile.LANDUSE).row(0))
        .hasMessageContaining("line 2")
        .hasMessageContaining("1 cells instead of 2");
    assertThatThrownBy(() -> CsvTable.read(wd, RunFile.LANDUSE).column("c"))
        .hasMessageContaining("no column \"c\"");
    Files.writeString(file, "a\nNaN\n");
    assertThatThrownBy(() -> CsvTable.read(wd, RunFile.LANDUSE).row(0).number("a"))
        .hasMessageContaining("\"NaN\"");
    Files.write(file, new byte[] {'a', '\n', (byte) 0xff, (byte) 0xfe});
    assertThatThrownBy(() -> CsvTable.read(wd, RunFile.LANDUSE)).hasMessageContaining("UTF-8");
  }

  @Test
  void aFileIsReplacedAndLeavesNothingElse() throws IOException {
    OutputFile.write(file, "old");
    OutputFile.write(file, "new ä");

    assertThat(Files.readString(file, StandardCharsets.UTF_8)).isEqualTo("new ä");
    assertThat(file.getParent()).isDirectoryNotContaining(p -> !p.equals(file));
  }

  @Test
  void anInterruptedThreadStillWritesTheFileWhole() throws IOException {
    OutputFile.write(file, "old");
    Thread.currentThread().interrupt();
    OutputFile.write(file, "new");

    assertThat(Thread.interrupted()).as("the interruption is kept for who asks").isTrue();
    assertThat(file).hasContent("new");
    assertThat(file.getParent()).isDirectoryNotContaining(p -> !p.equals(file));
  }

  @Test
  void aFileThatCannotBePutInPlaceLeavesNothing() throws IOException {
    Files.createDirectories(file.resolve("full"));

    assertThatThrownBy(() -> OutputFile.write(file, "new")).isInstanceOf(IOException.class);
    assertThat(file.getParent()).isDirectoryNotContaining(p -> !p.equals(file));
  }
}
