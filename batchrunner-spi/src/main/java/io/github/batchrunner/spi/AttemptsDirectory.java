package io.github.batchrunner.spi;

import java.nio.file.Path;

/**
 * Where executors keep files about the attempts of a run (rule 6.4).
 *
 * <p>The names of the files begin with the token of their attempt. Executors create the directory
 * when they need it; the host removes it when the run has ended and its record of that is durable.
 */
public final class AttemptsDirectory {

  private AttemptsDirectory() {}

  /** Returns the directory for a run: {@code .batchrunner/attempts} below its working directory. */
  public static Path in(Path wd) {
    return wd.resolve(".batchrunner").resolve("attempts");
  }
}
