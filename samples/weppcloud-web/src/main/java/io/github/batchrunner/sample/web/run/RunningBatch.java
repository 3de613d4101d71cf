package io.github.batchrunner.sample.web.run;

import io.github.batchrunner.core.BatchRunnerException;
import io.github.batchrunner.core.engine.OpenExecutor;
import io.github.batchrunner.core.execution.BatchExecution;
import io.github.batchrunner.core.execution.Ending;
import io.github.batchrunner.spi.CloseMode;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An execution of this process, its executor, and the thread that waits for its end. */
final class RunningBatch {

  private static final Logger LOG = LoggerFactory.getLogger(RunningBatch.class);

  private final String batch;
  private final Order order;
  private final BatchExecution execution;
  private final OpenExecutor executor;
  private final Thread thread;
  private volatile boolean over;

  /** How an execution came to its end: whether its order has, too. */
  enum End {
    /** Nothing is left to do. */
    DONE,
    /** The next start of the service goes on. */
    LEFT
  }

  /** Prepares waiting; {@code whenEnded} is called once, by the thread that waits. */
  RunningBatch(
      String batch,
      Order order,
      BatchExecution execution,
      OpenExecutor executor,
      Consumer<End> whenEnded) {
    this.batch = batch;
    this.order = order;
    this.execution = execution;
    this.executor = executor;
    this.thread =
        LiveBatches.daemon("host-execution-" + batch).newThread(() -> waitForEnd(whenEnded));
  }

  void begin() {
    thread.start();
  }

  Order order() {
    return order;
  }

  /** Tells whether only putting away is left. */
  boolean isOver() {
    return over;
  }

  void cancel() {
    execution.cancel();
  }

  void detach() {
    execution.detach();
  }

  /** Waits until it has ended and is put away; false if that takes longer. */
  boolean join(long millis) throws InterruptedException {
    thread.join(millis);
    return !thread.isAlive();
  }

  private void waitForEnd(Consumer<End> whenEnded) {
    End end = end();
    over = true;
    try {
      executor.close(end == End.LEFT ? CloseMode.DETACH : CloseMode.CANCEL);
    } catch (RuntimeException e) { // a plugin can throw anything
      LOG.warn("the executor of batch {} did not close", batch, e);
    }
    whenEnded.accept(end);
  }

  private End end() {
    try {
      return execution.await().ending() == Ending.DETACHED ? End.LEFT : End.DONE;
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts this thread", e);
    } catch (BatchRunnerException e) {
      LOG.error("batch {}: the execution broke; the next start of the service goes on", batch, e);
      return End.LEFT;
    }
  }
}
