/**
 * Carries a plan out: prepares runs, submits attempts, follows them to their end, and writes it all
 * to the journal.
 *
 * <p>One thread owns all state: {@link io.github.batchrunner.core.dispatch.DispatchLoop} turns it,
 * {@link io.github.batchrunner.core.dispatch.Board} holds where everything stands, and each part of
 * the loop (submitting, watching the engine, reattaching, ending) is a class that works on it.
 * Everything that waits (the executor, the disk, cloning) happens on other threads and answers by
 * message. Used by the batch facade alone.
 */
@NullMarked
package io.github.batchrunner.core.dispatch;

import org.jspecify.annotations.NullMarked;
