/**
 * Which tasks will run, which will not, and why, before anything is touched.
 *
 * <p>A plan is a value made of the pipeline, the check-boxes, the runs, the base project's inputs
 * and the journal's state. Planning reads files to see whether outputs are there; it writes
 * nothing. Dispatch carries a plan out.
 */
@NullMarked
package io.github.batchrunner.core.plan;

import org.jspecify.annotations.NullMarked;
