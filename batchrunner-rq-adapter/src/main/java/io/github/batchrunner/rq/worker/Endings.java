package io.github.batchrunner.rq.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.batchrunner.rq.RetryPolicy;
import io.github.batchrunner.rq.RqException;
import io.github.batchrunner.rq.Serializer;
import io.github.batchrunner.rq.worker.Ending.Claim;
import io.github.batchrunner.rq.worker.Ending.Next;
import io.github.batchrunner.rq.worker.Ending.Result;
import io.github.batchrunner.rq.worker.Ending.Status;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides by RQ's rules what is written at the end of a job. Thread-safe. */
final class Endings {

  private static final Logger LOG = LoggerFactory.getLogger(Endings.class);
  private static final JsonMapper JSON = new JsonMapper();

  /** What RQ 2 returns for a value that its serializer does not write. */
  private static final String UNSERIALIZABLE = "Unserializable return value";

  private final Serializer serializer;
  private final Duration resultTtl;
  private final Duration failureTtl;
  private final Clock clock;

  Endings(PoolOptions options) {
    serializer = options.serializer();
    resultTtl = options.resultTtl();
    failureTtl = options.failureTtl();
    clock = options.clock();
  }

  /** The job's function returned. */
  Ending success(TakenJob job, String worker, Duration worked, @Nullable Object value) {
    long ttl = job.number("result_ttl").orElse(resultTtl.toSeconds());
    List<Object> fields = new ArrayList<>();
    return new Ending(
        job,
        worker,
        Claim.WIP,
        Status.FINISHED,
        repeat(job, fields),
        clock.instant(),
        worked,
        ttl,
        ttl == 0 ? Result.NONE : result(job, value),
        fields);
  }

  private Result result(TakenJob job, @Nullable Object value) {
    if (value == null) {
      return Result.SUCCESS_WITHOUT_VALUE;
    }
    byte[] bytes;
    try {
      bytes = serializer.dumps(value);
    } catch (RqException e) {
      LOG.warn("The result of job \"{}\" cannot be written: {}", job, e.getMessage());
      bytes = serializer.dumps(UNSERIALIZABLE);
    }
    return Result.success(Base64.getEncoder().encodeToString(bytes));
  }

  /** RQ 2.3 and later: a job that is to run again and again. */
  private Next repeat(TakenJob job, List<Object> fields) {
    long left = job.readable("repeats_left").orElse(0);
    if (left <= 0) {
      return Next.NOTHING;
    }
    fields.addAll(List.of("repeats_left", left - 1));
    int[] intervals = intervals(job, "repeat_intervals");
    return intervals.length == 0
        ? Next.NOW
        : in(intervals[(int) Math.min(left - 1, intervals.length - 1)]);
  }

  /** The job failed; it is tried again if it may be. */
  Ending failure(TakenJob job, String worker, Claim claim, Duration worked, String text) {
    long left = job.readable("retries_left").orElse(0);
    if (left <= 0) {
      return over(job, worker, claim, Status.FAILED, worked, text);
    }
    int[] intervals = intervals(job, "retry_intervals");
    Next next =
        intervals.length == 0
            ? Next.NOW
            : in(intervals[(int) Math.max(intervals.length - left, 0)]);
    return new Ending(
        job,
        worker,
        claim,
        Status.FAILED,
        next,
        clock.instant(),
        worked,
        failureTtl(job),
        Result.NONE,
        List.of("retries_left", left - 1));
  }

  /** The job failed for good, or was stopped. */
  Ending over(
      TakenJob job, String worker, Claim claim, Status status, Duration worked, String text) {
    return new Ending(
        job,
        worker,
        claim,
        status,
        Next.NOTHING,
        clock.instant(),
        worked,
        failureTtl(job),
        Result.failure(text),
        List.of());
  }

  /**
   * The job's function asked to be tried again.
   *
   * @param says2 whether the entry that RQ 2 writes for it, and 1.x cannot read, is wanted
   */
  Ending retry(TakenJob job, String worker, Duration worked, RetryPolicy policy, boolean says2) {
    long retries = job.readable("number_of_retries").orElse(0);
    if (retries >= policy.times()) {
      return over(
          job,
          worker,
          Claim.WIP,
          Status.FAILED,
          worked,
          "Job failed after " + policy.times() + " retry attempts");
    }
    List<Duration> intervals = policy.intervals();
    Next next =
        intervals.isEmpty()
            ? Next.NOW
            : in(intervals.get((int) Math.min(retries, intervals.size() - 1)).toSeconds());
    return new Ending(
        job,
        worker,
        Claim.WIP,
        Status.FAILED,
        next,
        clock.instant(),
        worked,
        failureTtl(job),
        says2 ? Result.RETRIED : Result.NONE,
        List.of("number_of_retries", retries + 1));
  }

  private long failureTtl(TakenJob job) {
    return job.readable("failure_ttl").orElse(failureTtl.toSeconds());
  }

  private Next in(long seconds) {
    return seconds <= 0 ? Next.NOW : new Next(false, clock.instant().plusSeconds(seconds));
  }

  private static int[] intervals(TakenJob job, String field) {
    String text = job.job().text(field);
    try {
      int[] intervals = text.isEmpty() ? null : JSON.readValue(text, int[].class);
      return intervals == null ? new int[0] : intervals;
    } catch (JsonProcessingException e) {
      LOG.warn("Field \"{}\" of job \"{}\" is no list of numbers and ignored", field, job);
      return new int[0];
    }
  }

  /** Returns how long it is since a job was begun. */
  static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }
}
