package io.github.batchrunner.core.watershed;

import io.github.batchrunner.core.InvalidInputException;

/** Thrown when a file is not the GeoJSON it has to be; carries the reason and the place as data. */
public class InvalidGeoJsonException extends InvalidInputException {

  private static final long serialVersionUID = 1L;

  private final transient InputIssue issue;

  InvalidGeoJsonException(String file, InputIssue issue, Throwable cause) {
    super("Watersheds cannot be read from \"" + file + "\": " + issue + ".", cause);
    this.issue = issue;
  }

  /** Returns why the file is refused. */
  public InputIssue issue() {
    return issue;
  }
}
