package io.github.batchrunner.core.dispatch;

import io.github.batchrunner.core.execution.Lowering;
import io.github.batchrunner.core.plan.BatchPlan;
import io.github.batchrunner.spi.ExecutorUnavailableException;
import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins runs in their order, has their directories prepared, and has a note left in them when they
 * have ended.
 *
 * <p>Directories are worked on by threads of its own; all else belongs to the dispatcher's thread.
 */
final class Runs {

  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

  private final BatchPlan plan;
  private final Lowering lowering;
  private final TaskTable table;
  private final RunWorkshop workshop;
  private final Clock clock;
  private final Mailbox mailbox;
  private final News news;
  private final ExecutorService workers;

  private final int[] order;
  private final Turns turns;
  private final Map<Integer, Instant> startedAt = new HashMap<>();
  private final Map<Integer, Failure> unpreparable = new HashMap<>();
  private final BitSet closed = new BitSet();
  private final BitSet occupied = new BitSet();
  private final Deque<Integer> vacated = new ArrayDeque<>();
  private final BitSet toldOf = new BitSet();
  private int next;
  private int preparing;
  private long preparingAttempts;
  private int closing;
  private final CountDownLatch preparesNoMore = new CountDownLatch(1);

  /**
   * Creates the runs of a plan, none of which has begun.
   *
   * @param threads how many directories are worked on at once
   */
  Runs(
      String batch,
      BatchPlan plan,
      Lowering lowering,
      TaskTable table,
      Turns turns,
      Canaries canaries,
      RunWorkshop workshop,
      Clock clock,
      Mailbox mailbox,
      News news,
      int threads) {
    this.plan = plan;
    this.lowering = lowering;
    this.table = table;
    this.workshop = workshop;
    this.clock = clock;
    this.mailbox = mailbox;
    this.news = news;
    this.order = RunOrder.of(plan, canaries);
    this.turns = turns;
    this.workers =
        Executors.newFixedThreadPool(
            threads, EngineLink.threads(batch, "batchrunner-runs-" + batch));
  }

  /** Returns the runs with planned tasks, in the order in which they begin. */
  int[] inOrder() {
    return order;
  }

  /** Tells whether some have not begun. */
  boolean hasNext() {
    return next < order.length;
  }

  /** Returns the one that begins next. */
  int next() {
    return order[next];
  }

  /** Begins the next one. */
  void beginNext() {
    begin(order[next++]);
  }

  private void begin(int run) {
    if (turns.begun(run)) {
      return; // it had attempts that outlived an earlier host
    }
    start(run);
    prepare(run);
  }

  private void start(int run) {
    turns.begin(run);
    table.begin(run);
    startedAt.put(run, clock.instant());
  }

  /**
   * Begins a run in which attempts of an earlier host may be at work: before these have ended it is
   * not prepared, since nothing may be merged into files, and no locks cleared, that they use.
   */
  void beginOccupied(int run) {
    start(run);
    occupied.set(run);
    tellOf(run);
  }

  private void tellOf(int run) {
    if (!toldOf.get(run)) {
      toldOf.set(run);
      news.runStarted(run);
    }
  }

  /** Takes note that of a run nothing is in flight any more. */
  void noneInFlight(int run) {
    if (occupied.get(run)) {
      vacated.add(run);
    }
  }

  /** Has runs prepared in which attempts of an earlier host have ended, if there is more to do. */
  void prepareVacated() {
    for (Integer run = vacated.poll(); run != null; run = vacated.poll()) {
      if (occupied.get(run) && table.open(run)) {
        occupied.clear(run);
        prepare(run);
      }
    }
  }

  private void prepare(int run) {
    preparing++;
    preparingAttempts += attemptsAtOnce(run);
    work(
        run,
        () -> {
          if (preparesNoMore.getCount() == 0) {
            mailbox.post(() -> preparationOver(run));
            return;
          }
          Throwable failure = null;
          try {
            prepareWhenPossible(run);
          } catch (RuntimeException | Error e) { // an answer in any case: it is waited for
            failure = e;
          }
          Throwable found = failure;
          mailbox.post(() -> prepared(run, found));
        });
  }

  private void preparationOver(int run) {
    preparing--;
    preparingAttempts -= attemptsAtOnce(run);
  }

  /** What a hook cannot do because its server is away is no fault of the run: it is waited for. */
  private void prepareWhenPossible(int run) {
    boolean said = false;
    while (true) {
      try {
        workshop.prepare(run);
        return;
      } catch (RuntimeException e) {
        if (!(e.getCause() instanceof ExecutorUnavailableException) || !awaitServer()) {
          throw e;
        }
        if (!said) {
          said = true;
          LOG.warn("run {} waits: {}", plan.runs().id(run), e.getMessage());
        }
      }
    }
  }

  /** Waits a moment; tells whether there is something to wait for still. */
  private boolean awaitServer() {
    try {
      return !preparesNoMore.await(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void prepared(int run, @Nullable Throwable failure) {
    preparationOver(run);
    if (failure == null) {
      tellOf(run);
    } else {
      LOG.warn("run {} cannot be prepared", plan.runs().id(run), failure);
      String reason = failure instanceof Error ? failure.toString() : failure.getMessage();
      unpreparable.put(
          run, Failure.of(FailureKind.ENVIRONMENT, "the run cannot be prepared: " + reason));
    }
    table.prepared(run);
  }

  /** Returns how many attempts of a run may be in flight as soon as it is prepared, at least. */
  private int attemptsAtOnce(int run) {
    if (lowering.mode() == Lowering.Mode.HELD) {
      return 1;
    }
    int attemptsAtOnce = 0;
    for (int task = 0; task < plan.pipeline().size(); task++) {
      attemptsAtOnce += plan.runs(run, task) ? 1 : 0;
    }
    return attemptsAtOnce;
  }

  /** Returns why a run cannot be prepared; empty if it can, or that is not known yet. */
  Optional<Failure> unpreparable(int run) {
    return Optional.ofNullable(unpreparable.get(run));
  }

  /** Returns how many attempts will be there when all that is being prepared is prepared. */
  long preparingAttempts() {
    return preparingAttempts;
  }

  /** Tells whether directories are being prepared. */
  boolean isPreparing() {
    return preparing > 0;
  }

  /** Tells whether notes are being left in runs that have ended. */
  boolean isClosing() {
    return closing > 0;
  }

  /** Leaves a note in a run that has ended, once. */
  void ended(int run, Map<String, @Nullable Long> succeededAt, @Nullable Failure firstFailure) {
    if (closed.get(run)) {
      return;
    }
    closed.set(run);
    Instant now = clock.instant();
    news.runEnded(run, table.allSucceeded(run));
    Instant began = startedAt.remove(run);
    RunWorkshop.RunEnd end =
        new RunWorkshop.RunEnd(run, began == null ? now : began, now, succeededAt, firstFailure);
    Runnable lastOfLog = news.logs().end(run);
    closing++;
    work(
        run,
        () -> {
          lastOfLog.run();
          try {
            workshop.ended(end);
          } catch (RuntimeException | Error e) {
            LOG.warn("cannot leave a note in run {}", plan.runs().id(run), e);
          }
          mailbox.post(() -> closing--);
        });
  }

  /** Does something about the run's directory on a thread of their own. */
  void work(int run, Runnable work) {
    LogContext context = LogContext.ofRun(plan.runs().id(run));
    workers.execute(() -> context.run(work));
  }

  /** Prepares no more directories than are being prepared. */
  void prepareNoMore() {
    preparesNoMore.countDown();
  }

  /** Waits until nothing is done to directories any more, and ends the threads. */
  void close() {
    prepareNoMore();
    EngineLink.end(workers, "a directory to be prepared");
  }
}
