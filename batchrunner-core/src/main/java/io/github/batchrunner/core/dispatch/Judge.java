package io.github.batchrunner.core.dispatch;

import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.execution.TaskStatus;
import io.github.batchrunner.core.log.LogFindings;
import io.github.batchrunner.core.pipeline.LogRules;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.pipeline.TaskDefinition;
import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import io.github.batchrunner.spi.Handle;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what an end that the engine reports counts for, where the task's declared outputs or the
 * rules for its log have a say; a thread that may wait for the disk looks at these.
 *
 * <p>Belongs to the dispatcher's thread.
 */
final class Judge {

  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

  private final Pipeline pipeline;
  private final Runs runs;
  private final RunWorkshop workshop;
  private final EngineLink engine;
  private final Mailbox mailbox;
  private final Endings endings;
  private int judging;

  Judge(
      Pipeline pipeline,
      Runs runs,
      RunWorkshop workshop,
      EngineLink engine,
      Mailbox mailbox,
      Endings endings) {
    this.pipeline = pipeline;
    this.runs = runs;
    this.workshop = workshop;
    this.engine = engine;
    this.mailbox = mailbox;
    this.endings = endings;
  }

  /** Tells whether outputs or logs are being looked at. */
  boolean isJudging() {
    return judging > 0;
  }

  /**
   * The engine says that an attempt succeeded or failed.
   *
   * @param handle how the engine knows it, which may be told before the submission is answered
   * @param failure why it failed; null if it did not
   * @param at when, in milliseconds since the epoch
   */
  void ended(Flight flight, Handle handle, @Nullable Failure failure, long at) {
    TaskDefinition task = pipeline.task(flight.task);
    if (failure == null && task.outputs().isEmpty() && task.log().isEmpty()) {
      endings.ended(flight, TaskStatus.SUCCEEDED, null, at);
    } else if (failure != null && !mayBeIgnored(task, failure)) {
      endings.ended(flight, TaskStatus.FAILED, failure, at);
    } else {
      flight.settling = true;
      judging++;
      runs.work(
          flight.run,
          () -> {
            Flight.End end =
                failure == null
                    ? afterSuccess(flight, handle, at)
                    : afterFailure(flight, handle, failure, at);
            mailbox.post(
                () -> {
                  judging--;
                  endings.ended(flight, end.status(), end.failureOrNull(), end.at());
                });
          });
    }
  }

  private static boolean mayBeIgnored(TaskDefinition task, Failure failure) {
    return failure.kind() == FailureKind.EXIT_CODE && !task.log().ignore().isEmpty();
  }

  private Flight.End afterSuccess(Flight flight, Handle handle, long at) {
    Failure failure;
    try {
      Optional<Failure> missing = missingOutput(flight);
      failure =
          missing.isPresent()
              ? missing.get().withDetail(endOfLog(flight, handle))
              : failureInLog(flight, handle).orElse(null);
    } catch (InvalidInputException e) { // a pattern of its definition is to blame
      failure = Failure.of(FailureKind.ENVIRONMENT, "its log cannot be judged: " + e.getMessage());
    } catch (RuntimeException | Error e) {
      failure =
          Failure.of(FailureKind.INFRASTRUCTURE, "its outputs or log cannot be checked: " + e);
    }
    return new Flight.End(failure == null ? TaskStatus.SUCCEEDED : TaskStatus.FAILED, failure, at);
  }

  private Optional<Failure> missingOutput(Flight flight) {
    return workshop
        .missingOutput(flight.run, flight.task)
        .map(
            output ->
                Failure.of(
                    FailureKind.OUTPUT_MISSING, "its output \"%s\" is missing".formatted(output)));
  }

  /** Tells, as a rule, why a program that says it succeeded did not do its work. */
  private String endOfLog(Flight flight, Handle handle) {
    try {
      return log(flight, handle).end();
    } catch (RuntimeException e) {
      LOG.debug("attempt {} has a missing output, and a log that cannot be read", flight.token, e);
      return "";
    }
  }

  private Optional<Failure> failureInLog(Flight flight, Handle handle) {
    LogRules rules = pipeline.task(flight.task).log();
    if (rules.isEmpty()) {
      return Optional.empty();
    }
    LogFindings found = log(flight, handle);
    if (found.failureOrNull() != null) {
      return Optional.of(
          Failure.of(FailureKind.EXIT_CODE, "its log says that it failed: " + found.failureOrNull())
              .withDetail(found.end()));
    }
    if (misses(rules, found)) {
      return Optional.of(
          Failure.of(
                  FailureKind.OUTPUT_MISSING,
                  "its log does not say that it succeeded: no line of %s has %s"
                      .formatted(found.where(), quoted(rules)))
              .withDetail(found.end()));
    }
    return Optional.empty();
  }

  private static boolean misses(LogRules rules, LogFindings found) {
    return !rules.success().isEmpty() && !found.success();
  }

  private static String quoted(LogRules rules) {
    return "\"" + String.join("\" or \"", rules.success()) + "\"";
  }

  /** A failure counts as a success only if everything else speaks for one. */
  private Flight.End afterFailure(Flight flight, Handle handle, Failure failure, long at) {
    Flight.End failed = new Flight.End(TaskStatus.FAILED, failure, at);
    try {
      LogFindings found = log(flight, handle);
      if (found.ignoredOrNull() == null
          || found.failureOrNull() != null
          || misses(pipeline.task(flight.task).log(), found)
          || missingOutput(flight).isPresent()) {
        return failed;
      }
      // Kept with the success, so that nobody has to wonder.
      Failure ignored =
          Failure.of(
              FailureKind.EXIT_CODE,
              "counts as a success because of %s (%s)"
                  .formatted(found.ignoredOrNull(), failure.message()));
      if (failure.exitCode().isPresent()) {
        ignored = ignored.withExitCode(failure.exitCode().getAsInt());
      }
      return new Flight.End(TaskStatus.SUCCEEDED, ignored, at);
    } catch (RuntimeException | Error e) {
      LOG.warn("whether the failure of attempt {} is to be ignored is not known", flight.token, e);
      return failed;
    }
  }

  private LogFindings log(Flight flight, Handle handle) {
    return workshop.findInLog(
        flight.run, flight.task, flight.attempt, () -> engine.openLog(handle));
  }
}
