package io.github.batchrunner.rq.worker;

import org.jspecify.annotations.Nullable;

/** What a job names to be called at its end; called before the end is written. */
@FunctionalInterface
public interface JobCallback {

  /**
   * Is told how the job ended.
   *
   * @param result what its function returned; null if it did not return
   * @param failure what it threw; null if it returned, was stopped or abandoned
   * @throws Exception anything: a job that had succeeded fails, as in RQ
   */
  void ended(JobContext job, @Nullable Object result, @Nullable Throwable failure) throws Exception;
}
