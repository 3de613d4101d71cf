package io.github.batchrunner.rq.executor;

import io.github.batchrunner.rq.weppcloud.StatusMessages;
import io.github.batchrunner.rq.weppcloud.StatusMessages.Event;
import io.github.batchrunner.spi.AttemptState;
import io.github.batchrunner.spi.AttemptToken;
import io.github.batchrunner.spi.CloseMode;
import io.github.batchrunner.spi.Observation;
import io.github.batchrunner.spi.TaskRef;
import io.github.batchrunner.spi.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Tells WEPPcloud's pages what happens to the attempts of each batch. Thread-safe.
 *
 * <p>Attempts of an earlier process are told of with the name of their run alone.
 */
final class StatusCompanion implements Companion {

  private final Function<String, StatusMessages> messages;
  private final Map<AttemptToken, Followed> open = new HashMap<>();
  private final Map<String, Tally> tallies = new LinkedHashMap<>();

  StatusCompanion(Function<String, StatusMessages> messages) {
    this.messages = messages;
  }

  @Override
  public synchronized void accepted(List<Planned> accepted, List<Planned> refused) {
    for (Planned planned : accepted) {
      TaskRef task = planned.submission().task();
      String function =
          planned.submission().work() instanceof Work.Call call
              ? call.function().substring(call.function().lastIndexOf('.') + 1)
              : task.taskId();
      open.put(
          planned.submission().token(),
          new Followed(task.batch(), planned.jobId(), function, task.runId()));
      tally(task.batch()).last = planned.jobId();
    }
    tallies.forEach(this::tellWarnings);
  }

  @Override
  public synchronized void reattached(List<Found> attempts) {
    for (Found found : attempts) {
      // Of a job whose metadata is gone nobody knows which pages to tell.
      if (!found.batch().isEmpty()) {
        Observation seen = found.observation();
        String jobId = seen.handle().nativeId();
        open.put(seen.token(), new Followed(found.batch(), jobId, "run", found.runId()));
        tally(found.batch()).last = jobId;
      }
    }
  }

  @Override
  public synchronized void observed(List<Observation> news) {
    for (Observation seen : news) {
      Followed attempt = open.get(seen.token());
      if (attempt == null) {
        continue;
      }
      if (seen.state() == AttemptState.RUNNING) {
        begin(attempt);
      } else if (seen.state().ended()) {
        open.remove(seen.token());
        end(attempt, seen);
      }
    }
  }

  @Override
  public synchronized void warned(String batch, String warning) {
    Tally tally = tally(batch);
    tally.warnings.add(warning);
    tellWarnings(batch, tally);
  }

  @Override
  public synchronized void close(CloseMode mode) {
    if (mode == CloseMode.DETACH) {
      return;
    }
    tallies.forEach(
        (batch, tally) -> {
          StatusMessages told = messages.apply(batch);
          told.status(
              tally.last, "run summary complete=" + tally.complete + " failed=" + tally.failed);
          told.trigger(
              tally.last,
              "batch",
              tally.failed == 0
                  ? Event.BATCH_RUN_COMPLETED
                  : Event.BATCH_RUN_COMPLETED_WITH_FAILURES);
          told.trigger(tally.last, "batch", Event.END_BROADCAST);
        });
    tallies.clear();
  }

  /** Each message names a job, so that warnings wait for the first. */
  private void tellWarnings(String batch, Tally tally) {
    if (!tally.last.isEmpty()) {
      StatusMessages told = messages.apply(batch);
      tally.warnings.forEach(warning -> told.info(tally.last, warning));
      tally.warnings.clear();
    }
  }

  private void begin(Followed attempt) {
    if (!attempt.begun) {
      attempt.begun = true;
      messages.apply(attempt.batch).started(attempt.jobId, attempt.function, attempt.run);
    }
  }

  private void end(Followed attempt, Observation seen) {
    begin(attempt);
    StatusMessages told = messages.apply(attempt.batch);
    Tally tally = tally(attempt.batch);
    if (seen.state() == AttemptState.SUCCEEDED) {
      tally.complete++;
      if (seen.beginning().isPresent()) {
        told.completed(
            attempt.jobId,
            attempt.function,
            attempt.run,
            true,
            Duration.between(seen.beginning().get(), seen.at()));
      } else {
        told.completed(attempt.jobId, attempt.function, attempt.run);
      }
    } else {
      tally.failed++;
      told.exception(
          attempt.jobId,
          attempt.function,
          attempt.run,
          seen.failure().map(failure -> failure.kind().name()).orElse(seen.state().name()),
          seen.failure().map(failure -> failure.message()).orElse("the attempt has ended"));
    }
    told.trigger(attempt.jobId, "batch", Event.BATCH_WATERSHED_TASK_COMPLETED);
  }

  private Tally tally(String batch) {
    return tallies.computeIfAbsent(batch, name -> new Tally());
  }

  private static final class Followed {
    private final String batch;
    private final String jobId;
    private final String function;
    private final String run;
    private boolean begun;

    private Followed(String batch, String jobId, String function, String run) {
      this.batch = batch;
      this.jobId = jobId;
      this.function = function;
      this.run = run;
    }
  }

  private static final class Tally {
    private final List<String> warnings = new ArrayList<>();
    private String last = "";
    private int complete;
    private int failed;
  }
}
