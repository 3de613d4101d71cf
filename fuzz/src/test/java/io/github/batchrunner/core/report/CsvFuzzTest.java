package io.github.batchrunner.core.report;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.batchrunner.fuzz.OnlyWhereJazzerLoads;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

@OnlyWhereJazzerLoads
class CsvFuzzTest {

  private static final String FORMULA = "=+-@\t\r\n";

  /** Texts, between zeros in the input, are the same after reading, and none is a formula. */
  @FuzzTest
  void aTableIsTheSameAfterReading(byte[] input) throws IOException {
    List<String> texts = List.of(new String(input, StandardCharsets.UTF_8).split("\0", -1));
    StringWriter table = new StringWriter();
    CsvWriter csv = new CsvWriter(table);
    for (int row = 0; row < 2; row++) {
      for (String text : texts) {
        csv.text(text);
      }
      csv.end();
    }
    List<List<String>> rows = Csv.rows(table.toString());
    require(rows.size() == 2, rows.size() + " rows");
    for (List<String> row : rows) {
      List<String> read = new ArrayList<>();
      for (String field : row) {
        require(field.isEmpty() || FORMULA.indexOf(field.charAt(0)) < 0, "a formula: " + field);
        read.add(Csv.unguarded(field));
      }
      require(read.equals(texts), read + " is not " + texts);
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }
}
