/**
 * Whole batches, run through the core on real Redis servers and workers, while something breaks.
 *
 * <p>Each task writes down when it begins and ends, outside of Redis; what the batch believes is
 * compared with that.
 */
@NullMarked
package io.github.batchrunner.rq.faults;

import org.jspecify.annotations.NullMarked;
