package io.github.batchrunner.sample.web.base;

import io.github.batchrunner.core.BatchRunnerException;

/** A raster has more bytes than are taken. */
public final class RasterTooLargeException extends BatchRunnerException {

  /** What a person is told. */
  public static final String MESSAGE =
      "a burn severity map may have 100 MiB; cut this one to the area of the watersheds, or give it"
          + " 8-bit values";

  private static final long serialVersionUID = 1L;

  RasterTooLargeException() {
    super(MESSAGE);
  }
}
