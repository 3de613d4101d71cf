package io.github.batchrunner.sample.web.run;

import io.github.batchrunner.core.BatchBusyException;
import io.github.batchrunner.core.BatchOwner;
import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.BatchRunnerException;
import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.engine.EngineUnavailableException;
import io.github.batchrunner.core.engine.OpenExecutor;
import io.github.batchrunner.core.execution.BatchExecution;
import io.github.batchrunner.core.execution.Ending;
import io.github.batchrunner.core.execution.ExecutionEvent;
import io.github.batchrunner.core.execution.ExecutionListener;
import io.github.batchrunner.core.execution.ExecutionOptions;
import io.github.batchrunner.core.plan.BatchPlan;
import io.github.batchrunner.core.plan.PlanOptions;
import io.github.batchrunner.core.status.ExecutionSummary;
import io.github.batchrunner.sample.web.base.BaseControls;
import io.github.batchrunner.sample.web.batch.Batches;
import io.github.batchrunner.sample.web.batch.NoSuchBatchException;
import io.github.batchrunner.sample.web.batch.PlanChoice;
import io.github.batchrunner.sample.web.batch.PlanRequest;
import io.github.batchrunner.spi.CloseMode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Starts, cancels and continues executions; thread-safe.
 *
 * <p>What was asked is in a file from before an execution starts until its order has ended. So a
 * service that was killed goes on when it is started again, and one that is shut down in order
 * detaches its executions, which the next start takes up. It is stopped after the web server.
 */
@Component
public final class Executions implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(Executions.class);
  private static final Duration PUT_AWAY = Duration.ofSeconds(10);

  /** Less than Spring waits for a phase of the shutdown. */
  private static final Duration SHUTDOWN = Duration.ofSeconds(25);

  private final Batches batches;
  private final Engine engine;
  private final BaseControls controls;
  private final OrderFiles orders;
  private final LiveBatches live;
  private final Clock clock = Clock.systemUTC();
  private final ConcurrentMap<String, Slot> slots = new ConcurrentHashMap<>();
  private final Resumption resumption = new Resumption(this::resume);
  private volatile boolean open;

  Executions(
      Batches batches, Engine engine, BaseControls controls, OrderFiles orders, LiveBatches live) {
    this.batches = batches;
    this.engine = engine;
    this.controls = controls;
    this.orders = orders;
    this.live = live;
  }

  /** The place of the one execution that a batch may have in this process. */
  private static final class Slot {
    private final ReentrantLock starting = new ReentrantLock();
    private volatile @Nullable String startingFor;
    private volatile @Nullable RunningBatch running;
  }

  /**
   * What was started.
   *
   * @param execution its number; null if there was nothing to do
   * @param toRun how many tasks will run
   */
  public record Started(@Nullable Integer execution, long toRun) {}

  /**
   * Writes the controls into the base project, plans and starts; returns when it has begun.
   *
   * @param by who asks
   * @throws BatchBusyException if the batch is being run or started
   * @throws InvalidInputException if it cannot be planned as asked
   * @throws EngineUnavailableException if the engine cannot be reached; nothing has changed then
   */
  public Started start(String name, PlanRequest request, String by) {
    BatchRunner batch = batches.get(name);
    Slot slot = slot(name);
    if (!slot.starting.tryLock()) {
      throw new BatchBusyException(
          "the batch \"%s\" is just being started%s; look what becomes of that"
              .formatted(name, slot.startingFor == null ? "" : " for " + slot.startingFor));
    }
    try {
      slot.startingFor = by;
      requireFree(batch, slot);
      return start(batch, slot, request, by);
    } finally {
      slot.startingFor = null;
      slot.starting.unlock();
    }
  }

  private Slot slot(String name) {
    return slots.computeIfAbsent(name, key -> new Slot());
  }

  private void requireFree(BatchRunner batch, Slot slot) {
    if (!open) {
      throw new BatchBusyException("the service is being shut down; try again in a minute");
    }
    RunningBatch running = slot.running;
    if (running != null && !(running.isOver() && isPutAway(running))) {
      throw new BatchBusyException(
          "the batch \"%s\" has been run for %s since %s; wait for its end, or cancel it"
              .formatted(
                  batch.name(),
                  running.order().by(),
                  running.order().at().truncatedTo(ChronoUnit.SECONDS)));
    }
    Optional<BatchOwner> owner = batch.owner();
    if (owner.isPresent()) {
      throw new BatchBusyException(
          "the batch \"%s\" is being run by %s; wait for its end, or cancel it"
              .formatted(batch.name(), owner.get()));
    }
  }

  private static boolean isPutAway(RunningBatch running) {
    try {
      return running.join(PUT_AWAY.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Started start(BatchRunner batch, Slot slot, PlanRequest request, String by) {
    PlanChoice choice = PlanChoice.of(request);
    PlanOptions options = choice.options().build();
    Map<String, Map<String, Object>> forms = request.forms();
    if (!forms.isEmpty()) {
      batch.plan(options); // what cannot be planned at all is refused before anything is written
    }
    OpenExecutor executor = engine.open(batch.pipeline());
    // Journals have times to the millisecond.
    Order order = new Order(by, clock.instant().truncatedTo(ChronoUnit.MILLIS), choice);
    boolean edited = false;
    boolean started = false;
    try {
      edited = !forms.isEmpty() && !controls.apply(batch, forms).isEmpty();
      BatchPlan plan = batch.plan(options);
      if (plan.toRun() == 0) {
        return new Started(null, 0);
      }
      int number = carryOut(batch, slot, executor, plan, order);
      started = true;
      return new Started(number, plan.toRun());
    } catch (BatchRunnerException e) {
      throw edited ? afterEdits(e) : e;
    } finally {
      if (!started) {
        orders.end(batch.name(), order);
        executor.close(CloseMode.CANCEL);
      }
    }
  }

  /** Says that the options were saved although nothing runs, in an exception of the same kind. */
  private static BatchRunnerException afterEdits(BatchRunnerException e) {
    String message =
        "the options of the base project were saved, but the batch was not started: "
            + e.getMessage();
    if (e instanceof BatchBusyException) {
      return new BatchBusyException(message);
    }
    if (e instanceof InvalidInputException) {
      return new InvalidInputException(message, e);
    }
    return new NotStartedException(message, e);
  }

  /** Starts a plan, and returns the number of its execution. */
  private int carryOut(
      BatchRunner batch, Slot slot, OpenExecutor executor, BatchPlan plan, Order order) {
    String name = batch.name();
    LiveBatch watched = live.get(name);
    CompletableFuture<Integer> number = new CompletableFuture<>();
    orders.begin(name, order);
    watched.begin(plan);
    BatchExecution execution;
    try {
      execution =
          batch.start(
              plan,
              executor,
              ExecutionOptions.builder()
                  .listener(watched.listener())
                  .listener(new NumberListener(number))
                  .build());
    } catch (RuntimeException e) {
      watched.ended();
      throw e;
    }
    RunningBatch running =
        new RunningBatch(name, order, execution, executor, end -> ended(name, slot, order, end));
    slot.running = running;
    watched.began(execution);
    running.begin();
    int started = number.join();
    remember(batch, started, order);
    return started;
  }

  private record NumberListener(CompletableFuture<Integer> number) implements ExecutionListener {
    @Override
    public void executionStarted(ExecutionEvent.ExecutionStarted event) {
      number.complete(event.number());
    }
  }

  private void remember(BatchRunner batch, int number, Order order) {
    try {
      executions(batch).stream()
          .filter(each -> each.number() == number)
          .forEach(
              each ->
                  orders.asked(
                      batch.name(), new OrderFiles.Asked(number, each.startedAt(), order.by())));
    } catch (BatchRunnerException e) {
      LOG.warn(
          "batch {}: it will not be known who asked for execution {}", batch.name(), number, e);
    }
  }

  private void ended(String name, Slot slot, Order order, RunningBatch.End end) {
    try {
      if (end == RunningBatch.End.DONE) {
        orders.end(name, order);
      }
    } catch (BatchRunnerException e) {
      LOG.error("batch {}: its end is not remembered", name, e);
    } finally {
      slot.running = null;
      live.get(name).ended();
    }
  }

  /**
   * Asks for the end of the execution that goes on, in whichever process; a second time forces it.
   *
   * @throws NothingRunsException if none does
   */
  public void cancel(String name) {
    BatchRunner batch = batches.get(name);
    // First of all, so that a restart does not go on with what was cancelled.
    Optional<Order> order = orders.order(name);
    order.ifPresent(each -> orders.end(name, each));
    RunningBatch running = slot(name).running;
    if (running != null && !running.isOver()) {
      running.cancel();
    } else if (batch.requestCancel().isEmpty() && order.isEmpty()) {
      throw new NothingRunsException(name);
    }
  }

  /**
   * One execution, and who asked this service for it.
   *
   * @param askedBy null if nobody did, as when a command line ran it
   */
  public record Known(ExecutionSummary execution, @Nullable String askedBy) {}

  /** Returns all executions of a batch, newest first. */
  public List<Known> history(String name) {
    BatchRunner batch = batches.get(name);
    List<OrderFiles.Asked> asked = orders.asked(name);
    return executions(batch).stream()
        .map(execution -> new Known(execution, askedBy(asked, execution)))
        .sorted((one, other) -> other.execution().number() - one.execution().number())
        .toList();
  }

  private static List<ExecutionSummary> executions(BatchRunner batch) {
    return batch.statusReader().executions();
  }

  private static @Nullable String askedBy(
      List<OrderFiles.Asked> asked, ExecutionSummary execution) {
    return asked.stream()
        .filter(
            each ->
                each.number() == execution.number()
                    && each.startedAt().equals(execution.startedAt()))
        .map(OrderFiles.Asked::by)
        .findFirst()
        .orElse(null);
  }

  // Across restarts.

  @Override
  public void start() {
    open = true;
    resumption.start(orders.batchesWithOrder());
  }

  /**
   * Goes on with the order of a batch.
   *
   * @return why it has to be tried again later; empty if there is nothing more to try
   */
  private Optional<String> resume(String name) {
    Slot slot = slot(name);
    if (!slot.starting.tryLock()) {
      return Optional.of("it is just being started");
    }
    try {
      Optional<Order> order = orders.order(name);
      if (!open || order.isEmpty() || slot.running != null) {
        return Optional.empty();
      }
      return resume(name, slot, order.get());
    } finally {
      slot.starting.unlock();
    }
  }

  private Optional<String> resume(String name, Slot slot, Order order) {
    BatchRunner batch;
    BatchPlan plan;
    try {
      batch = batches.get(name);
      Optional<BatchOwner> owner = batch.owner();
      if (owner.isPresent()) {
        return Optional.of("it is being run by %s, which is watched".formatted(owner.get()));
      }
      if (hasEnded(batch, order)) {
        return forget(name, order, "it has ended meanwhile");
      }
      plan = batch.plan(order.remaining());
    } catch (NoSuchBatchException | InvalidInputException e) {
      return forget(name, order, String.valueOf(e.getMessage()));
    }
    if (plan.toRun() == 0) {
      return forget(name, order, "nothing is left to do");
    }
    try {
      resume(batch, slot, order, plan);
      return Optional.empty();
    } catch (EngineUnavailableException | BatchBusyException | InvalidInputException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private void resume(BatchRunner batch, Slot slot, Order order, BatchPlan plan) {
    OpenExecutor executor = engine.open(batch.pipeline());
    boolean started = false;
    try {
      int number = carryOut(batch, slot, executor, plan, order);
      started = true;
      LOG.info(
          "batch {}: execution {} goes on with what {} asked for at {}, {} tasks are left",
          batch.name(),
          number,
          order.by(),
          order.at(),
          plan.toRun());
    } finally {
      if (!started) {
        executor.close(CloseMode.CANCEL);
      }
    }
  }

  /** Whoever ran the batch last since the order was given came to an end of it. */
  private static boolean hasEnded(BatchRunner batch, Order order) {
    List<ExecutionSummary> all = executions(batch);
    if (all.isEmpty()) {
      return false;
    }
    ExecutionSummary latest = all.get(all.size() - 1);
    return !latest.startedAt().isBefore(order.at())
        && latest.ending().filter(ending -> ending != Ending.DETACHED).isPresent();
  }

  private Optional<String> forget(String name, Order order, String why) {
    LOG.info(
        "batch {}: what {} asked for at {} does not go on: {}", name, order.by(), order.at(), why);
    orders.end(name, order);
    return Optional.empty();
  }

  /** Leaves what runs to the engines, as far as they can finish it, and to the next start. */
  @Override
  public void stop() {
    open = false;
    resumption.stop();
    Instant deadline = clock.instant().plus(SHUTDOWN);
    try {
      detachAll(deadline);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void detachAll(Instant deadline) throws InterruptedException {
    for (Slot slot : slots.values()) {
      // What is just being started has started then, or will not.
      if (slot.starting.tryLock(left(deadline), TimeUnit.MILLISECONDS)) {
        slot.starting.unlock();
      }
    }
    List<RunningBatch> running =
        slots.values().stream()
            .map(slot -> Optional.ofNullable(slot.running))
            .flatMap(Optional::stream)
            .toList();
    running.forEach(RunningBatch::detach);
    for (RunningBatch each : running) {
      if (!each.join(left(deadline))) {
        LOG.warn("an execution did not detach in time; the next start takes it for interrupted");
      }
    }
  }

  private long left(Instant deadline) {
    return Math.max(1, Duration.between(clock.instant(), deadline).toMillis());
  }

  @Override
  public boolean isRunning() {
    return open;
  }

  /** After the web server when stopping, before it when starting. */
  @Override
  public int getPhase() {
    return 0;
  }
}
