/**
 * Cloning: from the base project of a batch to the working directory of a run, whole or not at all,
 * with everything in it that pointed at the base pointing at the run.
 *
 * <p>{@link io.github.batchrunner.core.clone.BaseSnapshot} reads the base once, {@link
 * io.github.batchrunner.core.clone.ProjectCloner} makes the runs. Hosts meet {@link
 * io.github.batchrunner.spi.AfterCloneHook} and the options; dispatch prepares runs with it, base
 * projects are imported with it.
 */
@NullMarked
package io.github.batchrunner.core.clone;

import org.jspecify.annotations.NullMarked;
