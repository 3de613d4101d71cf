package io.github.batchrunner.sample.web.run;

import io.github.batchrunner.core.plan.PlanOptions;
import io.github.batchrunner.sample.web.batch.PlanChoice;
import java.time.Instant;

/**
 * What a person asked to run: kept until it has ended, so that a service that was killed goes on.
 *
 * @param by who asked
 * @param at when, before its first execution began
 * @param choice which tasks
 */
record Order(String by, Instant at, PlanChoice choice) {

  /** Returns the options of a plan that goes on with what has been done of it. */
  PlanOptions remaining() {
    return choice.options().continuing(at).build();
  }
}
