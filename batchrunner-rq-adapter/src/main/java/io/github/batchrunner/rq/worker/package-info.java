/**
 * Workers in Java that serve queues of Python RQ as its own workers do: {@link
 * io.github.batchrunner.rq.worker.RqWorkerPool}.
 *
 * <p>What RQ's tools show of them, and what they leave in Redis, is what Python's workers show and
 * leave. Two scripts do most of it: {@code take.lua} starts a job, {@code finish.lua} writes its
 * end and lets go what waited for it; both travel in one round trip.
 */
@NullMarked
package io.github.batchrunner.rq.worker;

import org.jspecify.annotations.NullMarked;
