package io.github.batchrunner.spi;

/**
 * The keys under which the mapped diagnostic context of a log (MDC of SLF4J) says whose work a
 * thread does.
 *
 * <p>The core sets what it knows on its own threads, and an executor does where it runs a handler:
 * set before the work, put back to what it was after it.
 */
public final class LogKeys {

  /** Name of the batch. */
  public static final String BATCH = "batchrunner.batch";

  /** Id of the run. */
  public static final String RUN = "batchrunner.run";

  /** Id of the task. */
  public static final String TASK = "batchrunner.task";

  /** Number of the attempt, from 1. */
  public static final String ATTEMPT = "batchrunner.attempt";

  private LogKeys() {}
}
