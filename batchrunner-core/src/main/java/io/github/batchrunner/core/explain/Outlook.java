package io.github.batchrunner.core.explain;

import io.github.batchrunner.core.plan.Reason;
import java.util.List;

/**
 * What a run would do with a task now, and why; of a task that is submitted, if the execution that
 * goes on ended now.
 *
 * @param reason what decides
 * @param because the same as the rest of a sentence about the task
 * @param changes all that is different from what it was at the latest attempt, whether it decides
 *     or not; none if there was no attempt
 */
public record Outlook(Reason reason, String because, List<Change> changes) {

  /** Copies the list. */
  public Outlook {
    changes = List.copyOf(changes);
  }

  /** Tells whether the task would run. */
  public boolean runs() {
    return reason.runs();
  }
}
