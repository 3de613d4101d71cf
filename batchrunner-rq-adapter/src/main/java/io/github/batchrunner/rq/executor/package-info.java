/**
 * Executor "rq": attempts as jobs of Python RQ, which Python's workers run, or Java's.
 *
 * <p>{@link io.github.batchrunner.rq.executor.RqExecutor} answers the host; behind it {@code
 * Enqueuing} submits, {@code Lookout} observes, {@code Cancelling}, {@code Reattaching} and {@code
 * Purging} do what they are called, and {@code Attempts} remembers what has been seen. What goes
 * along with a batch, such as its parent job, is a {@code Companion}.
 */
@NullMarked
package io.github.batchrunner.rq.executor;

import org.jspecify.annotations.NullMarked;
