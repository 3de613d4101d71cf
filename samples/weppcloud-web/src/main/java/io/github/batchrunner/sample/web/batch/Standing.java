package io.github.batchrunner.sample.web.batch;

import io.github.batchrunner.core.BatchOwner;
import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.runid.RunIdTemplate;
import io.github.batchrunner.core.status.BatchStatus;
import io.github.batchrunner.core.status.ExecutionSummary;
import io.github.batchrunner.core.status.StatusReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a batch stands, and what keeps it from being run; also of one that has no runs as yet.
 *
 * @param state in one word, in lower case
 * @param runs its runs; all 0 while their ids are not valid
 * @param owner who runs it
 * @param executions how often it was run; -1 while the run ids are not valid
 * @param obstacles what a person has to do before it can be run, as sentences; none if it can
 */
public record Standing(
    String state,
    BatchStatus.Counts runs,
    Optional<BatchOwner> owner,
    int executions,
    List<String> obstacles) {

  private static final BatchStatus.Counts NONE = new BatchStatus.Counts(0, 0, 0, 0, 0, 0);

  /** Looks at a batch. */
  public static Standing of(BatchRunner batch) {
    List<String> obstacles = new ArrayList<>();
    Optional<BatchOwner> owner = batch.owner();
    owner.ifPresent(
        who ->
            obstacles.add(
                "The batch is being run by %s; wait for it, or cancel it.".formatted(who)));
    if (batch.attachment().isEmpty()) {
      obstacles.add("Upload a watershed GeoJSON before running.");
    } else if (batch.runIdTemplate().isEmpty()) {
      obstacles.add("Validate a run-id template before running.");
    }
    if (batch.pipeline().tasks().stream().noneMatch(batch.selection()::enabled)) {
      obstacles.add("Check at least one task before running.");
    }
    try {
      StatusReader reader = batch.statusReader();
      BatchStatus status = reader.status(batch.name());
      int executions =
          reader.executions().stream().mapToInt(ExecutionSummary::number).max().orElse(0);
      return new Standing(word(status.state()), status.runs(), owner, executions, obstacles);
    } catch (InvalidInputException e) {
      obstacles.add(sentence(batch, e));
      return new Standing(word(state(batch, owner)), NONE, owner, -1, obstacles);
    }
  }

  /** Copies the list. */
  public Standing {
    obstacles = List.copyOf(obstacles);
  }

  private static String sentence(BatchRunner batch, InvalidInputException unusable) {
    return batch
            .runIdTemplate()
            .map(RunIdTemplate::status)
            .equals(Optional.of(RunIdTemplate.Status.INVALID))
        ? "Correct the run-id template until each watershed has a run id of its own."
        : String.valueOf(unusable.getMessage());
  }

  /** Without runs nothing can be counted. */
  private static BatchStatus.State state(BatchRunner batch, Optional<BatchOwner> owner) {
    if (owner.isPresent()) {
      return BatchStatus.State.RUNNING;
    }
    return batch.latestExecutor().isPresent()
        ? BatchStatus.State.INCOMPLETE
        : BatchStatus.State.NEW;
  }

  private static String word(BatchStatus.State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
