package io.github.batchrunner.core.dispatch;

import io.github.batchrunner.core.execution.BatchResult;
import io.github.batchrunner.core.execution.ExecutionOptions;
import io.github.batchrunner.core.execution.Progress;
import io.github.batchrunner.core.execution.TaskStatus;
import io.github.batchrunner.core.journal.JournalException;
import io.github.batchrunner.core.journal.JournalWriter;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.plan.BatchPlan;
import io.github.batchrunner.core.plan.Reason;
import io.github.batchrunner.spi.AttemptState;
import io.github.batchrunner.spi.AttemptToken;
import io.github.batchrunner.spi.CancelMode;
import io.github.batchrunner.spi.Capabilities;
import io.github.batchrunner.spi.Delivery;
import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import io.github.batchrunner.spi.Handle;
import io.github.batchrunner.spi.Observation;
import io.github.batchrunner.spi.Submission;
import io.github.batchrunner.spi.SubmitOutcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries a plan out, on one thread that owns all state.
 *
 * <p>The loop takes messages (runs prepared, submissions answered, attempts observed), then starts
 * runs and submits ready tasks as far as the limits allow. An attempt's way is: intent in the
 * journal, on disk, submitted, observed, outputs checked, end in the journal.
 */
final class DispatchLoop {

  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
  private static final int IN_FLIGHT_PER_SLOT = 4;
  private static final int LEAST_IN_FLIGHT = 8;
  private static final int IN_FLIGHT_WITHOUT_SLOTS = 100;
  private static final long MOST_RETRY_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final long LOST_PUSH_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long UNKNOWN_GRACE_NANOS = TimeUnit.MINUTES.toNanos(2);
  private static final long CANCEL_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long LEAST_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final int MOST_REJECTIONS = 10;

  private final String batch;
  private final BatchPlan plan;
  private final Pipeline pipeline;
  private final JournalWriter journal;
  private final EngineLink engine;
  private final Capabilities capabilities;
  private final ExecutionOptions options;
  private final RunWorkshop workshop;
  private final Clock clock;
  private final BooleanSupplier cancelRequested;
  private final Runnable whenEnded;
  private final Mailbox mailbox;
  private final News news;
  private final ExecutorService workers;
  private final AttemptBook attempts;

  // All below belongs to the dispatcher's thread, but for what is volatile.
  private final TaskTable table;
  private final ReadyQueue ready = new ReadyQueue();
  private final Map<AttemptToken, Flight> flights = new HashMap<>();
  private final Map<AttemptToken, Flight> uncertain = new LinkedHashMap<>();
  private final Map<Integer, Integer> rejectionsOfTask = new HashMap<>();
  private final int[] order;
  private final int[] turns;
  private final int[] runOfTurn;
  private final Map<Integer, Instant> startedAt = new HashMap<>();
  private final Map<Integer, Failure> firstFailure = new HashMap<>();
  private final Pacer pacer;
  private final int maxInFlight;
  private final Instant startInstant;
  private final BitSet prepared = new BitSet();
  private final Map<Integer, Failure> unpreparable = new HashMap<>();
  private int nextRun;
  private int begunTurns;
  private int preparing;
  private int closingWork;
  private boolean submitting;
  private boolean observing;
  private boolean reattaching;
  private boolean paused;
  private boolean cancelled;
  private volatile boolean preparesNoMore;
  private boolean cancelFailed;
  private CancelMode cancelMode = CancelMode.GRACEFUL;
  private long nextObserve = System.nanoTime();
  private long nextRetry = nextObserve;
  private long nextCancelLook = nextObserve;
  private long submitNotBefore = nextObserve;
  private long nextCancel = nextObserve;
  private long retryDelay;
  private long refusalDelay;
  private String note = "";
  private volatile Progress snapshot;

  DispatchLoop(
      String batch,
      BatchPlan plan,
      JournalWriter journal,
      EngineLink engine,
      Capabilities capabilities,
      ExecutionOptions options,
      RunWorkshop workshop,
      Clock clock,
      BooleanSupplier cancelRequested,
      Runnable whenEnded,
      Mailbox mailbox,
      News news) {
    this.batch = batch;
    this.plan = plan;
    this.pipeline = plan.pipeline();
    this.journal = journal;
    this.engine = engine;
    this.capabilities = capabilities;
    this.options = options;
    this.workshop = workshop;
    this.clock = clock;
    this.cancelRequested = cancelRequested;
    this.whenEnded = whenEnded;
    this.mailbox = mailbox;
    this.news = news;
    this.attempts = new AttemptBook(plan, journal);
    this.table = new TaskTable(plan);
    this.order = RunOrder.largestFirst(plan);
    this.turns = new int[plan.runs().size()];
    this.runOfTurn = new int[order.length];
    this.pacer =
        new Pacer(
            options.submitInterval(),
            Math.min(options.submitsPerSecond(), capabilities.submissionsPerSecond()));
    this.maxInFlight = maxInFlight(options, capabilities);
    this.retryDelay = Durations.nanos(options.engineRetry());
    this.refusalDelay = retryDelay;
    this.startInstant = clock.instant();
    this.snapshot = new Progress(table.runCounts(), table.taskCounts(), 0, Duration.ZERO, "");
    this.workers =
        Executors.newFixedThreadPool(
            options.cloneThreads(),
            work -> {
              Thread worker = new Thread(work, "batchrunner-runs-" + batch);
              worker.setDaemon(true);
              return worker;
            });
  }

  private static int maxInFlight(ExecutionOptions options, Capabilities capabilities) {
    long wanted = Math.max(LEAST_IN_FLIGHT, (long) capabilities.slots() * IN_FLIGHT_PER_SLOT);
    int followed =
        capabilities.slots() == 0
            ? IN_FLIGHT_WITHOUT_SLOTS
            : (int) Math.min(Integer.MAX_VALUE, wanted);
    return Math.min(
        options.maxInFlight().orElse(followed), options.stopThreshold().orElse(Integer.MAX_VALUE));
  }

  /** Returns how far it is; any thread. */
  Progress progress() {
    return snapshot;
  }

  /** Returns what it came to, when it has ended. */
  BatchResult result() {
    return new BatchResult(snapshot, cancelled);
  }

  // The loop.

  /** Works until everything has ended, and returns what broke it, if anything did. */
  @Nullable Throwable run() {
    Throwable failure = null;
    try {
      attempts.open();
      adoptInterrupted();
      while (!finished()) {
        step();
      }
      journal.finish(clock.instant(), cancelled);
    } catch (InterruptedException | RuntimeException | Error e) {
      failure = e;
      LOG.error("the execution of batch {} broke", batch, e);
    }
    return close(failure);
  }

  private void step() throws InterruptedException {
    for (Runnable message : mailbox.take(nanosToWait())) {
      message.run();
    }
    long now = System.nanoTime();
    if (now - nextCancelLook >= 0) {
      nextCancelLook = now + CANCEL_LOOK_NANOS;
      if (!cancelled && cancelRequested.getAsBoolean()) {
        cancel();
      }
    }
    startRuns();
    submitReady();
    lookAtEngine(now);
    askForUncertain(now);
    cancelAgain(now);
    publish();
  }

  private boolean finished() {
    boolean nothingLeft = cancelled ? flights.isEmpty() && preparing == 0 : table.done();
    return nothingLeft && closingWork == 0 && !submitting;
  }

  private long nanosToWait() {
    long now = System.nanoTime();
    long wait = Math.max(0, nextCancelLook - now);
    if (!flights.isEmpty() && !observing) {
      wait = Math.min(wait, Math.max(0, nextObserve - now));
    }
    if (!uncertain.isEmpty() && !reattaching) {
      wait = Math.min(wait, Math.max(0, nextRetry - now));
    }
    if (cancelFailed) {
      wait = Math.min(wait, Math.max(0, nextCancel - now));
    }
    if (maySubmit()) {
      wait = Math.min(wait, Math.max(pacer.nanosToNext(now), submitNotBefore - now));
    }
    return wait;
  }

  private void publish() {
    snapshot =
        new Progress(
            table.runCounts(),
            table.taskCounts(),
            flights.size(),
            Duration.between(startInstant, clock.instant()),
            note);
  }

  private @Nullable Throwable close(@Nullable Throwable failure) {
    preparesNoMore = true;
    engine.close();
    EngineLink.end(workers, "a directory to be prepared");
    mailbox.close();
    Throwable cause = failure;
    try {
      journal.close();
    } catch (JournalException e) {
      cause = cause == null ? e : cause;
    }
    try {
      whenEnded.run();
    } catch (RuntimeException e) {
      cause = cause == null ? e : cause;
    }
    publish();
    return cause;
  }

  // Runs.

  private void startRuns() {
    while (!cancelled && nextRun < order.length && roomForRun()) {
      begin(order[nextRun++]);
    }
  }

  private boolean roomForRun() {
    if (options.stopThreshold().isPresent()) {
      long begun = table.begunRuns();
      if (begun >= options.stopThreshold().getAsInt()) {
        paused = true;
      } else if (begun <= options.resumeThreshold().orElse(0)) {
        paused = false;
      }
    }
    return !paused && flights.size() + ready.size() + preparing < maxInFlight;
  }

  private void begin(int run) {
    if (turns[run] > 0) {
      return; // it had attempts that outlived an earlier host
    }
    turns[run] = ++begunTurns;
    runOfTurn[begunTurns - 1] = run;
    table.begin(run);
    startedAt.put(run, clock.instant());
    preparing++;
    workers.execute(
        () -> {
          if (preparesNoMore) {
            mailbox.post(() -> preparing--);
            return;
          }
          Throwable failure = null;
          try {
            workshop.prepare(run);
          } catch (RuntimeException | Error e) { // an answer in any case: it is waited for
            failure = e;
          }
          Throwable found = failure;
          mailbox.post(() -> prepared(run, found));
        });
  }

  private void prepared(int run, @Nullable Throwable failure) {
    preparing--;
    if (failure == null) {
      news.runStarted(run);
      prepared.set(run);
      table.prepared(run, task -> ready.add(turns[run], task));
      return;
    }
    LOG.warn("run {} cannot be prepared", plan.runs().id(run), failure);
    String reason = failure instanceof Error ? failure.toString() : failure.getMessage();
    Failure why = Failure.of(FailureKind.ENVIRONMENT, "the run cannot be prepared: " + reason);
    unpreparable.put(run, why);
    table.prepared(run, task -> failUnsubmitted(run, task, why));
  }

  /** A task fails that the executor has never seen: the journal is told all the same. */
  private void failUnsubmitted(int run, int task, Failure failure) {
    Flight flight = attempts.next(run, task);
    attempts.intend(flight);
    table.submitted(run, task);
    flights.put(flight.token, flight);
    ended(flight, TaskStatus.FAILED, failure, clock.millis());
  }

  private void endIfDone(int run) {
    if (table.open(run)) {
      return;
    }
    Instant now = clock.instant();
    news.runEnded(run, table.allSucceeded(run));
    Instant began = startedAt.remove(run);
    RunWorkshop.RunEnd end =
        new RunWorkshop.RunEnd(
            run,
            began == null ? startInstant : began,
            now,
            attempts.succeededAt(run),
            firstFailure.remove(run));
    closingWork++;
    workers.execute(
        () -> {
          try {
            workshop.ended(end);
          } catch (RuntimeException | Error e) {
            LOG.warn("cannot leave a note in run {}", plan.runs().id(run), e);
          }
          mailbox.post(() -> closingWork--);
        });
  }

  // Submitting.

  /** Tells whether only time can keep the next task from being submitted. */
  private boolean maySubmit() {
    return !ready.isEmpty()
        && !submitting
        && !cancelled
        && uncertain.isEmpty()
        && flights.size() < maxInFlight
        && !executorHasPlenty();
  }

  private void submitReady() {
    long now = System.nanoTime();
    if (!maySubmit() || now - submitNotBefore < 0) {
      return;
    }
    int room = Math.min(maxInFlight - flights.size(), capabilities.maxSubmissionSize());
    int count = Math.min(Math.min(room, ready.size()), pacer.permits(now));
    if (count <= 0) {
      return;
    }
    List<Flight> chosen = new ArrayList<>(count);
    long position = 0;
    for (int i = 0; i < count; i++) {
      long item = ready.remove();
      int run = runOfTurn[ReadyQueue.turn(item) - 1];
      int task = ReadyQueue.task(item);
      Flight flight = attempts.next(run, task);
      position = attempts.intend(flight);
      table.submitted(run, task);
      flights.put(flight.token, flight);
      chosen.add(flight);
    }
    pacer.submitted(count, now);
    submit(chosen, position);
  }

  /**
   * While attempts wait at the executor, submissions gather: one sync of the journal serves them
   * all.
   */
  private boolean executorHasPlenty() {
    int room = maxInFlight - flights.size();
    return flights.size() > 2 * capabilities.slots()
        && capabilities.slots() > 0
        && room < maxInFlight / IN_FLIGHT_PER_SLOT;
  }

  private void submit(List<Flight> chosen, long position) {
    submitting = true;
    engine.submit(
        chosen,
        () -> journal.awaitDurable(position),
        this::submission,
        this::submissionsAnswered,
        this::breakOff);
  }

  private void breakOff(RuntimeException cause) {
    throw cause;
  }

  private Submission submission(Flight flight) {
    return workshop.submission(flight.run, flight.task, flight.attempt, flight.token);
  }

  private void submissionsAnswered(List<Flight> chosen, List<SubmitOutcome> outcomes) {
    submitting = false;
    pacer.answered(System.nanoTime());
    boolean answered = false;
    for (int i = 0; i < chosen.size(); i++) {
      Flight flight = chosen.get(i);
      SubmitOutcome outcome = outcomes.get(i);
      if (outcome instanceof SubmitOutcome.Accepted accepted) {
        answered = true;
        accepted(flight, accepted.handle());
      } else if (outcome instanceof SubmitOutcome.Rejected rejected) {
        answered = true;
        rejected(flight, rejected);
      } else if (outcome instanceof SubmitOutcome.Uncertain unclear) {
        uncertain(flight, unclear.reason());
      }
    }
    if (answered && uncertain.isEmpty()) {
      retryDelay = Durations.nanos(options.engineRetry());
    }
    notNow(outcomes);
  }

  private void accepted(Flight flight, Handle handle) {
    if (!flights.containsKey(flight.token)) {
      return; // it has ended before its acceptance was told
    }
    flight.handle = handle;
    if (!handle.nativeId().equals(flight.token.value())) {
      attempts.handle(flight, handle);
    }
    if (cancelled) {
      cancel(List.of(handle));
    }
  }

  private void rejected(Flight flight, SubmitOutcome.Rejected rejected) {
    int rejections = rejectionsOfTask.merge(attempts.place(flight), 1, Integer::sum);
    if (rejected.permanent() || rejections >= MOST_REJECTIONS) {
      ended(flight, TaskStatus.FAILED, rejected.failure(), clock.millis());
      return;
    }
    // A new attempt, under a new token, when the engine has had time to recover.
    attempts.end(flight, TaskStatus.LOST, 0, clock.millis(), rejected.failure());
    flights.remove(flight.token);
    table.again(flight.run, flight.task);
    ready.add(turns[flight.run], flight.task);
  }

  /** An engine that refuses for now is given more and more time. */
  private void notNow(List<SubmitOutcome> outcomes) {
    for (SubmitOutcome outcome : outcomes) {
      if (outcome instanceof SubmitOutcome.Rejected rejected && !rejected.permanent()) {
        note = rejected.failure().message();
        submitNotBefore = System.nanoTime() + refusalDelay;
        refusalDelay = longer(refusalDelay);
        return;
      }
    }
    refusalDelay = Durations.nanos(options.engineRetry());
    if (uncertain.isEmpty() && !cancelled) {
      note = "";
    }
  }

  private static long longer(long delay) {
    return Math.max(delay, Math.min(delay * 2, MOST_RETRY_NANOS));
  }

  // Attempts whose fate is not known.

  private void uncertain(Flight flight, String reason) {
    if (uncertain.isEmpty()) {
      nextRetry = System.nanoTime() + retryDelay;
      retryDelay = longer(retryDelay);
      news.engineUnavailable(reason);
    }
    note = reason;
    uncertain.put(flight.token, flight);
  }

  private void askForUncertain(long now) {
    if (uncertain.isEmpty() || reattaching || submitting || now - nextRetry < 0) {
      return;
    }
    reattaching = true;
    List<Flight> asked = List.copyOf(uncertain.values());
    engine.reattach(
        asked.stream().map(flight -> flight.token).toList(),
        found -> reattached(asked, found),
        reason -> {
          reattaching = false;
          asked.forEach(flight -> uncertain.remove(flight.token));
          asked.forEach(flight -> uncertain(flight, reason));
        });
  }

  private void reattached(Collection<Flight> asked, List<Observation> found) {
    reattaching = false;
    asked.forEach(flight -> uncertain.remove(flight.token));
    Map<AttemptToken, Observation> byToken = new HashMap<>();
    found.forEach(observation -> byToken.put(observation.token(), observation));
    List<Flight> absent = new ArrayList<>();
    for (Flight flight : asked) {
      Observation observation = byToken.get(flight.token);
      if (observation != null) {
        accepted(flight, observation.handle());
        observe(observation);
      } else if (flights.containsKey(flight.token) && prepared.get(flight.run)) {
        absent.add(flight);
      } else if (flights.containsKey(flight.token)) {
        disown(flight);
      }
    }
    if (uncertain.isEmpty() && !cancelled) {
      note = "";
    }
    if (cancelled) {
      absent.forEach(flight -> ended(flight, TaskStatus.CANCELLED, null, clock.millis()));
    } else if (!absent.isEmpty()) {
      // The engine does not have them, so the same tokens may be submitted again; their intents are
      // on disk.
      submit(absent, 0);
    }
  }

  /**
   * An attempt that an earlier host submitted is not at the engine: it waits for its run like any
   * other task, or fails with it.
   */
  private void disown(Flight flight) {
    Failure failure = unpreparable.get(flight.run);
    if (failure != null) {
      ended(flight, TaskStatus.FAILED, failure, clock.millis());
      return;
    }
    flights.remove(flight.token);
    table.waitsAgain(flight.run, flight.task);
  }

  /** Takes over attempts that an earlier host submitted and whose end it did not see. */
  private void adoptInterrupted() {
    // Also an executor that keeps nothing is asked: its answer is a promise that they do not run
    // any more.
    for (int run : order) {
      for (int task = 0; task < pipeline.size(); task++) {
        adoptIfInterrupted(run, task);
      }
    }
  }

  private void adoptIfInterrupted(int run, int task) {
    if (plan.reason(run, task) != Reason.INTERRUPTED) {
      return;
    }
    attempts
        .unended(run, task)
        .ifPresent(
            flight -> {
              begin(run);
              table.adopted(run, task);
              flights.put(flight.token, flight);
              uncertain.put(flight.token, flight);
            });
  }

  // Observing.

  private void lookAtEngine(long now) {
    if (observing || flights.isEmpty() || now - nextObserve < 0) {
      return;
    }
    long interval = Math.max(LEAST_LOOK_NANOS, Durations.nanos(capabilities.pollInterval()));
    nextObserve =
        now
            + (capabilities.delivery() == Delivery.PUSH
                ? Math.max(interval, LOST_PUSH_NANOS)
                : interval);
    List<Handle> handles = new ArrayList<>();
    for (Flight flight : flights.values()) {
      if (flight.handle != null && !flight.settling) {
        handles.add(flight.handle);
      }
    }
    if (!handles.isEmpty()) {
      observing = true;
      engine.observe(
          handles,
          seen -> {
            observing = false;
            observed(seen);
          });
    }
  }

  /** Takes what the executor pushed. */
  void observed(List<Observation> observations) {
    observations.forEach(this::observe);
  }

  private void observe(Observation observation) {
    Flight flight = flights.get(observation.token());
    if (flight == null || flight.settling) {
      return; // not ours, or its end is known
    }
    if (observation.state() == AttemptState.UNKNOWN) {
      observedUnknown(flight);
      return;
    }
    flight.unknownSince = 0;
    observation.beginning().ifPresent(began -> flight.began = millis(began));
    switch (observation.state()) {
      case RUNNING -> observedRunning(flight, observation);
      case SUCCEEDED -> settle(flight, observation);
      case FAILED ->
          ended(flight, TaskStatus.FAILED, failureOf(observation), millis(observation.at()));
      case LOST -> ended(flight, TaskStatus.LOST, failureOf(observation), millis(observation.at()));
      case CANCELLED -> ended(flight, TaskStatus.CANCELLED, null, millis(observation.at()));
      case QUEUED, HELD, UNKNOWN -> flight.state = observation.state();
    }
  }

  /** An engine may say anything; what no calendar has counts as now. */
  private long millis(Instant time) {
    try {
      return time.toEpochMilli();
    } catch (ArithmeticException e) {
      return clock.millis();
    }
  }

  private static Failure failureOf(Observation observation) {
    return observation
        .failure()
        .orElseGet(() -> Failure.of(FailureKind.NODE_LOST, "the engine lost it without a reason"));
  }

  private void observedRunning(Flight flight, Observation observation) {
    if (flight.state == AttemptState.RUNNING) {
      return;
    }
    flight.state = AttemptState.RUNNING;
    flight.began = millis(observation.at());
    news.taskStarted(flight, observation.at());
  }

  private void observedUnknown(Flight flight) {
    long now = System.nanoTime();
    if (flight.unknownSince == 0) {
      flight.unknownSince = now;
    } else if (now - flight.unknownSince > UNKNOWN_GRACE_NANOS) {
      ended(
          flight,
          TaskStatus.LOST,
          Failure.of(FailureKind.NODE_LOST, "the engine has not known it for two minutes"),
          clock.millis());
    }
  }

  /** A success counts once its declared outputs have been seen. */
  private void settle(Flight flight, Observation observation) {
    long at = millis(observation.at());
    if (pipeline.task(flight.task).outputs().isEmpty()) {
      ended(flight, TaskStatus.SUCCEEDED, null, at);
      return;
    }
    flight.settling = true;
    workers.execute(
        () -> {
          Failure failure = null;
          try {
            failure =
                workshop
                    .missingOutput(flight.run, flight.task)
                    .map(output -> Failure.of(FailureKind.OUTPUT_MISSING, "it left no " + output))
                    .orElse(null);
          } catch (RuntimeException | Error e) {
            failure = Failure.of(FailureKind.INFRASTRUCTURE, "its outputs cannot be checked: " + e);
          }
          Failure found = failure;
          mailbox.post(
              () ->
                  ended(
                      flight, found == null ? TaskStatus.SUCCEEDED : TaskStatus.FAILED, found, at));
        });
  }

  private void ended(Flight flight, TaskStatus status, @Nullable Failure failure, long at) {
    flights.remove(flight.token);
    uncertain.remove(flight.token);
    long began = flight.began == 0 ? at : Math.min(at, flight.began); // clocks differ
    attempts.end(flight, status, began, at, failure);
    boolean again =
        !cancelled
            && failure != null
            && pipeline
                .task(flight.task)
                .retry()
                .triesAgain(flight.attemptOfExecution, failure.kind());
    news.taskEnded(flight, status, began, at, failure, again);
    if (again) {
      attempts.again(flight);
      table.again(flight.run, flight.task);
      ready.add(turns[flight.run], flight.task);
      return;
    }
    attempts.done(flight);
    rejectionsOfTask.remove(attempts.place(flight));
    if (status == TaskStatus.SUCCEEDED) {
      table.succeeded(flight.run, flight.task, task -> ready.add(turns[flight.run], task));
    } else {
      firstFailure.putIfAbsent(
          flight.run,
          failure == null ? Failure.of(FailureKind.CANCELLED, "it was cancelled") : failure);
      table.failed(flight.run, flight.task, news::taskSkipped);
    }
    endIfDone(flight.run);
  }

  // Cancelling.

  /** Ends it: gracefully when called first, by force afterwards. */
  void cancel() {
    cancelMode = cancelled ? CancelMode.FORCED : CancelMode.GRACEFUL;
    cancelled = true;
    preparesNoMore = true;
    note = "cancelling";
    ready.clear();
    cancelFlights();
    if (cancelMode == CancelMode.FORCED) {
      // Nobody waits for an engine that does not answer: the next execution asks it again.
      uncertain.keySet().forEach(flights::remove);
      uncertain.clear();
    }
  }

  private void cancelFlights() {
    List<Handle> handles = new ArrayList<>();
    for (Flight flight : flights.values()) {
      if (flight.handle != null) {
        handles.add(flight.handle);
      }
    }
    if (!handles.isEmpty()) {
      cancel(handles);
    }
  }

  private void cancel(List<Handle> handles) {
    engine.cancel(
        handles,
        cancelMode,
        () -> {
          cancelFailed = true;
          nextCancel = System.nanoTime() + Durations.nanos(options.engineRetry());
        });
  }

  /** What the engine could not be asked to end is running still. */
  private void cancelAgain(long now) {
    if (cancelFailed && now - nextCancel >= 0) {
      cancelFailed = false;
      cancelFlights();
    }
  }
}
