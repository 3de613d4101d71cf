package io.github.batchrunner.rq.worker;

/** How a started job stands in its queue's registry of started jobs. */
public enum StartedEntries {
  /**
   * As {@link #PLAIN} if a worker of RQ 1.x serves one of the queues, else as {@link #EXECUTIONS}.
   */
  AUTO,
  /** By its id, which all versions of RQ read. */
  PLAIN,
  /**
   * By its id and that of this execution, with the records that RQ 2 keeps of executions; tools of
   * RQ 1.x do not see that such a job was abandoned.
   */
  EXECUTIONS
}
