package io.github.batchrunner.rq.worker;

import io.github.batchrunner.rq.JobRequest;
import io.github.batchrunner.rq.RetryPolicy;
import io.github.batchrunner.rq.RqException;
import io.github.batchrunner.rq.worker.Ending.Claim;
import io.github.batchrunner.rq.worker.Ending.Status;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Calls a job's function and its callbacks, and decides how it ended. Thread-safe. */
final class Performance {

  private static final List<String> NUMBERS =
      List.of("timeout", "result_ttl", "failure_ttl", "retries_left");

  private final PoolParts parts;
  private final String worker;

  Performance(PoolParts parts, String worker) {
    this.parts = parts;
    this.worker = worker;
  }

  /** Returns how long a job may run; null for no limit, also if what it says cannot be read. */
  static @Nullable Duration limit(TakenJob job) {
    try {
      return job.timeout().orElse(null);
    } catch (RqException unreadable) {
      return JobRequest.DEFAULT_TIMEOUT;
    }
  }

  /** Does the job, in the thread of the run; throws nothing. */
  Ending of(Run run) {
    TakenJob job = run.job();
    JobContext context = context(job, run);
    Object value = null;
    Throwable failure = null;
    try {
      NUMBERS.forEach(job::number);
      JobFunction function = parts.options().functions().function(context.call().function());
      value = function.run(context);
    } catch (Throwable thrown) {
      // Errors included: a function without an end to its recursion must not end the worker.
      failure = thrown;
    }
    Duration worked = run.worked();
    Run.Cut cut = run.returned(job.callbackTimeout(failure == null ? "success" : "failure"));
    if (cut != null) {
      return cut(context, job, cut, worked, failure);
    }
    if (failure == null && value instanceof RetryPolicy policy) {
      return parts.endings().retry(job, worker, worked, policy, parts.fleet().keepsExecutions());
    }
    if (failure == null) {
      failure = parts.callbacks().call("success", context, value, null);
    }
    return failure == null
        ? parts.endings().success(job, worker, worked, value)
        : failed(context, job, worked, failure, Traceback.of(failure));
  }

  private Ending failed(
      JobContext context, TakenJob job, Duration worked, @Nullable Throwable failure, String text) {
    Throwable inCallback = parts.callbacks().call("failure", context, null, failure);
    return parts
        .endings()
        .failure(
            job,
            worker,
            Claim.WIP,
            worked,
            inCallback == null
                ? text
                : text + "\nThe failure callback failed too:\n" + Traceback.of(inCallback));
  }

  private Ending cut(
      JobContext context, TakenJob job, Run.Cut cut, Duration worked, @Nullable Throwable failure) {
    String text = (failure == null ? "" : Traceback.of(failure) + "\n") + reason(job, cut);
    if (cut == Run.Cut.STOPPED) {
      parts.callbacks().call("stopped", context, null, null);
      return parts.endings().over(job, worker, Claim.WIP, Status.STOPPED, worked, text);
    }
    return failed(context, job, worked, failure, text);
  }

  /** Returns how a job ended whose thread does not react. */
  Ending abandoned(Run run) {
    TakenJob job = run.job();
    Run.Cut cut = run.cut();
    String text =
        "Its thread \""
            + run.thread().getName()
            + "\" did not react to being interrupted and was left behind.\n"
            + reason(job, cut == null ? Run.Cut.TIMEOUT : cut);
    return cut == Run.Cut.STOPPED
        ? parts.endings().over(job, worker, Claim.WIP, Status.STOPPED, run.worked(), text)
        : parts.endings().failure(job, worker, Claim.WIP, run.worked(), text);
  }

  /** Returns RQ's own words, which people and programs look for. */
  private static String reason(TakenJob job, Run.Cut cut) {
    return switch (cut) {
      case TIMEOUT -> {
        Duration limit = limit(job);
        yield "rq.timeouts.JobTimeoutException: Task exceeded maximum timeout value ("
            + (limit == null ? 0 : limit.toSeconds())
            + " seconds)\n";
      }
      case STOPPED -> "Job stopped by user, work-horse terminated.";
      case KILLED -> "Work-horse terminated unexpectedly; ended by the command kill-horse\n";
      case SHUTDOWN -> "Work-horse terminated unexpectedly; its worker was shut down\n";
    };
  }

  private JobContext context(TakenJob job, @Nullable Run run) {
    return new JobContext(job, run, parts.link(), parts.options().serializer(), worker);
  }
}
