package io.github.batchrunner.sample.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows of words in columns; not thread-safe. */
final class TextTable {

  private static final String GAP = "  ";

  private final int leftColumns;
  private final List<String[]> rows = new ArrayList<>();

  /**
   * Creates a table.
   *
   * @param leftColumns how many of the first columns are set to the left; the others hold numbers
   * @param header names of the columns
   */
  TextTable(int leftColumns, String... header) {
    this.leftColumns = leftColumns;
    rows.add(header);
  }

  /** Adds a row with a cell for each column. */
  TextTable row(String... cells) {
    rows.add(cells);
    return this;
  }

  /** Returns the lines, the names of the columns first. */
  List<String> lines() {
    int[] widths = new int[rows.get(0).length];
    for (String[] row : rows) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], width(row[column]));
      }
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private String line(String[] row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < row.length; column++) {
      String padding = " ".repeat(widths[column] - width(row[column]));
      line.append(column == 0 ? "" : GAP);
      line.append(column < leftColumns ? row[column] + padding : padding + row[column]);
    }
    return line.toString().stripTrailing();
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
