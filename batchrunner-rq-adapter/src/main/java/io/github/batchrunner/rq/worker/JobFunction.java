package io.github.batchrunner.rq.worker;

import org.jspecify.annotations.Nullable;

/** What jobs of one name call; called by several threads at once. */
@FunctionalInterface
public interface JobFunction {

  /**
   * Does the work.
   *
   * <p>The thread is interrupted when the job has run out of time or is to stop. A function that
   * does not react is left behind: its job is failed or stopped, and its return has no effect.
   *
   * @return the result, of the types that the pool's serializer writes, or a {@link
   *     io.github.batchrunner.rq.RetryPolicy} to have the job tried again, as Python's functions
   *     return {@code Retry}
   * @throws Exception anything: the job fails with its stack trace
   */
  @Nullable Object run(JobContext job) throws Exception;
}
