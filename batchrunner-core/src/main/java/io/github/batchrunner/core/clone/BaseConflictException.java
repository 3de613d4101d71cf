package io.github.batchrunner.core.clone;

import io.github.batchrunner.core.BatchRunnerException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Thrown when the base project and a run have changed the same thing, and nobody has said which one
 * counts.
 *
 * <p>Nothing in the run has been changed.
 */
public final class BaseConflictException extends BatchRunnerException {

  private static final long serialVersionUID = 1L;
  private static final int NAMED = 5;

  private final transient List<BaseConflict> conflicts;

  BaseConflictException(String runId, List<BaseConflict> conflicts) {
    super(message(runId, conflicts));
    this.conflicts = List.copyOf(conflicts);
  }

  /** Returns what they have both changed; empty after the exception was serialised. */
  public List<BaseConflict> conflicts() {
    return conflicts == null ? List.of() : conflicts;
  }

  private static String message(String runId, List<BaseConflict> conflicts) {
    return conflicts.stream()
        .limit(NAMED)
        .map(BaseConflict::toString)
        .collect(
            Collectors.joining(
                "; ",
                "the base project and the run have changed the same: ",
                (conflicts.size() > NAMED ? "; and " + (conflicts.size() - NAMED) + " more" : "")
                    + ". Nothing of run \""
                    + runId
                    + "\" was changed. Run it again with on-conflict \"base\" to take what the base"
                    + " project has, or \"run\" to keep what the run has; or make them equal."));
  }
}
