package io.github.batchrunner.core.report;

import java.nio.file.Path;

/**
 * The files of a report.
 *
 * @param directory where they are, absolute
 */
public record ReportFiles(Path directory) {

  /** Returns the page to look at, which needs nothing but itself. */
  public Path html() {
    return directory.resolve("report.html");
  }

  /** Returns the numbers for the whole batch. */
  public Path summary() {
    return directory.resolve("summary.json");
  }

  /** Returns the table of runs. */
  public Path runs() {
    return directory.resolve("runs.csv");
  }

  /** Returns the table of the tasks of all runs. */
  public Path tasks() {
    return directory.resolve("tasks.csv");
  }

  /** Returns the watersheds with what became of them. */
  public Path geoJson() {
    return directory.resolve("runs.geojson");
  }

  /** Returns the list of the runs that succeeded. */
  public Path succeeded() {
    return directory.resolve("unique_success_aoi_names.txt");
  }

  /** Returns the list of the runs that failed. */
  public Path failed() {
    return directory.resolve("unique_fail_aoi_names.txt");
  }

  /** Returns the list of the runs that have neither succeeded nor failed so far. */
  public Path missing() {
    return directory.resolve("missing_aois.txt");
  }

  /** Returns the list of all runs, which is the three others together. */
  public Path all() {
    return directory.resolve("sorted-run-list.txt");
  }
}
