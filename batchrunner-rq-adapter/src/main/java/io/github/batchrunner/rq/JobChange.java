package io.github.batchrunner.rq;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A watched job that stands elsewhere than at the look before. Immutable. */
public final class JobChange {

  private final String id;
  private final JobStatus before;
  private final @Nullable RqJob job;

  JobChange(String id, JobStatus before, @Nullable RqJob job) {
    this.id = id;
    this.before = before;
    this.job = job;
  }

  /** Returns the job's id. */
  public String id() {
    return id;
  }

  /** Returns where it stood; {@link JobStatus#UNKNOWN} at the first look. */
  public JobStatus before() {
    return before;
  }

  /** Returns where it stands; {@link JobStatus#UNKNOWN} if it is gone. */
  public JobStatus after() {
    return job == null ? JobStatus.UNKNOWN : job.status();
  }

  /** Returns the job; empty if it is gone: deleted, expired, or never there. */
  public Optional<RqJob> job() {
    return Optional.ofNullable(job);
  }

  /** Tells whether it is watched no longer: it has ended or is gone. */
  public boolean last() {
    return job == null || job.status().ended();
  }

  @Override
  public String toString() {
    return id + " " + before + " -> " + (job == null ? "gone" : after());
  }
}
