/**
 * The command line: a host like any other, on the public API of the core alone.
 *
 * <p>One class for each command, and the few things they share: what is asked on the command line
 * ({@code *Options}), where answers go ({@link Terminal}), and an execution that a person watches
 * ({@link WatchedExecution}). Nothing else uses this package.
 */
@NullMarked
package io.github.batchrunner.sample.cli;

import org.jspecify.annotations.NullMarked;
