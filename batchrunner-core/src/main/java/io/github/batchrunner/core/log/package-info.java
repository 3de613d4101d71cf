/**
 * What the log of an attempt says of its success: reads a log once, line by line, and looks for the
 * patterns of a task in it.
 *
 * <p>Knows nothing of runs and engines: whoever judges an attempt opens its log and says what
 * follows from the findings. It uses the rules of {@code pipeline}.
 */
@NullMarked
package io.github.batchrunner.core.log;

import org.jspecify.annotations.NullMarked;
