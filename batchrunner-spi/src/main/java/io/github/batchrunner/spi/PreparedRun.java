package io.github.batchrunner.spi;

import java.nio.file.Path;

/**
 * A run whose directory stands.
 *
 * @param batchName the batch
 * @param runId the run
 * @param wd the run's directory, absolute
 * @param baseWd the base project's directory, absolute
 * @param fresh whether the directory was cloned just now, rather than found
 */
public record PreparedRun(String batchName, String runId, Path wd, Path baseWd, boolean fresh) {

  /** Returns the run id by which WEPPcloud knows the run: {@code batch;;<batch>;;<run id>}. */
  public String compositeRunId() {
    return "batch;;" + batchName + ";;" + runId;
  }
}
