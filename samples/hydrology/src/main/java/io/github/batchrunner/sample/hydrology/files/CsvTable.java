package io.github.batchrunner.sample.hydrology.files;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;

/**
 * A CSV file of a run, read whole; rows are numbered from 0. Immutable.
 *
 * <p>The files of this sample have no quoted cells, and neither are they understood.
 */
public final class CsvTable {
  private static final long MOST_BYTES = 256L << 20;

  private final RunFile file;
  private final List<String> columns;
  private final List<String> rows;

  private CsvTable(RunFile file, List<String> columns, List<String> rows) {
    this.file = file;
    this.columns = columns;
    this.rows = rows;
  }

  /**
   * Reads a file of a run.
   *
   * @throws InputException if it is absent, is no text or is too large
   */
  public static CsvTable read(Path wd, RunFile file) throws IOException {
    Path path = file.in(wd);
    List<String> lines;
    try {
      if (Files.size(path) > MOST_BYTES) {
        throw trouble(file, "has more than 256 MiB");
      }
      lines = Files.readAllLines(path);
    } catch (NoSuchFileException e) {
      throw new InputException(
          "\""
              + file.relativePath()
              + "\" is not there; the task \""
              + file.madeBy()
              + "\" makes it: run that first",
          e);
    } catch (CharacterCodingException e) {
      throw trouble(file, "is not UTF-8");
    }
    if (lines.isEmpty()) {
      throw trouble(file, "is empty");
    }
    return new CsvTable(
        file, Arrays.asList(lines.get(0).split(",", -1)), lines.subList(1, lines.size()));
  }

  /** Returns how many rows there are below the names of the columns. */
  public int size() {
    return rows.size();
  }

  /** Returns a row; {@code index} is from 0 to below {@link #size}. */
  public Row row(int index) throws InputException {
    String[] cells = rows.get(index).split(",", -1);
    if (cells.length != columns.size()) {
      throw trouble(
          file, inLine(index) + "has " + cells.length + " cells instead of " + columns.size());
    }
    return new Row(index, cells);
  }

  /** Returns the row of a file that has one. */
  public Row onlyRow() throws InputException {
    if (rows.size() != 1) {
      throw trouble(file, "has " + rows.size() + " rows instead of one");
    }
    return row(0);
  }

  /** Returns the number of a column, to be asked for once for many rows. */
  public int column(String name) throws InputException {
    int column = columns.indexOf(name);
    if (column < 0) {
      throw trouble(file, "has no column \"" + name + "\"");
    }
    return column;
  }

  private static String inLine(int index) {
    // The names of the columns are line 1.
    return "in line " + (index + 2) + " ";
  }

  private static InputException trouble(RunFile file, String what) {
    return new InputException(
        "\"" + file.relativePath() + "\" " + what + ": run \"" + file.madeBy() + "\" again");
  }

  /** One row. */
  public final class Row {
    private final int index;
    private final String[] cells;

    private Row(int index, String[] cells) {
      this.index = index;
      this.cells = cells;
    }

    /** Returns the text in a column. */
    public String word(String column) throws InputException {
      return cells[column(column)];
    }

    /** Returns the number in a column. */
    public double number(String column) throws InputException {
      return number(column(column));
    }

    /** Returns the number in the column of this number. */
    public double number(int column) throws InputException {
      try {
        double number = Double.parseDouble(cells[column]);
        if (Double.isFinite(number)) {
          return number;
        }
      } catch (NumberFormatException e) {
        // Told below, as for numbers that are not finite.
      }
      throw trouble(
          file,
          inLine(index)
              + "has \""
              + cells[column]
              + "\" where \""
              + columns.get(column)
              + "\" is a number");
    }

    /** Returns the whole number in a column. */
    public int whole(String column) throws InputException {
      double number = number(column);
      if (number != Math.rint(number) || Math.abs(number) > Integer.MAX_VALUE) {
        throw notUsable(column);
      }
      return (int) number;
    }

    /** Returns the date in a column. */
    public LocalDate date(String column) throws InputException {
      try {
        return LocalDate.parse(word(column));
      } catch (DateTimeException e) {
        throw notUsable(column);
      }
    }

    /** Returns an exception that says that the word in a column cannot be used. */
    public InputException notUsable(String column) throws InputException {
      return trouble(
          file,
          inLine(index)
              + "has \""
              + word(column)
              + "\" as \""
              + column
              + "\", which cannot be used");
    }
  }
}
