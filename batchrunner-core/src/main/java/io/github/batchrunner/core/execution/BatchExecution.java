package io.github.batchrunner.core.execution;

import io.github.batchrunner.spi.CloseMode;
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

  /**
   * Stops it: nothing new begins, what runs ends by itself, and what waits at the engine is taken
   * back; the rest is left as it was, for a later execution. An attempt of which the engine has not
   * told yet that it runs counts as waiting.
   *
   * <p>Returns at once; idempotent, and without effect after {@link #cancel} or {@link #detach}.
   */
  void drain();

  /**
   * Ends it and leaves to the engine what that can finish by itself: the next execution reattaches
   * it. Requests that are under way are answered first.
   *
   * <p>What becomes of work that lives in this process, such as handlers of executor "local", is
   * decided when the executor is closed. Returns at once; idempotent.
   */
  void detach();

  /** Cancels it if it has not ended, and waits until nothing of it is left. */
  @Override
  default void close() {
    close(CloseMode.CANCEL);
  }

  /**
   * Ends it if it has not ended, and waits until nothing of it is left in this process: by {@link
   * #cancel}, {@link #drain} or {@link #detach}. The executor stays open.
   *
   * <p>When the waiting thread is interrupted, what is drained is cancelled, and what is cancelled
   * is cancelled by force; the interrupt is kept.
   */
  void close(CloseMode mode);
}
