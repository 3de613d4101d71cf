package io.github.batchrunner.spi;

/**
 * Says in the batch's own words which attempt of which task this is.
 *
 * @param batch name of the batch
 * @param runId id of the run
 * @param taskId id of the task in its pipeline
 * @param attempt number of this attempt of this task, from 1
 */
public record TaskRef(String batch, String runId, String taskId, int attempt) {

  /** Returns the id by which WEPPcloud knows the run: {@code batch;;<batch>;;<run id>}. */
  public String compositeRunId() {
    return "batch;;" + batch + ";;" + runId;
  }

  @Override
  public String toString() {
    return batch + "/" + runId + "/" + taskId + "#" + attempt;
  }
}
