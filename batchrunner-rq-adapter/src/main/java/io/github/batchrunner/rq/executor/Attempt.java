package io.github.batchrunner.rq.executor;

import io.github.batchrunner.spi.AttemptState;
import io.github.batchrunner.spi.FailsWhen;
import io.github.batchrunner.spi.Handle;
import io.github.batchrunner.spi.Observation;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What this executor knows of one attempt. Guarded by itself.
 *
 * <p>An end is final: once {@link #told} is one, nothing else is ever told (rule 4.2), whatever
 * people or programs do to the job.
 */
final class Attempt {

  final Handle handle;

  /** The batch it belongs to; empty until its job's metadata has been read. */
  String batch = "";

  /** Its task; empty until its job's metadata has been read. */
  String task = "";

  /** Its run's directory; null until its job's metadata has been read, or if that says nothing. */
  @Nullable Path wd;

  /** The jobs that its function left at work when it returned. */
  List<String> fannedOut = List.of();

  /** Which results mean that it failed; null until its job's metadata has been read. */
  @Nullable FailsWhen failsWhen;

  /** RQ's word at the last look; empty before the first. */
  String word = "";

  /** What was told last; null for nothing yet. */
  @Nullable Observation told;

  /** When its work began, if it did; the job may have been gone since. */
  @Nullable Instant began;

  /** How long it may run. */
  Duration limit = Duration.ZERO;

  /** The epoch of the database in which its job was seen last. */
  long epoch;

  /** Whether its job is gone and that has been told. */
  boolean missed;

  /** Whether its end was asked for. */
  boolean unwanted;

  /** When its end was asked for last; null for never. */
  @Nullable Instant asked;

  /** Whether that was a command to its worker, rather than done at once. */
  boolean stopSent;

  /** Since when it is known to be neither in its queue nor started; null if it is not. */
  @Nullable Instant between;

  Attempt(Handle handle) {
    this.handle = handle;
  }

  String jobId() {
    return handle.nativeId();
  }

  /** Returns what was told last. */
  synchronized Optional<Observation> latest() {
    return Optional.ofNullable(told);
  }

  /** Tells whether its job has been seen. */
  synchronized boolean isThere() {
    return told != null && told.state() != AttemptState.UNKNOWN;
  }

  synchronized boolean isDeferred() {
    return word.equals("deferred") && !ended();
  }

  /** Tells whether its work is known to have begun. */
  synchronized boolean hasBegun() {
    return began != null || (told != null && told.state() == AttemptState.RUNNING);
  }

  /** Tells whether it has not ended and its job is there, or a worker may bring it back. */
  synchronized boolean isAwaited() {
    return !ended() && (!missed || (began != null && !unwanted));
  }

  synchronized boolean isWanted() {
    return !unwanted;
  }

  synchronized boolean belongsTo(String name) {
    return batch.equals(name);
  }

  synchronized boolean ended() {
    return told != null && told.state().ended();
  }
}
