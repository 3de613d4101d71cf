/**
 * What a host sees of a running batch: its options, progress, events and result.
 *
 * <p>Values and interfaces only; the work is done in the {@code dispatch} package.
 */
@NullMarked
package io.github.batchrunner.core.execution;

import org.jspecify.annotations.NullMarked;
