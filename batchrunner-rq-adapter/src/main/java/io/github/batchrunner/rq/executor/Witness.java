package io.github.batchrunner.rq.executor;

import io.github.batchrunner.rq.RqException;
import io.github.batchrunner.rq.executor.RqOptions.EvidenceSource;
import io.github.batchrunner.rq.weppcloud.Evidence;
import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says whether WEPPcloud's own records agree that the work of an attempt was done, for tasks that
 * bear a name of WEPPcloud's. Thread-safe.
 *
 * <p>Records and the beginning of jobs are times of the same machine, the worker's, but records
 * have whole seconds: one of the second in which the work began counts as newer.
 */
final class Witness implements AutoCloseable {

  private final EvidenceSource source;
  private final @Nullable Evidence evidence;

  /**
   * Makes one that is closed with its evidence.
   *
   * @param evidence what RedisPrep is read with; null unless it is the source
   */
  Witness(EvidenceSource source, @Nullable Evidence evidence) {
    this.source = source;
    this.evidence = evidence;
  }

  /**
   * Makes sure that RedisPrep can be read, if it is to be; closes everything if not.
   *
   * @throws RqException if it cannot
   */
  void check() {
    try {
      if (evidence != null) {
        evidence.check();
      }
    } catch (RqException e) {
      close();
      throw e;
    }
  }

  /**
   * Returns why an attempt has failed that RQ takes for done; empty if it has not, or nobody asked.
   *
   * @param began when its work began
   */
  Optional<Failure> objection(Attempt attempt, Instant began) {
    Path wd = attempt.wd;
    if (wd == null || !isAsked(attempt)) {
      return Optional.empty();
    }
    Optional<String> reason = Evidence.failureOf(wd, attempt.jobId());
    if (reason.isPresent()) {
      return Optional.of(Failure.of(FailureKind.EXCEPTION, reason.get()));
    }
    return recordedSince(wd, attempt.task, began).isPresent()
        ? Optional.empty()
        : Optional.of(
            Failure.of(
                FailureKind.OUTPUT_MISSING,
                "the job has finished, but %s that \"%s\" was done"
                    .formatted(
                        source == EvidenceSource.REDISPREP
                            ? "neither RedisPrep nor run_metadata.json says"
                            : "run_metadata.json does not say",
                        attempt.task)));
  }

  /**
   * Returns when the work of an attempt was done whose job is gone, as far as that is sure: not if
   * another directory shares its timestamps.
   *
   * @param began when its work began
   */
  Optional<Instant> doneSince(Attempt attempt, Instant began) {
    Path wd = attempt.wd;
    if (wd == null
        || !isAsked(attempt)
        || (source == EvidenceSource.REDISPREP && Evidence.isShared(wd))) {
      return Optional.empty();
    }
    return recordedSince(wd, attempt.task, began);
  }

  private boolean isAsked(Attempt attempt) {
    return source != EvidenceSource.NONE && Evidence.TASKS.contains(attempt.task);
  }

  private Optional<Instant> recordedSince(Path wd, String task, Instant began) {
    Optional<Instant> recorded =
        evidence == null ? Evidence.inMetadata(wd, task) : evidence.lookup(wd, task);
    return recorded.filter(time -> !time.isBefore(began.truncatedTo(ChronoUnit.SECONDS)));
  }

  @Override
  public void close() {
    if (evidence != null) {
      evidence.close();
    }
  }
}
