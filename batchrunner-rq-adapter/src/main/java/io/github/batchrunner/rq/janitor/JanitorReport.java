package io.github.batchrunner.rq.janitor;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a {@link Janitor} found at one time. Immutable.
 *
 * @param examinedAt when it began to look
 * @param sizes how much there was: jobs, queues, workers, and the entries of all registries
 * @param findings what is wrong
 * @param unsettled what would be wrong if it stayed so; the next look, after the janitor's
 *     patience, tells
 */
public record JanitorReport(
    Instant examinedAt, Map<String, Long> sizes, List<Finding> findings, List<Finding> unsettled) {

  /** Copies the parts. */
  public JanitorReport {
    sizes = Collections.unmodifiableMap(new LinkedHashMap<>(sizes));
    findings = List.copyOf(findings);
    unsettled = List.copyOf(unsettled);
  }

  /** Returns how many findings there are of each kind that was found. */
  public Map<FindingKind, Long> counts() {
    Map<FindingKind, Long> counts = new EnumMap<>(FindingKind.class);
    findings.forEach(finding -> counts.merge(finding.kind(), 1L, Long::sum));
    return counts;
  }
}
