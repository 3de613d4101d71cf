package io.github.batchrunner.rq.janitor;

/** What can be wrong, and what a repair does about it. */
public enum FindingKind {
  /** A job that has ended is listed as being run; RQ 2.0 to 2.10 turns it into a failure. */
  ENDED_BUT_RUNNING("wip", When.AT_ONCE, "takes the entry and its execution record out"),
  /** A job whose worker died. */
  ABANDONED("abandoned", When.AT_ONCE, "lets RQ's next try begin, or fails the job"),
  /** A job whose worker died, and which names a Python function to be called when it fails. */
  ABANDONED_WITH_CALLBACK(
      "abandoned",
      When.ASKED,
      "fails the job without calling its failure callback, which the maintenance of a Python"
          + " worker would call"),
  /** A job that is started, but is not listed as being run, and no worker has it. */
  STARTED_NOWHERE("abandoned", When.SETTLED, "lets RQ's next try begin, or fails the job"),
  /** A job that waits although all jobs it waits for have ended or are gone. */
  DEFERRED_FOR_NOTHING("deferred", When.SETTLED, "puts the job into its queue"),
  /** A job that waits for one that failed, was stopped or canceled, and can never run. */
  DEFERRED_FOR_EVER("deferred", When.SETTLED, "cancels the job and all that wait for it"),
  /** A deferred job that is not in the registry of deferred jobs. */
  DEFERRED_UNLISTED("listing", When.SETTLED, "lists the job"),
  /** A job in the registry of deferred jobs that is not deferred. */
  DEFERRED_MISLISTED("listing", When.SETTLED, "takes the entry out"),
  /** A deferred job that workers of RQ 2.0 to 2.7 will fail, and such workers are there. */
  DEFERRED_EXPIRES("listing", When.AT_ONCE, "lists the job without an end"),
  /** An id in a queue or registry without a job. */
  NO_SUCH_JOB("nojob", When.SETTLED, "takes the entry out"),
  /** A queued job that waits in no queue. */
  LOST("lost", When.SETTLED, "puts the job at the front of its queue"),
  /** A job that a worker took and did not begin. */
  STUCK_BETWEEN("lost", When.SETTLED, "puts the job at the front of its queue again"),
  /** A job that waits in its queue more than once. */
  DUPLICATE("duplicate", When.AT_ONCE, "keeps the first place only"),
  /** A job that may run, but was not put into its queue (RQ after 2.10). */
  READY("ready", When.AT_ONCE, "puts the job into its queue"),
  /** Results that are kept for ever, of a job that is gone. */
  ORPHANED_RESULTS("orphan", When.SETTLED, "deletes them"),
  /** What waited for a job, or what a job waited for, and the job is gone. */
  ORPHANED_DEPENDENCIES("orphan", When.SETTLED, "deletes the set"),
  /** A hash without data: RQ sees no job in it, and nobody deletes it. */
  ORPHANED_HASH("orphan", When.SETTLED, "deletes the hash"),
  /** A worker that is listed, but is not there. */
  WORKER_GONE("worker", When.AT_ONCE, "takes it out of the lists of workers"),
  /** A worker without heartbeat that is kept for ever. */
  WORKER_SILENT("worker", When.SETTLED, "takes it out of the lists and lets it expire"),
  /** A job that does not say how long it may run. */
  WITHOUT_TIMEOUT("timeout", When.AT_ONCE, "sets RQ's default of 180 seconds"),
  /** A waiting job that kills the workers that take it, or fails those it waits for. */
  POISON(
      "poison", When.ASKED, "takes it out of where it waits and fails it, without what is unfit");

  /** When something is a finding, and repaired. */
  private enum When {
    AT_ONCE,
    /** Could be on its way at one moment; it is a finding when it stays so. */
    SETTLED,
    /** Repaired only when this kind is asked for. */
    ASKED
  }

  private final String script;
  private final When when;
  private final String repair;

  FindingKind(String script, When when, String repair) {
    this.script = script;
    this.when = when;
    this.repair = repair;
  }

  /** Returns what a repair does. */
  public String repair() {
    return repair;
  }

  /** Tells whether it is repaired only when this very kind is asked for. */
  public boolean onlyWhenAsked() {
    return when == When.ASKED;
  }

  /** Tells whether it must stay so for a while, since jobs pass through such states. */
  public boolean mustSettle() {
    return when == When.SETTLED;
  }

  String script() {
    return script;
  }
}
