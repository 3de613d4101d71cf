package io.github.batchrunner.sample.web.run;

import io.github.batchrunner.core.BatchOwner;
import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.execution.BatchExecution;
import io.github.batchrunner.core.execution.ExecutionEvent;
import io.github.batchrunner.core.execution.ExecutionListener;
import io.github.batchrunner.core.execution.Progress;
import io.github.batchrunner.core.execution.TaskStatus;
import io.github.batchrunner.core.execution.TimeLeft;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.plan.BatchPlan;
import io.github.batchrunner.core.plan.RunTable;
import io.github.batchrunner.core.status.BatchStatus;
import io.github.batchrunner.core.status.ExecutionSummary;
import io.github.batchrunner.core.status.StatusReader;
import io.github.batchrunner.core.status.TaskOutcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What those who look at a batch see: one table for all of them.
 *
 * <p>While this process runs the batch the table follows the events of the execution. Otherwise it
 * follows the journal, which is read again when it has changed and somebody looks. Thread-safe.
 */
public final class LiveBatch {

  private static final Duration STATUS_AGE = Duration.ofSeconds(1);

  /** What a failure leaves in the journal is there at the latest after this time. */
  private static final Duration FAILURE_SETTLES = Duration.ofSeconds(3);

  /** Reading failures takes at most this part of the time. */
  private static final int FAILURE_SHARE = 10;

  private final BatchRunner batch;
  private final Clock clock;
  private final List<Watcher> watchers = new CopyOnWriteArrayList<>();

  /** Held by whoever reads the journal, so that many who look do not all read it. */
  private final ReentrantLock reading = new ReentrantLock();

  // All below is guarded by the monitor of this.
  private StateTable table;
  private String epoch;
  private BatchStatus counts;
  private Optional<ExecutionSummary> latest = Optional.empty();
  private Optional<BatchOwner> owner = Optional.empty();
  private Optional<TimeLeft> timeLeft = Optional.empty();
  private String note = "";
  private @Nullable Stamp stamp;
  private Instant readAt = Instant.EPOCH;
  private @Nullable Here here;
  private @Nullable LiveStatus status;
  private Instant statusAt = Instant.EPOCH;
  private Instant failuresUntil = Instant.EPOCH;
  private Instant failuresNext = Instant.EPOCH;

  /** An execution of this process. */
  private static final class Here {
    private final Instant since;
    private @Nullable BatchExecution execution;
    private @Nullable Integer number;
    private @Nullable String executor;

    Here(Instant since) {
      this.since = since;
    }
  }

  /** The runs and where their tasks stand, all at one moment. */
  public record Runs(Position at, Pipeline pipeline, RunTable table, List<String> states) {}

  /** Runs that have changed. */
  public record Changes(Position at, List<Change> runs) {}

  /** A run that has changed: its number, and the letters of its tasks. */
  public record Change(int run, String state) {}

  LiveBatch(BatchRunner batch, Clock clock) {
    this.batch = batch;
    this.clock = clock;
    Truth truth = Truth.read(batch, clock.instant());
    this.table = new StateTable(truth.runs(), truth.pipeline());
    this.epoch = newEpoch();
    this.counts = truth.status();
    apply(truth);
  }

  private static String newEpoch() {
    return Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), Character.MAX_RADIX);
  }

  /** Returns where all runs stand. */
  public Runs runs() {
    refresh();
    synchronized (this) {
      table.advance();
      return new Runs(
          position(),
          table.pipeline(),
          table.runs(),
          IntStream.range(0, table.runs().size()).mapToObj(table::text).toList());
    }
  }

  /** Returns where the batch stands in numbers; while it runs, as of at most a second ago. */
  public LiveStatus status() {
    refresh();
    refreshFailures();
    return statusNow();
  }

  /** Returns the same without a look at the journal: the same object until something is new. */
  public synchronized LiveStatus statusNow() {
    LiveStatus known = status;
    if (known != null && (!isRunning() || !isOver(statusAt, STATUS_AGE))) {
      return known;
    }
    table.advance();
    LiveStatus now = count();
    status = now;
    statusAt = clock.instant();
    return now;
  }

  /** Returns the pipeline of the table. */
  public synchronized Pipeline pipeline() {
    return table.pipeline();
  }

  /** Returns how far the table is. */
  public synchronized Position position() {
    return new Position(epoch, table.step());
  }

  /**
   * Returns what has changed since somebody knew the table; empty if that was another table, of
   * which nothing is known.
   */
  public synchronized Optional<Changes> changesSince(Position known) {
    if (!known.epoch().equals(epoch) || known.step() < 0 || known.step() > table.step()) {
      return Optional.empty();
    }
    IntStream runs =
        known.step() == table.step() ? IntStream.empty() : table.changedSince(known.step());
    return Optional.of(
        new Changes(position(), runs.mapToObj(run -> new Change(run, table.text(run))).toList()));
  }

  /**
   * Where a task of a run stands.
   *
   * @param attempts how many attempts there were
   * @param ended whether the latest of them goes on no more, as far as is known
   */
  public record Task(int attempts, boolean ended) {}

  /** Returns where a task of a run stands; empty if there is no such run or task. */
  public Optional<Task> task(String runId, String taskId) {
    refresh();
    synchronized (this) {
      int run = table.run(runId);
      int task = table.task(taskId);
      if (run < 0 || task < 0) {
        return Optional.empty();
      }
      boolean ended =
          switch (table.letter(run, task)) {
            case SUCCEEDED, FAILED, SKIPPED, DISABLED -> true;
            case RUNNING, WAITING -> !isRunning();
          };
      return Optional.of(new Task(table.attempts(run, task), ended));
    }
  }

  /** Returns the number of a run; empty if there is none of that id. */
  public Optional<Integer> run(String runId) {
    refresh();
    synchronized (this) {
      int run = table.run(runId);
      return run < 0 ? Optional.empty() : Optional.of(run);
    }
  }

  /** Returns the index of the feature of a run, by its number. */
  public synchronized int feature(int run) {
    return table.runs().feature(run);
  }

  /** Adds somebody who looks. */
  public void watch(Watcher watcher) {
    watchers.add(watcher);
  }

  /** Removes somebody who looked. */
  public void leave(Watcher watcher) {
    watchers.remove(watcher);
  }

  /** Makes what has changed a step, and lets those who look see it. */
  void tick() {
    synchronized (this) {
      table.advance();
    }
    watchers.forEach(Watcher::look);
  }

  /** Looks at the journal, if somebody looks at the batch. */
  void lookAtJournal() {
    if (!watchers.isEmpty()) {
      refresh();
      refreshFailures();
    }
  }

  /** Lets all go who look. */
  void end() {
    watchers.forEach(Watcher::end);
    watchers.clear();
  }

  // What an execution of this process says.

  /** An execution of this process is about to start: what it plans to run waits from now on. */
  void begin(BatchPlan plan) {
    refresh();
    synchronized (this) {
      here = new Here(clock.instant());
      int width = plan.pipeline().size();
      if (!table.isOf(table.runs(), plan.pipeline())) {
        table = new StateTable(table.runs(), plan.pipeline());
        epoch = newEpoch();
      }
      for (int planned = 0; planned < plan.runs().size(); planned++) {
        int run = table.run(plan.runs().id(planned));
        for (int task = 0; run >= 0 && task < width; task++) {
          if (plan.runs(planned, task)) {
            table.set(run, task, Letter.WAITING);
          }
        }
      }
      status = null;
    }
  }

  synchronized void began(BatchExecution execution) {
    if (here != null) {
      here.execution = execution;
    }
  }

  /** The execution that was about to start, or went on, does not any more. */
  void ended() {
    try {
      Stamp now = Stamp.of(batch);
      Truth truth = Truth.read(batch, clock.instant());
      synchronized (this) {
        // In one step: nobody is to see the end with what the journal said at the start.
        here = null;
        apply(truth);
        stamp = now;
      }
    } catch (RuntimeException e) {
      synchronized (this) {
        here = null;
        stamp = null;
        status = null;
      }
      throw e;
    }
    tick();
  }

  /** Returns who tells the table what an execution of this process does. */
  ExecutionListener listener() {
    return new Follower();
  }

  private final class Follower implements ExecutionListener {
    @Override
    public void executionStarted(ExecutionEvent.ExecutionStarted event) {
      synchronized (LiveBatch.this) {
        if (here != null) {
          here.number = event.number();
          here.executor = event.executor();
          status = null;
        }
      }
    }

    @Override
    public void taskStarted(ExecutionEvent.TaskStarted event) {
      set(event.runId(), event.taskId(), Letter.RUNNING, event.attempt());
    }

    @Override
    public void taskEnded(ExecutionEvent.TaskEnded event) {
      Letter letter =
          event.triedAgain()
              ? Letter.WAITING
              : switch (event.status()) {
                case SUCCEEDED -> Letter.SUCCEEDED;
                case FAILED, LOST, CANCELLED -> Letter.FAILED;
                case NEW, SUBMITTED, WITHDRAWN -> Letter.WAITING;
              };
      set(event.runId(), event.taskId(), letter, event.attempt());
      if (event.status() == TaskStatus.FAILED || event.status() == TaskStatus.LOST) {
        synchronized (LiveBatch.this) {
          failuresUntil = clock.instant().plus(FAILURE_SETTLES);
        }
      }
    }

    @Override
    public void taskSkipped(ExecutionEvent.TaskSkipped event) {
      set(event.runId(), event.taskId(), Letter.SKIPPED, 0);
    }

    @Override
    public void eventsMissed(ExecutionEvent.EventsMissed event) {
      Truth truth = Truth.read(batch, clock.instant());
      synchronized (LiveBatch.this) {
        apply(truth);
      }
    }

    private void set(String runId, String taskId, Letter letter, int attempt) {
      synchronized (LiveBatch.this) {
        int run = table.run(runId);
        int task = table.task(taskId);
        if (run >= 0 && task >= 0) {
          table.set(run, task, letter);
          table.attempts(run, task, Math.max(attempt, table.attempts(run, task)));
        }
      }
    }
  }

  // What the journal says.

  private void refresh() {
    if (isFresh()) {
      return;
    }
    reading.lock();
    try {
      Stamp now = Stamp.of(batch);
      synchronized (this) {
        if (isFresh() || now.equals(stamp)) {
          return;
        }
      }
      Truth truth = Truth.read(batch, clock.instant());
      synchronized (this) {
        if (here == null) {
          apply(truth);
          stamp = now;
        }
      }
    } finally {
      reading.unlock();
    }
  }

  /** Events tell more than the journal; and one that is written all the time is not read always. */
  private synchronized boolean isFresh() {
    return here != null || (stamp != null && owner.isPresent() && !isOver(readAt, STATUS_AGE));
  }

  private synchronized void apply(Truth truth) {
    if (!table.isOf(truth.runs(), truth.pipeline())) {
      table = new StateTable(truth.runs(), truth.pipeline());
      epoch = newEpoch();
    }
    StatusReader reader = truth.readerOrNull();
    for (int run = 0; reader != null && run < truth.runs().size(); run++) {
      TaskOutcome[] outcomes = reader.outcomes(run);
      for (int task = 0; task < outcomes.length; task++) {
        table.set(run, task, Letter.of(outcomes[task]));
        table.attempts(run, task, reader.attempt(run, task).attempts());
      }
    }
    counts = truth.status();
    latest = truth.latest();
    owner = truth.owner();
    timeLeft = truth.timeLeft();
    note = truth.note();
    readAt = clock.instant();
    status = null;
  }

  /** Reads the failures of an execution of this process, which events do not group. */
  private void refreshFailures() {
    Instant start = clock.instant();
    synchronized (this) {
      boolean wanted = !counts.failures().isEmpty() || start.isBefore(failuresUntil);
      if (here == null || !wanted || start.isBefore(failuresNext) || reading.isLocked()) {
        return;
      }
      failuresNext = start.plus(STATUS_AGE);
    }
    BatchStatus now = batch.status();
    Instant end = clock.instant();
    synchronized (this) {
      if (here != null) {
        counts = now;
        Duration pause = Duration.between(start, end).multipliedBy(FAILURE_SHARE);
        failuresNext = end.plus(pause.compareTo(STATUS_AGE) > 0 ? pause : STATUS_AGE);
      }
    }
  }

  private boolean isOver(Instant since, Duration age) {
    return Duration.between(since, clock.instant()).compareTo(age) >= 0;
  }

  private boolean isRunning() {
    return here != null || owner.isPresent();
  }

  private LiveStatus count() {
    Here running = here;
    Progress progress =
        running == null || running.execution == null ? null : running.execution.progress();
    boolean active = isRunning();
    BatchStatus counted =
        new BatchStatus(
            batch.name(),
            active ? BatchStatus.State.RUNNING : counts.state(),
            table.runCounts(active),
            table.taskCounts(),
            counts.failures());
    if (running != null) {
      return new LiveStatus(
          position(),
          counted,
          running.number,
          progress == null ? Duration.between(running.since, clock.instant()) : progress.elapsed(),
          progress == null ? null : progress.timeLeftOrNull(),
          progress == null ? "" : progress.note(),
          running.executor,
          null);
    }
    return new LiveStatus(
        position(),
        counted,
        active ? latest.map(ExecutionSummary::number).orElse(null) : null,
        latest.map(execution -> elapsed(execution, active)).orElse(null),
        active ? timeLeft.orElse(null) : null,
        note,
        latest.map(ExecutionSummary::executor).orElse(null),
        owner.map(BatchOwner::toString).orElse(null));
  }

  private @Nullable Duration elapsed(ExecutionSummary execution, boolean active) {
    Instant end = execution.endedAtOrNull();
    Instant until = end == null && active ? clock.instant() : end;
    return until == null ? null : Duration.between(execution.startedAt(), until);
  }
}
