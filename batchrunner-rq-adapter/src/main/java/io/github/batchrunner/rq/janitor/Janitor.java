package io.github.batchrunner.rq.janitor;

import io.github.batchrunner.rq.RqConfig;
import io.github.batchrunner.rq.internal.protocol.RqLink;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds what RQ leaves behind in Redis, and repairs it when asked.
 *
 * <p>Jobs are always on their way somewhere, so much of what looks wrong at one moment is not: such
 * things are first reported as unsettled, and become findings when the same janitor sees them again
 * after its patience. Looking changes nothing; every repair looks again, atomically, before it
 * acts, so that workers may run meanwhile and a repair may be repeated.
 *
 * <p>Thread-safe. All methods throw {@link io.github.batchrunner.rq.RqUnavailableException} if
 * Redis cannot be reached and {@link io.github.batchrunner.rq.RqRefusedException} if it refuses.
 */
public final class Janitor implements AutoCloseable {

  /** How long something must stay wrong: as long as RQ itself waits for jobs that hang. */
  public static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(60);

  private static final int CHECKS_AT_ONCE = 500;

  private final RqLink link;
  private final Checks checks;
  private final Suspects suspects;

  Janitor(RqLink link, Duration patience) {
    this.link = link;
    this.checks = new Checks(link, patience);
    this.suspects = new Suspects(patience);
  }

  /** Connects to the Redis that holds the queues. */
  public static Janitor open(RqConfig config) {
    return open(config, DEFAULT_PATIENCE);
  }

  /**
   * Connects to the Redis that holds the queues.
   *
   * @param patience how long something that jobs pass through must stay so before it is a finding,
   *     zero for not at all, which is right only while no worker and no producer runs
   */
  public static Janitor open(RqConfig config, Duration patience) {
    return new Janitor(RqLink.open(config, Clock.systemUTC()), patience);
  }

  /** Looks through everything; takes memory and time in proportion to the number of jobs. */
  public synchronized JanitorReport examine() {
    Instant now = link.clock().instant();
    Examination examination = Examination.of(link, now);
    List<Finding> findings = new ArrayList<>(examination.poison());
    List<Finding> unsettled = new ArrayList<>();
    suspects.beginLook();
    List<Finding> candidates = examination.candidates();
    for (int from = 0; from < candidates.size(); from += CHECKS_AT_ONCE) {
      List<Finding> some =
          candidates.subList(from, Math.min(from + CHECKS_AT_ONCE, candidates.size()));
      List<Optional<Checks.Verdict>> verdicts = checks.look(some, now);
      for (int n = 0; n < some.size(); n++) {
        if (verdicts.get(n).isPresent()) {
          Checks.Verdict verdict = verdicts.get(n).get();
          Finding finding = some.get(n).as(verdict.kind(), verdict.why());
          boolean ripe =
              !finding.kind().mustSettle() || suspects.settled(finding, verdict.mark(), now);
          (ripe ? findings : unsettled).add(finding);
        }
      }
    }
    return new JanitorReport(now, examination.sizes(), findings, unsettled);
  }

  /** Repairs the findings of a report, except those that are repaired only when asked for. */
  public RepairReport repair(JanitorReport report) {
    Set<FindingKind> kinds = EnumSet.allOf(FindingKind.class);
    kinds.removeIf(FindingKind::onlyWhenAsked);
    return repair(report, kinds);
  }

  /** Repairs the findings of a report that are of these kinds. */
  public RepairReport repair(JanitorReport report, Set<FindingKind> kinds) {
    List<Finding> repaired = new ArrayList<>();
    List<Finding> changed = new ArrayList<>();
    List<Finding> left = new ArrayList<>();
    for (Finding finding : report.findings()) {
      if (!kinds.contains(finding.kind())) {
        left.add(finding);
        continue;
      }
      Optional<Checks.Verdict> verdict = checks.repair(finding, link.clock().instant());
      if (verdict.isEmpty()) {
        changed.add(finding);
      } else {
        repaired.add(finding);
        settle(verdict.get().next(), repaired);
      }
    }
    return new RepairReport(repaired, changed, left);
  }

  /** Releases or cancels the jobs that waited for one that the repair ended, and so on. */
  private void settle(List<String> waiting, List<Finding> repaired) {
    Deque<String> open = new ArrayDeque<>(waiting);
    while (!open.isEmpty()) {
      String id = open.remove();
      checks
          .settle(id, link.clock().instant())
          .ifPresent(
              verdict -> {
                repaired.add(
                    Finding.candidate(verdict.kind(), "", id, "")
                        .as(verdict.kind(), verdict.why()));
                open.addAll(verdict.next());
              });
    }
  }

  @Override
  public void close() {
    link.close();
  }
}
