package io.github.batchrunner.rq.worker;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls what jobs name to be called at their end. Thread-safe. */
final class Callbacks {

  private static final Logger LOG = LoggerFactory.getLogger(Callbacks.class);

  private final Functions functions;
  private final Counters counters;

  Callbacks(Functions functions, Counters counters) {
    this.functions = functions;
    this.counters = counters;
  }

  /**
   * Calls what the job names, if anything and if it is known.
   *
   * @param when {@code success}, {@code failure} or {@code stopped}
   * @return what the callback threw; null if it went well
   */
  @Nullable Throwable call(
      String when, JobContext job, @Nullable Object result, @Nullable Throwable failure) {
    String name = job.job().text(when + "_callback_name");
    if (name.isEmpty()) {
      return null;
    }
    Optional<JobCallback> callback = functions.callback(name);
    if (callback.isEmpty()) {
      counters.unknownCallbacks.increment();
      LOG.warn("Job \"{}\" names the {} callback \"{}\", unknown here", job.id(), when, name);
      return null;
    }
    try {
      callback.get().ended(job, result, failure);
      return null;
    } catch (Throwable thrown) {
      // Whatever a callback throws is the job's affair and must not end the worker.
      LOG.warn("The {} callback \"{}\" of job \"{}\" failed", when, name, job.id(), thrown);
      return thrown;
    }
  }
}
