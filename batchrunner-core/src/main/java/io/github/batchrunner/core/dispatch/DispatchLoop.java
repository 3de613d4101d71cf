package io.github.batchrunner.core.dispatch;

import io.github.batchrunner.core.execution.BatchResult;
import io.github.batchrunner.core.execution.Ending;
import io.github.batchrunner.core.execution.ExecutionOptions;
import io.github.batchrunner.core.execution.Lowering;
import io.github.batchrunner.core.execution.Progress;
import io.github.batchrunner.core.execution.Sharing;
import io.github.batchrunner.core.execution.TaskStatus;
import io.github.batchrunner.core.execution.TimeLeft;
import io.github.batchrunner.core.journal.JournalException;
import io.github.batchrunner.core.journal.JournalWriter;
import io.github.batchrunner.core.plan.BatchPlan;
import io.github.batchrunner.core.plan.CanaryRun;
import io.github.batchrunner.spi.Capabilities;
import io.github.batchrunner.spi.Observation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries a plan out, on one thread that owns all state.
 *
 * <p>The loop takes messages (runs prepared, submissions answered, attempts observed), then lets
 * each of its parts do what is due: {@link Runs} begin, {@link Submitter} submits, {@link
 * EngineWatch} looks, {@link Reattachment} asks for what may be lost. An attempt's way is: intent
 * in the journal, on disk, submitted, observed, {@linkplain Judge judged}, {@linkplain Endings end}
 * in the journal.
 */
final class DispatchLoop {

  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
  private static final long CANCEL_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final String batch;
  private final JournalWriter journal;
  private final EngineLink engine;
  private final Clock clock;
  private final BooleanSupplier cancelRequested;
  private final Runnable whenEnded;
  private final RunWorkshop workshop;
  private final Mailbox mailbox;
  private final News news;
  private final Instant startInstant;

  // All below belongs to the dispatcher's thread, but for what is volatile.
  private final Board board;
  private final Canaries canaries;
  private final Runs runs;
  private final Room room;
  private final Cancels cancels;
  private final Standstill standstill;
  private final Note note;
  private final Endings endings;
  private final Judge judge;
  private final TakingBack takingBack;
  private final Submitter submitter;
  private final EngineWatch watch;
  private final Reattachment reattachment;
  private final Keepsakes keepsakes;
  private long nextCancelLook = System.nanoTime();

  private volatile Progress snapshot;
  private volatile Sharing sharing = Sharing.NONE;

  DispatchLoop(
      String batch,
      BatchPlan plan,
      JournalWriter journal,
      EngineLink engine,
      Capabilities capabilities,
      Lowering lowering,
      ExecutionOptions options,
      List<CanaryRun> canaryRuns,
      RunWorkshop workshop,
      Clock clock,
      BooleanSupplier cancelRequested,
      Runnable whenEnded,
      Mailbox mailbox,
      News news) {
    this.batch = batch;
    this.journal = journal;
    this.engine = engine;
    this.clock = clock;
    this.cancelRequested = cancelRequested;
    this.whenEnded = whenEnded;
    this.workshop = workshop;
    this.mailbox = mailbox;
    this.news = news;
    this.startInstant = clock.instant();
    long engineRetry = Durations.nanos(options.engineRetry());
    Turns turns = new Turns(plan.runs().size());
    Queues queues = new Queues(plan.pipeline().size(), turns, this::isUnpreparable);
    TaskTable table =
        new TaskTable(plan, lowering.mostNeeds(), lowering.judgedByHost(plan.pipeline()), queues);
    this.board =
        new Board(
            plan,
            new Course(),
            table,
            queues,
            new Delays(),
            new Flights(plan.runs().size(), plan.pipeline().size()),
            new Uncertain(engineRetry),
            new AttemptBook(plan, journal));
    this.canaries = new Canaries(canaryRuns);
    this.runs =
        new Runs(
            batch,
            plan,
            lowering,
            table,
            turns,
            canaries,
            workshop,
            clock,
            mailbox,
            news,
            options.cloneThreads());
    this.room = new Room(board, capabilities, lowering, options);
    this.cancels = new Cancels(engine, board, engineRetry);
    this.standstill =
        new Standstill(engine::explainPending, flight -> name(plan, flight), System.nanoTime());
    this.note = new Note(board.course(), news);
    Refusals refusals = new Refusals(engineRetry);
    Handles handles = new Handles(board);
    Retries retries = new Retries(plan.pipeline(), () -> ThreadLocalRandom.current().nextDouble());
    StopRules stopRules = new StopRules(options, plan, canaries, board.course());
    this.keepsakes = new Keepsakes(journal, workshop, runs);
    this.endings =
        new Endings(
            board,
            runs,
            keepsakes,
            retries,
            refusals,
            cancels,
            standstill,
            canaries,
            stopRules,
            clock,
            news);
    this.judge = new Judge(plan.pipeline(), runs, workshop, engine, mailbox, endings);
    this.takingBack = new TakingBack(board, runs, cancels, endings, note);
    this.submitter =
        new Submitter(
            board,
            journal,
            engine,
            capabilities,
            options,
            workshop,
            clock,
            room,
            refusals,
            handles,
            cancels,
            endings,
            news,
            note);
    this.watch =
        new EngineWatch(
            board.flights(), engine, capabilities, clock, standstill, judge, endings, news, note);
    this.reattachment =
        new Reattachment(
            board, engine, workshop, runs, submitter, handles, cancels, watch, endings, clock, news,
            note);
    this.snapshot = new Progress(table.runCounts(), table.taskCounts(), 0, Duration.ZERO, "", null);
  }

  private boolean isUnpreparable(int run) {
    return runs.unpreparable(run).isPresent();
  }

  private static String name(BatchPlan plan, Flight flight) {
    return "run \"%s\" task \"%s\""
        .formatted(plan.runs().id(flight.run), plan.pipeline().task(flight.task).id());
  }

  /** Returns how far it is; any thread. */
  Progress progress() {
    return snapshot;
  }

  /** Returns what it came to, when it has ended. */
  BatchResult result() {
    return new BatchResult(snapshot, ending(), stopReason(), sharing);
  }

  private Ending ending() {
    if (board.course().cancelled()) {
      return Ending.CANCELLED;
    }
    if (board.table().done()) {
      return Ending.COMPLETED; // whatever was asked for
    }
    return board.course().detached() ? Ending.DETACHED : Ending.STOPPED;
  }

  private String stopReason() {
    return ending() == Ending.STOPPED ? board.course().stopReason() : "";
  }

  /** Works until everything has ended, and returns what broke it, if anything did. */
  @Nullable Throwable run() {
    Throwable failure = null;
    try {
      board.attempts().open();
      canaries.chosen().forEach(news::canaryChosen);
      reattachment.adoptInterrupted();
      while (!finished()) {
        step();
      }
      journal.finish(clock.instant(), ending(), stopReason());
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
      if (!board.course().cancelled() && cancelRequested.getAsBoolean()) {
        cancel();
      }
    }
    board.delays().release(now, board.table());
    if (!board.course().leavesTheRest()) {
      submitter.failHopeless(runs);
    }
    takingBack.whenStopping();
    if (board.course().goesOn()) {
      runs.prepareVacated();
    }
    while (board.course().goesOn()
        && runs.hasNext()
        && canaries.admit(runs.next())
        && room.admitsRun(runs.preparingAttempts())) {
      runs.beginNext();
    }
    submitter.submit();
    watch.look(now);
    reattachment.ask(now);
    keepsakes.remove();
    cancels.askAgain(now);
    standstill.look(now, board.flights());
    news.logs().writeWhenDue(runs);
    publish(news.forecast().timeLeft(board.flights().all(), clock.millis()));
  }

  private boolean finished() {
    return nothingLeft() && !runs.isClosing() && !submitter.isSubmitting();
  }

  private boolean nothingLeft() {
    if (board.course().detached()) {
      return !judge.isJudging();
    }
    return board.course().goesOn()
        ? board.table().done()
        : board.flights().isEmpty() && !runs.isPreparing();
  }

  private long nanosToWait() {
    long now = System.nanoTime();
    long wait = Math.max(0, nextCancelLook - now);
    wait = Math.min(wait, board.delays().nanosToNext(now));
    wait = Math.min(wait, watch.nanosToNext(now));
    wait = Math.min(wait, reattachment.nanosToNext(now));
    wait = Math.min(wait, cancels.nanosToNext(now));
    return Math.min(wait, submitter.nanosToNext(now));
  }

  private void publish(@Nullable TimeLeft timeLeft) {
    if (note.text().isEmpty()) {
      news.engineIsWell();
    }
    snapshot =
        new Progress(
            board.table().runCounts(),
            board.table().taskCounts(),
            board.flights().size(),
            Duration.between(startInstant, clock.instant()),
            note.text().isEmpty() ? standstill.reason() : note.text(),
            timeLeft);
  }

  private @Nullable Throwable close(@Nullable Throwable failure) {
    runs.prepareNoMore();
    engine.close();
    news.logs().writeAll(runs);
    runs.close();
    mailbox.close();
    Throwable cause = failure;
    try {
      journal.close();
      keepsakes.removeRest();
    } catch (JournalException e) {
      cause = cause == null ? e : cause;
    }
    try {
      sharing = workshop.sharing();
    } catch (RuntimeException e) {
      cause = cause == null ? e : cause;
    }
    try {
      whenEnded.run();
    } catch (RuntimeException e) {
      cause = cause == null ? e : cause;
    }
    publish(news.forecast().last(board.flights().all(), clock.millis()));
    return cause;
  }

  /** Takes what the executor pushed. */
  void observed(List<Observation> observations) {
    observations.forEach(watch::observe);
  }

  /** Begins nothing new and lets end what runs. */
  void drain() {
    board.course().stop("it was asked to let end what ran and to begin nothing new");
  }

  /** Leaves what is at the engine to it. */
  void detach() {
    board.course().detach();
    runs.prepareNoMore();
    note.ending("detaching");
  }

  /** Ends it: gracefully when called first, by force afterwards. */
  void cancel() {
    if (board.course().detached()) {
      return; // what is at the engine is not ours any more
    }
    boolean forced = board.course().cancelled();
    if (forced) {
      cancels.force();
    }
    board.course().cancel();
    runs.prepareNoMore();
    note.ending("cancelling");
    Queues queues = board.queues();
    queues.clearReady();
    board.delays().clear();
    while (queues.absent() > 0) {
      Queues.Place place = queues.takeAbsent();
      Flight flight = board.flights().of(place.run(), place.task());
      endings.ended(flight, TaskStatus.CANCELLED, null, clock.millis());
    }
    cancels.ask(board.flights().all());
    if (forced) {
      // Nobody waits for an engine that does not answer: the next execution asks it again.
      board.flights().abandon(board.uncertain().tokens());
      board.uncertain().clear();
    }
  }
}
