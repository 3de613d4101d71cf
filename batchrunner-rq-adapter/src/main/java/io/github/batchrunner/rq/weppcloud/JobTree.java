package io.github.batchrunner.rq.weppcloud;

import io.github.batchrunner.rq.JobStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A job of WEPPcloud with the jobs that its metadata names, as they were at one moment. Immutable.
 *
 * <p>A job names its children in its metadata, under keys such as {@code jobs:0,runid:OR-20}: the
 * number is their order, the rest what they are.
 */
public final class JobTree {

  /** In WEPPcloud's order: the first of these that a job of the tree has is the tree's. */
  private static final List<JobStatus> PRIORITY =
      List.of(
          JobStatus.FAILED,
          JobStatus.STOPPED,
          JobStatus.CANCELED,
          JobStatus.STARTED,
          JobStatus.QUEUED,
          JobStatus.DEFERRED,
          JobStatus.SCHEDULED);

  private static final Set<JobStatus> ACTIVE =
      EnumSet.of(
          JobStatus.STARTED,
          JobStatus.QUEUED,
          JobStatus.DEFERRED,
          JobStatus.SCHEDULED,
          JobStatus.CREATED,
          JobStatus.READY_TO_ENQUEUE,
          JobStatus.RATE_LIMITED);

  private final String id;
  private final String key;
  private final @Nullable Facts facts;
  private final List<JobTree> children;

  JobTree(String id, String key, @Nullable Facts facts, List<JobTree> children) {
    this.id = id;
    this.key = key;
    this.facts = facts;
    this.children = List.copyOf(children);
  }

  /** What is known of a job that is there. */
  record Facts(
      JobStatus status,
      String runId,
      String description,
      @Nullable Instant startedAt,
      @Nullable Instant endedAt) {}

  /** Returns the job's id. */
  public String id() {
    return id;
  }

  /** Returns the key under which its parent names it; empty for the root. */
  public String key() {
    return key;
  }

  /** Returns its place among its parent's children, such as {@code 0}; empty for the root. */
  public String order() {
    int comma = key.indexOf(',');
    int colon = key.indexOf(':');
    return key.isEmpty() ? "" : key.substring(colon + 1, comma < 0 ? key.length() : comma);
  }

  /** Tells whether the job is there: it may be not yet, or not any more. */
  public boolean isThere() {
    return facts != null;
  }

  /** Returns the status of this job alone; {@link JobStatus#UNKNOWN} if it is not there. */
  public JobStatus ownStatus() {
    return facts == null ? JobStatus.UNKNOWN : facts.status();
  }

  /** Returns the run that it says it works for; the batch itself for the root. */
  public String runId() {
    if (facts != null && !facts.runId().isEmpty()) {
      return facts.runId();
    }
    int run = key.indexOf("runid:");
    return run < 0 ? "" : key.substring(run + "runid:".length());
  }

  /** Returns the text that people see; empty if it is not there. */
  public String description() {
    return facts == null ? "" : facts.description();
  }

  /** Returns when it began. */
  public Optional<Instant> startedAt() {
    return facts == null ? Optional.empty() : Optional.ofNullable(facts.startedAt());
  }

  /** Returns when it ended. */
  public Optional<Instant> endedAt() {
    return facts == null ? Optional.empty() : Optional.ofNullable(facts.endedAt());
  }

  /** Returns the jobs that it names. */
  public List<JobTree> children() {
    return children;
  }

  /** Returns this and all below it, each before those it names. */
  public List<JobTree> all() {
    List<JobTree> all = new ArrayList<>();
    visit(all::add);
    return all;
  }

  /**
   * Returns the status of the tree as WEPPcloud shows it: failed if any job failed, and so on for
   * stopped, canceled, started, queued, deferred and scheduled; finished otherwise.
   */
  public JobStatus status() {
    return statusOf(all());
  }

  /** Tells whether any job of the tree may still run or runs. */
  public boolean isActive() {
    return all().stream().anyMatch(job -> ACTIVE.contains(job.ownStatus()));
  }

  /**
   * Tells whether a worker has one of the jobs, or will take one: jobs that are only deferred wait
   * for ever when nothing runs that would let them go.
   */
  public boolean isAtWork() {
    return all().stream()
        .map(JobTree::ownStatus)
        .anyMatch(status -> ACTIVE.contains(status) && status != JobStatus.DEFERRED);
  }

  /**
   * Returns the status of each run of a batch, in the order of the tree: that of its jobs by the
   * same rule, but started or waiting as long as any of them is.
   */
  public Map<String, JobStatus> runs() {
    Map<String, List<JobTree>> byRun = new LinkedHashMap<>();
    for (JobTree job : all()) {
      // The root and the last job belong to the batch, which is no run.
      if (!job.runId().isEmpty() && !job.runId().equals(runId())) {
        byRun.computeIfAbsent(job.runId(), run -> new ArrayList<>()).add(job);
      }
    }
    Map<String, JobStatus> runs = new LinkedHashMap<>();
    byRun.forEach(
        (run, jobs) -> {
          List<JobTree> active =
              jobs.stream().filter(job -> ACTIVE.contains(job.ownStatus())).toList();
          runs.put(run, statusOf(active.isEmpty() ? jobs : active));
        });
    return runs;
  }

  private static JobStatus statusOf(Collection<JobTree> jobs) {
    Set<JobStatus> seen = EnumSet.noneOf(JobStatus.class);
    jobs.forEach(job -> seen.add(job.ownStatus()));
    return PRIORITY.stream().filter(seen::contains).findFirst().orElse(JobStatus.FINISHED);
  }

  private void visit(Consumer<JobTree> visitor) {
    visitor.accept(this);
    children.forEach(child -> child.visit(visitor));
  }

  @Override
  public String toString() {
    return id + " " + ownStatus() + " " + children;
  }
}
