package io.github.batchrunner.rq.worker;

/**
 * What a pool's workers have done since it was started.
 *
 * @param finished jobs that ended well
 * @param failed jobs that failed and were not put back, those out of time included
 * @param stopped jobs that were stopped by command
 * @param retried failures, and returns, after which the job was put back or scheduled
 * @param released jobs that waited for these and were put into their queues
 * @param disowned ends that were not written since the job was deleted, or declared abandoned
 * @param aside ids taken out of a queue that are no jobs, left where RQ's maintenance looks
 * @param unknownCallbacks callbacks that were named by jobs and not known here
 * @param running jobs that run now
 * @param stuckThreads threads that have not come back from a function although interrupted
 */
public record WorkerStatistics(
    long finished,
    long failed,
    long stopped,
    long retried,
    long released,
    long disowned,
    long aside,
    long unknownCallbacks,
    int running,
    int stuckThreads) {}
