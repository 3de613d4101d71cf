package io.github.batchrunner.rq.executor;

import io.github.batchrunner.rq.JobStatus;
import io.github.batchrunner.spi.AttemptState;
import io.github.batchrunner.spi.FailsWhen;
import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import io.github.batchrunner.spi.Observation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says what the state of a job means for its attempt. */
final class Judge {

  private final RqOptions options;
  private final FanOut fanOut;
  private final Witness witness;
  private final Clock clock;

  Judge(RqOptions options, FanOut fanOut, Witness witness, Clock clock) {
    this.fanOut = fanOut;
    this.options = options;
    this.witness = witness;
    this.clock = clock;
  }

  /**
   * Returns what a job's state means; the caller holds the attempt's lock.
   *
   * @param running whether the queue's registry of started jobs has it
   */
  Observation judge(Attempt attempt, JobState job, boolean running) {
    if (attempt.failsWhen == null || attempt.batch.isEmpty()) {
      AttemptMeta meta = AttemptMeta.read(job.meta(), options.serializer());
      attempt.batch = meta.batch();
      attempt.task = meta.task();
      attempt.wd = meta.wd();
      attempt.failsWhen = attempt.failsWhen == null ? meta.failsWhen() : attempt.failsWhen;
    }
    attempt.limit = options.limit(job.limit());
    Observation seen =
        switch (JobStatus.of(job.word())) {
          case QUEUED -> state(attempt, AttemptState.QUEUED, null);
          case STARTED -> {
            attempt.began = job.started().orElse(null);
            yield state(attempt, AttemptState.RUNNING, attempt.began);
          }
          case FINISHED -> finished(attempt, job);
          case FAILED -> failed(attempt, job);
          case STOPPED -> ended(attempt, AttemptState.CANCELLED, job);
          case CANCELED ->
              running
                  ? state(attempt, AttemptState.RUNNING, job.started().orElse(null))
                  : ended(attempt, AttemptState.CANCELLED, job);
          case UNKNOWN -> state(attempt, AttemptState.UNKNOWN, null);
          case CREATED, DEFERRED, SCHEDULED, READY_TO_ENQUEUE, RATE_LIMITED ->
              state(attempt, AttemptState.HELD, null);
        };
    return seen.withNativeState(job.word());
  }

  /**
   * Returns what it means that a job is gone, as far as it means anything; the caller holds the
   * attempt's lock.
   *
   * @param flushed whether the database was emptied since it was seen
   * @param waited whether it was still waiting in its queue, where no worker will find it now
   */
  Optional<Observation> gone(Attempt attempt, boolean flushed, boolean waited) {
    Instant now = clock.instant();
    if (attempt.hasBegun()) {
      return goneWhileRunning(attempt, now);
    }
    boolean wasThere = !attempt.word.isEmpty();
    if (wasThere && (flushed || waited)) {
      return Optional.of(
          Observation.lost(
              attempt.handle,
              Failure.of(
                  FailureKind.INFRASTRUCTURE,
                  "gone from Redis before it began: flushed, evicted or deleted"),
              now));
    }
    return Optional.of(Observation.of(attempt.handle, AttemptState.UNKNOWN, now));
  }

  /**
   * A worker may be running it still, and brings the job back when it ends. Until its time is up
   * the host hears once that nobody knows, and then no more.
   */
  private Optional<Observation> goneWhileRunning(Attempt attempt, Instant now) {
    Instant began = attempt.began == null ? now : attempt.began;
    attempt.began = began;
    Optional<Instant> done = witness.doneSince(attempt, began);
    if (done.isPresent()) {
      return Optional.of(
          Observation.of(attempt.handle, AttemptState.SUCCEEDED, done.get()).withBeginning(began));
    }
    Duration limit = attempt.limit.isZero() ? options.jobTimeout() : attempt.limit;
    if (now.isAfter(began.plus(limit).plus(Duration.ofMinutes(2)))) {
      return Optional.of(
          Observation.lost(
              attempt.handle,
              Failure.of(
                  FailureKind.NODE_LOST,
                  "gone from Redis while it ran, and not back although its time is up"),
              now));
    }
    if (attempt.missed) {
      return Optional.empty();
    }
    return Optional.of(Observation.of(attempt.handle, AttemptState.UNKNOWN, now));
  }

  private Observation finished(Attempt attempt, JobState job) {
    FailsWhen rule = attempt.failsWhen == null ? FailsWhen.NEVER : attempt.failsWhen;
    if (rule != FailsWhen.NEVER && job.result().isEmpty()) {
      // Nobody knows any more what it returned.
      return state(attempt, AttemptState.UNKNOWN, null);
    }
    attempt.fannedOut = AttemptMeta.read(job.meta(), options.serializer()).children();
    FanOut.Look below = fanOut.look(attempt.fannedOut);
    if (below.goesOn()) {
      attempt.began = job.started().orElse(null);
      return state(attempt, AttemptState.RUNNING, attempt.began);
    }
    if (attempt.unwanted && below.failure() != null) {
      return ended(attempt, AttemptState.CANCELLED, job);
    }
    Optional<Failure> failure =
        ResultRule.judge(rule, job.returnValue().orElse(null), options.serializer())
            .or(() -> Optional.ofNullable(below.failure()))
            .or(() -> witness.objection(attempt, job.started().orElse(Instant.EPOCH)));
    return failure.isPresent()
        ? began(Observation.failed(attempt.handle, failure.get(), end(job)), job)
        : ended(attempt, AttemptState.SUCCEEDED, job);
  }

  private Observation failed(Attempt attempt, JobState job) {
    String text = job.traceback();
    if (attempt.unwanted && Traceback.saysKilled(text)) {
      return ended(attempt, AttemptState.CANCELLED, job);
    }
    Duration ran = Duration.between(job.started().orElse(end(job)), end(job));
    Failure failure = Traceback.read(text, ran, job.limit());
    return began(Observation.failed(attempt.handle, failure, end(job)), job);
  }

  private Observation ended(Attempt attempt, AttemptState state, JobState job) {
    return began(Observation.of(attempt.handle, state, end(job)), job);
  }

  private Instant end(JobState job) {
    return job.ended().orElseGet(clock::instant);
  }

  private static Observation began(Observation end, JobState job) {
    return job.started().map(end::withBeginning).orElse(end);
  }

  private Observation state(Attempt attempt, AttemptState state, @Nullable Instant since) {
    return Observation.of(attempt.handle, state, since == null ? clock.instant() : since);
  }
}
