package io.github.batchrunner.core.dispatch;

import io.github.batchrunner.core.plan.BatchPlan;

/**
 * Where an execution stands: what the parts of the dispatch loop work on, each on the dispatcher's
 * thread alone.
 *
 * @param plan what is carried out
 * @param course whether it goes on
 * @param table where every planned task stands
 * @param queues what is to be submitted
 * @param delays what is tried again later
 * @param flights what is submitted and has not ended
 * @param uncertain what of that may not be at the engine
 * @param attempts what the journal knows
 */
record Board(
    BatchPlan plan,
    Course course,
    TaskTable table,
    Queues queues,
    Delays delays,
    Flights flights,
    Uncertain uncertain,
    AttemptBook attempts) {

  /** Tells whether an attempt is taken back. */
  boolean withdrawn(Flight flight) {
    return table.phase(flight.run, flight.task) == TaskTable.Phase.WITHDRAWN;
  }
}
