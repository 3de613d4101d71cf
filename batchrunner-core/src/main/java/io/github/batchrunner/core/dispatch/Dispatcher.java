package io.github.batchrunner.core.dispatch;

import io.github.batchrunner.core.BatchRunnerException;
import io.github.batchrunner.core.execution.BatchExecution;
import io.github.batchrunner.core.execution.BatchResult;
import io.github.batchrunner.core.execution.ExecutionListener;
import io.github.batchrunner.core.execution.ExecutionOptions;
import io.github.batchrunner.core.execution.Lowering;
import io.github.batchrunner.core.execution.Progress;
import io.github.batchrunner.core.journal.ExecutionRecord;
import io.github.batchrunner.core.journal.JournalWriter;
import io.github.batchrunner.core.plan.BatchPlan;
import io.github.batchrunner.core.plan.CanaryRun;
import io.github.batchrunner.spi.Capabilities;
import io.github.batchrunner.spi.CloseMode;
import io.github.batchrunner.spi.Observation;
import io.github.batchrunner.spi.TaskExecutor;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An execution as its host holds it: started, watched, awaited and ended by any thread.
 *
 * <p>The work is done by a {@link DispatchLoop} on a thread of its own; this class only passes
 * messages to it and its result on.
 */
public final class Dispatcher implements BatchExecution {

  private final DispatchLoop loop;
  private final Mailbox mailbox = new Mailbox();
  private final Announcer announcer;
  private final News news;
  private final ExecutionRecord execution;
  private final Thread thread;

  /** The result as soon as it is certain: what a listener may wait for. */
  private final CompletableFuture<BatchResult> outcome = new CompletableFuture<>();

  /** The same, when every listener has been told. */
  private final CompletableFuture<BatchResult> result = new CompletableFuture<>();

  /**
   * Prepares an execution; {@link #start} begins it.
   *
   * @param canaries the runs that go before all others
   * @param cancelRequested asked now and then whether another process wants the end
   * @param whenEnded called once, when the journal is closed
   */
  public Dispatcher(
      String batch,
      BatchPlan plan,
      JournalWriter journal,
      TaskExecutor executor,
      Capabilities capabilities,
      Lowering lowering,
      ExecutionOptions options,
      List<CanaryRun> canaries,
      RunWorkshop workshop,
      Clock clock,
      BooleanSupplier cancelRequested,
      Runnable whenEnded) {
    this.announcer = new Announcer(batch, this::progress);
    this.news =
        new News(
            batch,
            announcer,
            new RunLogs(options.runLogs(), workshop),
            new Forecast(plan, journal.state(), clock.millis()),
            plan,
            clock);
    this.execution = journal.state().latestExecution().orElseThrow();
    this.loop =
        new DispatchLoop(
            batch,
            plan,
            journal,
            new EngineLink(executor, mailbox, batch),
            capabilities,
            lowering,
            options,
            canaries,
            workshop,
            clock,
            cancelRequested,
            whenEnded,
            mailbox,
            news);
    options.listeners().forEach(announcer::listen);
    this.thread = EngineLink.threads(batch, "batchrunner-dispatch-" + batch).newThread(this::run);
  }

  /** Begins; called once. */
  public void start() {
    thread.start();
  }

  /** Takes what the executor pushes; any thread. */
  public void observed(List<Observation> observations) {
    List<Observation> news = EngineLink.copy(observations);
    mailbox.post(() -> loop.observed(news));
  }

  @Override
  public Progress progress() {
    return loop.progress();
  }

  @Override
  public void onProgress(Consumer<Progress> watcher) {
    announcer.watch(watcher);
  }

  @Override
  public void onEvent(ExecutionListener listener) {
    announcer.listen(listener);
  }

  @Override
  public BatchResult await() throws InterruptedException {
    try {
      return awaited().get();
    } catch (ExecutionException e) {
      throw broken(e);
    }
  }

  @Override
  public Optional<BatchResult> await(Duration limit) throws InterruptedException {
    try {
      return Optional.of(awaited().get(Durations.nanos(limit), TimeUnit.NANOSECONDS));
    } catch (ExecutionException e) {
      throw broken(e);
    } catch (TimeoutException e) {
      return Optional.empty();
    }
  }

  /** A listener that waited until all listeners have been told would wait for itself. */
  private CompletableFuture<BatchResult> awaited() {
    return announcer.isCaller() ? outcome : result;
  }

  private static BatchRunnerException broken(ExecutionException e) {
    return e.getCause() instanceof BatchRunnerException known
        ? new BatchRunnerException(String.valueOf(known.getMessage()), known)
        : new BatchRunnerException("the execution broke: " + e.getCause(), e);
  }

  @Override
  public void cancel() {
    mailbox.post(loop::cancel);
  }

  @Override
  public void drain() {
    mailbox.post(loop::drain);
  }

  @Override
  public void detach() {
    mailbox.post(loop::detach);
  }

  @Override
  public void close(CloseMode mode) {
    if (!result.isDone()) {
      switch (mode) {
        case CANCEL -> cancel();
        case DRAIN -> drain();
        case DETACH -> detach();
      }
    }
    boolean interrupted = false;
    while (announcer.isCaller() ? !outcome.isDone() : thread.isAlive()) {
      try {
        if (announcer.isCaller()) {
          outcome.handle((done, failure) -> true).get(); // whoever awaits the result is told
        } else {
          thread.join();
        }
      } catch (ExecutionException e) {
        throw new IllegalStateException("a handled result has no failure", e);
      } catch (InterruptedException e) {
        interrupted = true;
        cancel(); // what is being detached ends in any case
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    Progress before = loop.progress();
    news.executionStarted(execution, before.runs().total(), before.tasks().total());
    Throwable failure = loop.run();
    complete(outcome, failure);
    news.executionEnded(loop.result(), failure);
    announcer.end();
    complete(result, failure);
  }

  private void complete(CompletableFuture<BatchResult> future, @Nullable Throwable failure) {
    if (failure == null) {
      future.complete(loop.result());
    } else {
      future.completeExceptionally(failure);
    }
  }
}
