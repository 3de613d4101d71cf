package io.github.batchrunner.core.report;

import java.io.IOException;
import java.io.Writer;
import java.util.OptionalLong;

/**
 * Writes a table as RFC 4180 has it: fields separated by commas, rows ended by CR LF, fields with
 * commas, quotes or line breaks in quotes.
 *
 * <p>A spreadsheet takes a text that begins with {@code =}, {@code +}, {@code -}, {@code @}, a tab,
 * a line break or the full-width form of one of the signs for a formula, and may run it (OWASP, CSV
 * Injection). Such a text gets an apostrophe in front, and so does one that begins with an
 * apostrophe; hence whoever takes one apostrophe off the front of a text has what was written. Not
 * thread-safe.
 */
final class CsvWriter {

  private static final String FORMULA = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20";

  private final Writer out;
  private boolean begun;

  CsvWriter(Writer out) {
    this.out = out;
  }

  /** Writes the first row. */
  void header(String... names) throws IOException {
    for (String name : names) {
      text(name);
    }
    end();
  }

  /** Adds a text that may come from anywhere. */
  void text(String value) throws IOException {
    boolean guarded =
        !value.isEmpty() && (value.charAt(0) == '\'' || FORMULA.indexOf(value.charAt(0)) >= 0);
    raw(guarded ? "'" + value : value);
  }

  /** Adds a number. */
  void number(Number value) throws IOException {
    raw(value.toString());
  }

  /** Adds an instant, given in milliseconds since the epoch. */
  void instant(OptionalLong millis) throws IOException {
    raw(millis.isPresent() ? Words.instant(millis.getAsLong()) : "");
  }

  /** Adds a field with nothing in it. */
  void empty() throws IOException {
    raw("");
  }

  /** Ends the row. */
  void end() throws IOException {
    out.write("\r\n");
    begun = false;
  }

  private void raw(String value) throws IOException {
    if (begun) {
      out.write(',');
    }
    begun = true;
    if (value.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n')) {
      out.write('"');
      out.write(value.replace("\"", "\"\""));
      out.write('"');
    } else {
      out.write(value);
    }
  }
}
