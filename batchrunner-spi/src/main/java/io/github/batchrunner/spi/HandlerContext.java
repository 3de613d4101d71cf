package io.github.batchrunner.spi;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;

/** What a {@link TaskHandler} is given for one attempt; used by one thread. */
public interface HandlerContext {

  /** Returns which attempt of which task of which run this is. */
  TaskRef task();

  /** Returns the working directory of the run. */
  Path wd();

  /** Returns the directory of the base project, not to be written to. */
  Path baseWd();

  /** Returns where the run's GeoJSON feature is; there is no file when items are not features. */
  Path featureFile();

  /** Returns what the pipeline gives to the handler, by name. */
  Map<String, String> arguments();

  /**
   * Returns a writer into the attempt's log file, which is created on first use; the executor
   * closes it.
   */
  PrintWriter log();

  /** Tells whether the attempt has been cancelled or has run out of time. */
  boolean cancelled();
}
