package io.github.batchrunner.core.dispatch;

import io.github.batchrunner.core.execution.TaskStatus;
import io.github.batchrunner.core.journal.BatchState;
import io.github.batchrunner.core.journal.Cause;
import io.github.batchrunner.core.journal.JournalWriter;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.pipeline.RetryPolicy;
import io.github.batchrunner.core.pipeline.TaskDefinition;
import io.github.batchrunner.core.plan.BatchPlan;
import io.github.batchrunner.spi.AttemptToken;
import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import io.github.batchrunner.spi.Handle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the journal knows of the attempts of a plan: makes them, with their tokens, and records
 * their intents and ends.
 *
 * <p>Belongs to the thread of the dispatch loop.
 */
final class AttemptBook {

  private final BatchPlan plan;
  private final Pipeline pipeline;
  private final JournalWriter journal;
  private final int[] versions;
  private final int[] journalRuns;
  private final List<BatchState.TaskView> views = new ArrayList<>();
  private int endsBefore;

  AttemptBook(BatchPlan plan, JournalWriter journal) {
    this.plan = plan;
    this.pipeline = plan.pipeline();
    this.journal = journal;
    this.versions = new int[pipeline.size()];
    this.journalRuns = new int[plan.runs().size()];
    Arrays.fill(journalRuns, -1);
  }

  /** Gives the versions of the plan's tasks their numbers in the journal. */
  void open() {
    endsBefore = journal.state().ends();
    for (int task = 0; task < versions.length; task++) {
      versions[task] = journal.version(plan.versions().get(task));
      views.add(journal.state().task(pipeline.task(task).id()));
    }
  }

  /** Returns the next attempt of a task. */
  Flight next(int run, int task) {
    int journalRun = journalRun(run);
    int attempt = views.get(task).attempts(journalRun) + 1;
    return flight(run, task, versions[task], attempt, memoryOfNext(task, journalRun));
  }

  /**
   * Returns what the next attempt of a task asks for: what the latest one had, in whatever
   * execution, or more if that was too little; and never less than the task declares.
   */
  private long memoryOfNext(int task, int journalRun) {
    TaskDefinition definition = pipeline.task(task);
    long declared = definition.resources().memoryMb();
    if (!growsMemory(task)) {
      return declared;
    }
    long latest = views.get(task).memoryMb(journalRun);
    boolean tooLittle =
        views
            .get(task)
            .failure(journalRun)
            .filter(failure -> failure.kind() == FailureKind.OUT_OF_MEMORY)
            .isPresent();
    RetryPolicy retry = definition.retry();
    return retry.capped(Math.max(declared, tooLittle ? retry.grown(latest) : latest));
  }

  private boolean growsMemory(int task) {
    TaskDefinition definition = pipeline.task(task);
    return definition.retry().growsMemory(definition.resources().memoryMb());
  }

  /** Returns what the latest attempt of a task asks for. */
  private long memory(int task, int journalRun) {
    int recorded = views.get(task).memoryMb(journalRun);
    return recorded > 0 ? recorded : pipeline.task(task).resources().memoryMb();
  }

  /** Returns the latest attempt of a task if the journal does not know its end. */
  Optional<Flight> unended(int run, int task) {
    BatchState.TaskView view = views.get(task);
    int journalRun = journal.state().runNumber(plan.runs().id(run));
    return view.status(journalRun) == TaskStatus.SUBMITTED
        ? Optional.of(
            flight(
                run,
                task,
                view.versionNumber(journalRun),
                view.attempts(journalRun),
                memory(task, journalRun)))
        : Optional.empty();
  }

  /**
   * Tells whether an attempt that an earlier host submitted is what this one would submit: it has
   * the task's present version and feature, and the attempts it may wait for at the engine are the
   * latest of their tasks.
   */
  boolean isPresent(Flight flight) {
    BatchState.TaskView view = views.get(flight.task);
    int intended = view.intended(flight.journalRun);
    return flight.journalVersion == versions[flight.task]
        && view.feature(flight.journalRun) == plan.runs().featureHash(flight.run)
        && allNeeds(flight.task).stream()
            .allMatch(need -> views.get(need).intended(flight.journalRun) < intended);
  }

  /** Returns all that a task needs, directly or not. */
  private BitSet allNeeds(int task) {
    BitSet found = new BitSet(pipeline.size());
    found.set(task);
    // Each task comes after those it needs.
    for (int each = task; each >= 0; each = found.previousSetBit(each - 1)) {
      for (int need : pipeline.needs(each)) {
        found.set(need);
      }
    }
    found.clear(task);
    return found;
  }

  private Flight flight(int run, int task, int version, int attempt, long memoryMb) {
    int journalRun = journalRun(run);
    AttemptToken token = journal.state().token(journalRun, attempt, pipeline.task(task).id());
    return new Flight(run, task, journalRun, version, attempt, memoryMb, token);
  }

  /** Records that an attempt is about to be submitted and returns the position to wait for. */
  long intend(Flight flight) {
    return journal.intent(
        flight.journalRun,
        flight.journalVersion,
        plan.runs().featureHash(flight.run),
        flight.attempt,
        cause(flight),
        growsMemory(flight.task) ? (int) flight.memoryMb : 0);
  }

  /** What failed in this execution is tried again; anything else is as it was planned. */
  private Cause cause(Flight flight) {
    BatchState.TaskView view = views.get(flight.task);
    Optional<Failure> failure =
        view.order(flight.journalRun) > endsBefore
            ? view.failure(flight.journalRun)
            : Optional.empty();
    return failure
        .map(why -> Cause.again(why.kind()))
        .orElseGet(
            () ->
                Cause.of(
                    plan.reason(flight.run, flight.task).code(),
                    plan.detail(flight.run, flight.task)));
  }

  /** Records how the engine knows an attempt. */
  void handle(Flight flight, Handle handle) {
    journal.handle(flight.journalRun, flight.journalVersion, flight.attempt, handle.nativeId());
  }

  /** Returns how the engine knows an attempt, if that was recorded. */
  Optional<String> nativeId(Flight flight) {
    return views.get(flight.task).nativeId(flight.journalRun);
  }

  /** Tells whether the journal knows attempts of a run that may not have ended. */
  boolean anyUnended(int run) {
    for (int task = 0; task < pipeline.size(); task++) {
      if (views.get(task).status(journalRun(run)) == TaskStatus.SUBMITTED) {
        return true;
      }
    }
    return false;
  }

  /** Records how an attempt ended; times are milliseconds since the epoch. */
  void end(Flight flight, TaskStatus status, long began, long at, @Nullable Failure failure) {
    journal.end(
        flight.journalRun, flight.journalVersion, flight.attempt, status, began, at, failure);
  }

  /** Returns the number of an attempt's task among all tasks of all runs. */
  int place(Flight flight) {
    return flight.run * pipeline.size() + flight.task;
  }

  /**
   * Returns when each task of a run succeeded last, in seconds since the epoch; null if it has not.
   */
  Map<String, @Nullable Long> succeededAt(int run) {
    Map<String, @Nullable Long> times = new LinkedHashMap<>();
    int journalRun = journalRun(run);
    for (int task = 0; task < pipeline.size(); task++) {
      BatchState.TaskState state = views.get(task).state(journalRun);
      times.put(
          pipeline.task(task).id(),
          state.status() == TaskStatus.SUCCEEDED ? state.ended() / 1000 : null);
    }
    return times;
  }

  /** Returns the journal's number of a run, which is looked up once. */
  private int journalRun(int run) {
    if (journalRuns[run] < 0) {
      journalRuns[run] = journal.run(plan.runs().id(run));
    }
    return journalRuns[run];
  }
}
