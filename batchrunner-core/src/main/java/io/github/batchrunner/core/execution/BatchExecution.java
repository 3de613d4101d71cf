package io.github.batchrunner.core.execution;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A plan that is being carried out.
 *
 * <p>Thread-safe. Closing an execution that has not ended cancels it and waits.
 */
public interface BatchExecution extends AutoCloseable {

  /** Returns how far it is now. */
  Progress progress();

  /**
   * Calls {@code watcher} with the progress at once, then whenever it has changed but at most ten
   * times a second, and at the end.
   *
   * <p>Called by the thread of the {@linkplain ExecutionListener listeners}.
   */
  void onProgress(Consumer<Progress> watcher);

  /** Adds somebody who is told of everything from now on. */
  void onEvent(ExecutionListener listener);

  /** Adds somebody who takes every event in one place, from now on. */
  default void onEvent(Consumer<? super ExecutionEvent> listener) {
    onEvent(new EventConsumer(listener));
  }

  /**
   * Waits for the end.
   *
   * @throws InterruptedException if the waiting thread is interrupted; the execution goes on
   * @throws io.github.batchrunner.core.BatchRunnerException if the execution itself broke, such as
   *     on a full disk
   */
  BatchResult await() throws InterruptedException;

  /** Waits for the end, but not longer than {@code limit}; empty if it has not come. */
  Optional<BatchResult> await(Duration limit) throws InterruptedException;

  /**
   * Ends it: nothing new is submitted, running attempts are cancelled with their children.
   *
   * <p>Returns at once; idempotent. A second call forces what has not ended after the first.
   */
  void cancel();

  /** Cancels it if it has not ended, and waits until nothing of it is left. */
  @Override
  void close();
}
