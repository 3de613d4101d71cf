package io.github.batchrunner.sample.web.run;

import io.github.batchrunner.core.plan.PlanOptions;
import io.github.batchrunner.sample.web.batch.PlanChoice;
import io.github.batchrunner.sample.web.batch.PlanRequest;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a person asked to run: kept until it has ended, so that a service that was killed goes on.
 *
 * @param by who asked
 * @param at when, before its first execution began
 * @param force as in {@link PlanRequest}
 * @param forceTasks as in {@link PlanRequest}
 * @param retry as in {@link PlanRequest}
 */
record Order(
    String by,
    Instant at,
    @Nullable String force,
    @Nullable List<String> forceTasks,
    @Nullable String retry) {

  static Order of(PlanRequest request, String by, Instant at) {
    return new Order(by, at, request.force(), request.forceTasks(), request.retry());
  }

  /** Returns the options of a plan that goes on with what has been done of it. */
  PlanOptions remaining() {
    return PlanChoice.continued(new PlanRequest(force, forceTasks, null, retry, null, null), at);
  }
}
