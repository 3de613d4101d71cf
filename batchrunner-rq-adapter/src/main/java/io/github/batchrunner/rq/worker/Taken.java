package io.github.batchrunner.rq.worker;

/** What a worker gets that asks for a job. */
sealed interface Taken {

  /** A job, started. */
  record Job(TakenJob job) implements Taken {}

  /** Nothing waits. */
  record Empty() implements Taken {}

  /** Nobody may take jobs now. */
  record Suspended() implements Taken {}

  /** The worker is not registered any more: Redis has forgotten it. */
  record Unregistered() implements Taken {}

  /** The end of the worker's last job is not written. */
  record Unfinished() implements Taken {}

  /** An id that is no job, put aside. */
  record Odd(String id, String queue, String reason) implements Taken {}
}
