package io.github.batchrunner.core.dispatch;

import io.github.batchrunner.core.execution.BatchResult;
import io.github.batchrunner.core.execution.ExecutionOptions;
import io.github.batchrunner.core.execution.Lowering;
import io.github.batchrunner.core.execution.Progress;
import io.github.batchrunner.core.execution.TaskStatus;
import io.github.batchrunner.core.journal.JournalException;
import io.github.batchrunner.core.journal.JournalWriter;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.plan.BatchPlan;
import io.github.batchrunner.core.plan.Reason;
import io.github.batchrunner.spi.AttemptState;
import io.github.batchrunner.spi.AttemptToken;
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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  private static final int NATIVE_IN_FLIGHT_WITHOUT_SLOTS = 100_000;
  private static final long LOST_PUSH_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long UNKNOWN_GRACE_NANOS = TimeUnit.MINUTES.toNanos(2);
  private static final long CANCEL_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long LEAST_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

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
  private final AttemptBook attempts;

  // All below belongs to the dispatcher's thread, but for what is volatile.
  private final TaskTable table;
  private final ReadyQueue ready = new ReadyQueue();

  /** What is in flight, but not at the engine any more: it is submitted again as it was. */
  private final ReadyQueue absent = new ReadyQueue();

  private final Flights flights;
  private final Map<AttemptToken, Flight> uncertain = new LinkedHashMap<>();
  private final Refusals refusals;
  private final Cancels cancels;
  private final Runs runs;
  private final Endings endings;
  private final Pacer pacer;
  private final Standstill standstill;
  private final int maxInFlight;
  private final Instant startInstant;

  /** Runs that cannot be prepared, of which tasks became ready: they fail. */
  private final Deque<Integer> hopeless = new ArrayDeque<>();

  private boolean submitting;
  private boolean observing;
  private boolean reattaching;
  private boolean paused;
  private boolean cancelled;
  private long nextObserve = System.nanoTime();
  private long nextRetry = nextObserve;
  private long nextCancelLook = nextObserve;
  private long retryDelay;
  private String note = "";

  /** Why the engine could not be asked for news at the last look; empty if it could. */
  private String blind = "";

  private volatile Progress snapshot;

  DispatchLoop(
      String batch,
      BatchPlan plan,
      JournalWriter journal,
      EngineLink engine,
      Capabilities capabilities,
      Lowering lowering,
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
    this.table =
        new TaskTable(plan, lowering.mostNeeds(), lowering.judgedByHost(pipeline), new Queueing());
    this.flights = new Flights(pipeline.size());
    this.runs =
        new Runs(
            batch, plan, lowering, table, workshop, clock, mailbox, news, options.cloneThreads());
    this.pacer =
        new Pacer(
            options.submitInterval(),
            Math.min(options.submitsPerSecond(), capabilities.submissionsPerSecond()));
    this.standstill =
        new Standstill(
            engine::explainPending,
            flight ->
                "run \"%s\" task \"%s\""
                    .formatted(plan.runs().id(flight.run), pipeline.task(flight.task).id()),
            nextObserve);
    this.maxInFlight = maxInFlight(options, capabilities, lowering);
    this.retryDelay = Durations.nanos(options.engineRetry());
    this.refusals = new Refusals(retryDelay);
    this.cancels = new Cancels(engine, retryDelay);
    this.endings =
        new Endings(
            pipeline,
            clock,
            table,
            flights,
            flight -> absent.remove(runs.turn(flight.run), flight.task),
            attempts,
            refusals,
            cancels,
            news,
            () -> cancelled,
            this::endIfDone);
    this.startInstant = clock.instant();
    this.snapshot = new Progress(table.runCounts(), table.taskCounts(), 0, Duration.ZERO, "", null);
  }

  private static int maxInFlight(
      ExecutionOptions options, Capabilities capabilities, Lowering lowering) {
    int withoutSlots =
        lowering.mode() == Lowering.Mode.NATIVE
            ? NATIVE_IN_FLIGHT_WITHOUT_SLOTS
            : IN_FLIGHT_WITHOUT_SLOTS;
    long wanted = Math.max(LEAST_IN_FLIGHT, (long) capabilities.slots() * IN_FLIGHT_PER_SLOT);
    int followed =
        capabilities.slots() == 0 ? withoutSlots : (int) Math.min(Integer.MAX_VALUE, wanted);
    return Math.min(
        options.maxInFlight().orElse(followed), options.stopThreshold().orElse(Integer.MAX_VALUE));
  }

  /** Keeps the queue as the table says, but for runs whose tasks cannot be submitted. */
  private final class Queueing implements TaskTable.Releases {
    @Override
    public void ready(int run, int task) {
      if (runs.unpreparable(run).isPresent()) {
        hopeless.add(run);
      } else {
        ready.add(runs.turn(run), task);
      }
    }

    @Override
    public void notReady(int run, int task) {
      ready.remove(runs.turn(run), task);
    }
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
    while (!hopeless.isEmpty()) {
      failReady(hopeless.remove());
    }
    startRuns();
    submitReady();
    lookAtEngine(now);
    askForUncertain(now);
    cancels.askAgain(now, flights);
    standstill.look(now, flights);
    publish();
  }

  private boolean finished() {
    boolean nothingLeft = cancelled ? flights.isEmpty() && !runs.isPreparing() : table.done();
    return nothingLeft && !runs.isClosing() && !submitting;
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
    wait = Math.min(wait, cancels.nanosToNext(now));
    if (maySubmit()) {
      wait = Math.min(wait, Math.max(pacer.nanosToNext(now), refusals.nanosLeft(now)));
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
            note.isEmpty() ? standstill.reason() : note,
            null);
  }

  private @Nullable Throwable close(@Nullable Throwable failure) {
    runs.prepareNoMore();
    engine.close();
    runs.close();
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
    while (!cancelled && runs.hasNext() && roomForRun()) {
      runs.beginNext();
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
    return !paused && flights.size() + ready.size() + runs.preparingAttempts() < maxInFlight;
  }

  /** The ready tasks of a run that cannot be prepared fail: the executor never sees them. */
  private void failReady(int run) {
    Failure why = runs.unpreparable(run).orElseThrow();
    for (int task = 0; task < pipeline.size(); task++) {
      if (table.phase(run, task) == TaskTable.Phase.READY) {
        // The journal is told all the same.
        Flight flight = attempts.next(run, task);
        attempts.intend(flight);
        table.submitted(run, task);
        flights.add(flight);
        ended(flight, TaskStatus.FAILED, why, clock.millis());
      }
    }
  }

  private void endIfDone(int run) {
    if (!table.open(run)) {
      runs.ended(run, attempts.succeededAt(run), endings.takeFirstFailure(run));
    }
  }

  // Submitting.

  /** Tells whether only time can keep the next task from being submitted. */
  private boolean maySubmit() {
    return !submitting && !cancelled && uncertain.isEmpty() && (!absent.isEmpty() || hasRoom());
  }

  private boolean hasRoom() {
    return !ready.isEmpty() && flights.size() < maxInFlight && !executorHasPlenty();
  }

  private void submitReady() {
    long now = System.nanoTime();
    if (!maySubmit() || refusals.nanosLeft(now) > 0) {
      return;
    }
    // What is submitted again goes first, since others may need it.
    boolean again = !absent.isEmpty();
    ReadyQueue queue = again ? absent : ready;
    int room = again ? absent.size() : maxInFlight - flights.size();
    int most = Math.min(Math.min(room, queue.size()), capabilities.maxSubmissionSize());
    int count = Math.min(most, pacer.permits(now));
    if (count <= 0) {
      return;
    }
    List<Flight> chosen = new ArrayList<>(count);
    long position = 0;
    for (int i = 0; i < count; i++) {
      long item = queue.remove();
      int run = runs.ofTurn(ReadyQueue.turn(item));
      int task = ReadyQueue.task(item);
      if (!again) {
        Flight flight = attempts.next(run, task);
        position = attempts.intend(flight);
        table.submitted(run, task);
        flights.add(flight);
      }
      Flight flight = flights.of(run, task);
      flight.needs = flights.tokens(run, table.unmet(run, task));
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
    return workshop.submission(flight.run, flight.task, flight.attempt, flight.token, flight.needs);
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
        refusals.accepted();
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
    if (!flights.contains(flight)) {
      return; // it has ended before its acceptance was told
    }
    flight.handle = handle;
    if (!handle.nativeId().equals(flight.token.value())) {
      attempts.handle(flight, handle);
    }
    if (cancelled || endings.withdrawn(flight)) {
      cancels.ask(List.of(flight));
    }
  }

  private void rejected(Flight flight, SubmitOutcome.Rejected rejected) {
    if (!flights.contains(flight) || flight.settling) {
      return; // it has ended before its refusal was told
    }
    if (rejected.permanent()
        || endings.withdrawn(flight)
        || refusals.refused(attempts.place(flight))) {
      ended(flight, TaskStatus.FAILED, rejected.failure(), clock.millis());
      return;
    }
    // A new attempt, under a new token, when the engine has had time to recover.
    endings.refused(flight, rejected.failure());
  }

  /** An engine that refuses for now is given more and more time. */
  private void notNow(List<SubmitOutcome> outcomes) {
    List<Failure> refused = new ArrayList<>();
    for (SubmitOutcome outcome : outcomes) {
      if (outcome instanceof SubmitOutcome.Rejected rejected && !rejected.permanent()) {
        refused.add(rejected.failure());
      }
    }
    boolean begins = refusals.answered(!refused.isEmpty(), refused.size() == outcomes.size());
    if (begins) {
      news.engineUnavailable(refused.get(0).message());
    }
    if (!refused.isEmpty()) {
      note = refused.get(0).message();
    } else if (uncertain.isEmpty() && !cancelled) {
      note = "";
    }
  }

  // Attempts whose fate is not known.

  private void uncertain(Flight flight, String reason) {
    if (uncertain.isEmpty()) {
      nextRetry = System.nanoTime() + retryDelay;
      retryDelay = Refusals.longer(retryDelay);
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
    List<Flight> gone = new ArrayList<>();
    for (Flight flight : asked) {
      Observation observation = byToken.get(flight.token);
      if (observation != null) {
        accepted(flight, observation.handle());
        observe(observation);
      } else if (flights.contains(flight) && !flight.settling) {
        gone.add(flight);
        absent.add(runs.turn(flight.run), flight.task);
      }
    }
    gone.forEach(this::notAtEngine);
    if (uncertain.isEmpty() && !cancelled) {
      note = "";
    }
  }

  /**
   * The engine does not have an attempt: the same token may be submitted again, for its intent is
   * on disk. But not before its run is prepared; and not if something at the engine waits for it,
   * perhaps for ever: that is to be submitted anew, and a later host sees by the order of intents
   * that it was.
   */
  private void notAtEngine(Flight flight) {
    int turn = runs.turn(flight.run);
    if (!absent.contains(turn, flight.task)) {
      return; // it was taken back, because of another
    }
    Failure unprepared = runs.unpreparable(flight.run).orElse(null);
    if (cancelled) {
      ended(flight, TaskStatus.CANCELLED, null, clock.millis());
    } else if (endings.withdrawn(flight)) {
      ended(flight, TaskStatus.LOST, null, clock.millis());
    } else if (unprepared != null) {
      ended(flight, TaskStatus.FAILED, unprepared, clock.millis());
    } else if (!table.isPrepared(flight.run)
        || !table.free(flight.run, flight.task)
        || table.anyBehind(flight.run, flight.task, task -> !absent.contains(turn, task))) {
      endings.lost(flight);
    }
  }

  /** Takes over attempts that an earlier host submitted and whose end it did not see. */
  private void adoptInterrupted() {
    // Also an executor that keeps nothing is asked: its answer is a promise that they do not run
    // any more.
    for (int run : runs.inOrder()) {
      List<Flight> interrupted = new ArrayList<>();
      for (int task = 0; task < pipeline.size(); task++) {
        if (plan.runs(run, task)) {
          attempts.unended(run, task).ifPresent(interrupted::add);
        }
      }
      if (!interrupted.isEmpty()) {
        runs.begin(run);
        interrupted.forEach(this::adopt);
      }
    }
  }

  /**
   * An attempt goes on if it does what the plan wants, and what it needs has succeeded or goes on
   * as well; another one is to be ended before the task is submitted anew.
   */
  private void adopt(Flight flight) {
    table.adopted(flight.run, flight.task);
    flights.add(flight);
    uncertain.put(flight.token, flight);
    BitSet unmet = table.unmet(flight.run, flight.task);
    boolean allGoOn =
        unmet.stream().allMatch(need -> table.phase(flight.run, need) == TaskTable.Phase.IN_FLIGHT);
    if (allGoOn
        && plan.reason(flight.run, flight.task) == Reason.INTERRUPTED
        && attempts.isPresent(flight)) {
      flight.needs = flights.tokens(flight.run, unmet);
    } else {
      table.withdraw(flight.run, flight.task);
    }
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
    for (Flight flight : flights.all()) {
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
            sightRegained();
            observed(seen);
          },
          reason -> {
            observing = false;
            sightLost(reason);
          });
    }
  }

  /** While nobody can look at what is in flight, the person who waits is told why. */
  private void sightLost(String reason) {
    if (blind.isEmpty()) {
      news.engineUnavailable(reason);
    }
    blind = reason;
    if (!cancelled) {
      note = reason;
    }
  }

  private void sightRegained() {
    if (!blind.isEmpty() && note.equals(blind)) {
      note = "";
    }
    blind = "";
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
    standstill.moved(System.nanoTime());
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
    runs.work(
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
    uncertain.remove(flight.token);
    standstill.moved(System.nanoTime());
    endings.ended(flight, new Flight.End(status, failure, at));
  }

  // Cancelling.

  /** Ends it: gracefully when called first, by force afterwards. */
  void cancel() {
    if (cancelled) {
      cancels.force();
    }
    boolean forced = cancelled;
    cancelled = true;
    runs.prepareNoMore();
    note = "cancelling";
    ready.clear();
    while (!absent.isEmpty()) {
      long item = absent.remove();
      Flight flight = flights.of(runs.ofTurn(ReadyQueue.turn(item)), ReadyQueue.task(item));
      ended(flight, TaskStatus.CANCELLED, null, clock.millis());
    }
    cancels.ask(flights.all());
    if (forced) {
      // Nobody waits for an engine that does not answer: the next execution asks it again.
      flights.abandon(uncertain.keySet());
      uncertain.clear();
    }
  }
}
