package io.github.batchrunner.benchmarks;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Prints figures as rows of a Markdown table. */
final class Report {

  private final PrintStream out;

  Report(PrintStream out) {
    this.out = out;
  }

  void header() {
    out.printf(
        "%s, JDK %s, %d processors%n%n",
        System.getProperty("os.name"),
        Runtime.version(),
        Runtime.getRuntime().availableProcessors());
    out.println("| what | ours | floor or peer | ratio | reach |");
    out.println("|---|---|---|---|---|");
  }

  void row(String what, String ours, String floor, String ratio, String reach) {
    out.printf("| %s | %s | %s | %s | %s |%n", what, ours, floor, ratio, reach);
  }

  /** Prints a table of its own. */
  void table(List<String> header, List<List<String>> rows) {
    out.printf("%n| %s |%n|%s%n", String.join(" | ", header), "---|".repeat(header.size()));
    rows.forEach(row -> out.printf("| %s |%n", String.join(" | ", row)));
    out.println();
  }

  static String ratio(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.0f", value);
  }

  static String seconds(double value) {
    return String.format(Locale.ROOT, value < 0.1 ? "%.4f s" : "%.2f s", value);
  }

  static String perSecond(double value) {
    return String.format(Locale.ROOT, "%,.0f/s", value);
  }

  /** Returns the middle one of some measurements. */
  static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
