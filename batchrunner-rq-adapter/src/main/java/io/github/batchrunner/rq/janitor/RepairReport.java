package io.github.batchrunner.rq.janitor;

import java.util.List;

/**
 * What a repair did.
 *
 * @param repaired what was repaired, also what followed from another repair, such as the jobs that
 *     waited for a canceled one
 * @param changed what was no longer so
 * @param left what was not asked for
 */
public record RepairReport(List<Finding> repaired, List<Finding> changed, List<Finding> left) {

  /** Copies the lists. */
  public RepairReport {
    repaired = List.copyOf(repaired);
    changed = List.copyOf(changed);
    left = List.copyOf(left);
  }
}
