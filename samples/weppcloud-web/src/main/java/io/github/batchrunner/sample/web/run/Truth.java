package io.github.batchrunner.sample.web.run;

import io.github.batchrunner.core.BatchOwner;
import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.execution.TimeLeft;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.plan.RunTable;
import io.github.batchrunner.core.status.BatchStatus;
import io.github.batchrunner.core.status.ExecutionSummary;
import io.github.batchrunner.core.status.StatusReader;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a batch stands as its journal has it.
 *
 * @param readerOrNull says where each task of each run stands; null if there are no runs to show
 * @param note why there are no runs; empty if there are
 */
record Truth(
    RunTable runs,
    Pipeline pipeline,
    @Nullable StatusReader readerOrNull,
    BatchStatus status,
    Optional<ExecutionSummary> latest,
    Optional<BatchOwner> owner,
    Optional<TimeLeft> timeLeft,
    String note) {

  static Truth read(BatchRunner batch, Instant now) {
    Optional<BatchOwner> owner = batch.owner();
    StatusReader reader;
    try {
      reader = batch.statusReader();
    } catch (InvalidInputException e) {
      // The run ids are out of date: there is nothing to show until they are made anew.
      return new Truth(
          RunTable.builder(0).build(),
          batch.pipeline(),
          null,
          nothing(batch),
          Optional.empty(),
          owner,
          Optional.empty(),
          String.valueOf(e.getMessage()));
    }
    List<ExecutionSummary> executions = reader.executions();
    return new Truth(
        reader.runs(),
        reader.pipeline(),
        reader,
        reader.status(batch.name()),
        executions.isEmpty()
            ? Optional.empty()
            : Optional.of(executions.get(executions.size() - 1)),
        owner,
        reader.timeLeft(now),
        "");
  }

  private static BatchStatus nothing(BatchRunner batch) {
    BatchStatus.Counts none = new BatchStatus.Counts(0, 0, 0, 0, 0, 0);
    return new BatchStatus(batch.name(), BatchStatus.State.INCOMPLETE, none, none, List.of());
  }
}
