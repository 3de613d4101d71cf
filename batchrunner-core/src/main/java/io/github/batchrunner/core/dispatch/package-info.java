/**
 * Carries a plan out: prepares runs, submits attempts, follows them to their end, and writes it all
 * to the journal.
 *
 * <p>One thread owns all state ({@link io.github.batchrunner.core.dispatch.DispatchLoop});
 * everything that waits (the executor, the disk, cloning) happens on other threads and answers by
 * message. Used by the batch facade alone.
 */
@NullMarked
package io.github.batchrunner.core.dispatch;

import org.jspecify.annotations.NullMarked;
