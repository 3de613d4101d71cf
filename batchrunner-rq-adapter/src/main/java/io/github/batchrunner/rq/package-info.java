/**
 * A client of Python RQ: queues, jobs, results, registries and workers as Redis holds them.
 *
 * <p>Usable by itself; knows nothing of batches. What it writes is what Python RQ 1.13 to 2.x
 * writes, and it can read whatever these left behind.
 */
@NullMarked
package io.github.batchrunner.rq;

import org.jspecify.annotations.NullMarked;
