package io.github.batchrunner.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class CsvWriterTest {

  @Property
  void whatIsWrittenIsReadAgain(
      @ForAll @NotEmpty @Size(max = 4)
          List<@NotEmpty @Size(max = 4) List<@StringLength(max = 8) String>> table)
      throws IOException {
    StringWriter out = new StringWriter();
    CsvWriter csv = new CsvWriter(out);
    for (List<String> row : table) {
      for (String field : row) {
        csv.text(field);
      }
      csv.end();
    }
    List<List<String>> read =
        Csv.rows(out.toString()).stream()
            .map(row -> row.stream().map(Csv::unguarded).toList())
            .toList();
    assertThat(read).isEqualTo(table);
  }

  @Example
  void noTextBeginsAsAFormula() throws IOException {
    for (String hostile :
        List.of("=cmd|'/c calc'!A1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1")) {
      StringWriter out = new StringWriter();
      CsvWriter csv = new CsvWriter(out);
      csv.text(hostile);
      csv.end();
      assertThat(Csv.rows(out.toString()).get(0)).containsExactly("'" + hostile);
    }
  }

  @Example
  void numbersAreNotGuarded() throws IOException {
    StringWriter out = new StringWriter();
    CsvWriter csv = new CsvWriter(out);
    csv.number(-1);
    csv.empty();
    csv.number(Words.seconds(1_500));
    csv.end();
    assertThat(out).hasToString("-1,,1.500\r\n");
  }
}
