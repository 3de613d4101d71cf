/**
 * Cloning: from the base project of a batch to the working directory of a run, whole or not at all,
 * with everything in it that pointed at the base pointing at the run.
 *
 * <p>{@link io.github.batchrunner.core.clone.BaseSnapshot} reads the base once, {@link
 * io.github.batchrunner.core.clone.ProjectCloner} makes the runs. Hosts meet {@link
 * io.github.batchrunner.spi.AfterCloneHook} and the options; dispatch prepares runs with it, base
 * projects are imported with it.
 *
 * <p>Existing runs take the edits of the base: {@link io.github.batchrunner.core.clone.BaseStore}
 * keeps what it was, {@code RunMerge} decides, {@code RunEditor} writes.
 */
@NullMarked
package io.github.batchrunner.core.clone;

import org.jspecify.annotations.NullMarked;
