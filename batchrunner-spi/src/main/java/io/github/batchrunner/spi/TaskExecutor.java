package io.github.batchrunner.spi;

import java.util.List;

/**
 * Runs attempts on one engine: threads, processes, a queue, a cluster.
 *
 * <p>All methods are bulk, thread-safe, and may be called concurrently. They throw only when
 * nothing at all could be said about the request (the engine is gone: {@link
 * ExecutorUnavailableException}); whatever is known of a single attempt is data in the answer.
 * Rules 3 to 7 of {@code docs/spi-contract.md} say exactly what each answer means.
 */
public interface TaskExecutor extends AutoCloseable {

  /**
   * Hands attempts to the engine and answers with exactly one outcome for each, in the same order.
   *
   * <p>Idempotent by {@linkplain AttemptToken token}: submitting a token again starts nothing and
   * returns the same handle.
   */
  List<SubmitOutcome> submit(SubmitRequest request);

  /**
   * Returns what is known now about the attempts asked for.
   *
   * <p>An attempt may be missing from the answer, which means "no news". Executors that {@linkplain
   * Delivery#PUSH push} still answer here, for hosts that lost a message.
   */
  List<Observation> observe(ObserveRequest request);

  /**
   * Asks the engine to end attempts.
   *
   * <p>A request, not a fact: the end arrives as an observation. Idempotent; an attempt that has
   * ended stays as it is, an unknown one is ignored. A running process dies with its children.
   */
  void cancel(CancelRequest request);

  /**
   * Finds attempts again after the host was gone.
   *
   * <p>For each attempt the answer holds one observation if the engine knows it; one without an
   * observation is <em>absent</em>: the engine guarantees that it does not run and will not start.
   */
  List<Observation> reattach(ReattachRequest request);

  /**
   * Ends this executor as {@code mode} says and leaves no thread, process, socket or file
   * descriptor behind.
   *
   * <p>Idempotent; later calls of other methods throw {@link IllegalStateException}.
   */
  void close(CloseMode mode);

  /**
   * Closes with {@link CloseMode#CANCEL}: whoever leaves a try-with-resources block leaves nothing
   * running.
   */
  @Override
  default void close() {
    close(CloseMode.CANCEL);
  }
}
