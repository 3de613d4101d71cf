/**
 * Finds what RQ leaves behind, and repairs it when asked.
 *
 * <p>{@link io.github.batchrunner.rq.janitor.Janitor} reads everything RQ holds, in steps that are
 * small for the server, and reports; a repair looks again at each finding in the same script that
 * repairs it, so that both may happen beside live workers.
 */
@NullMarked
package io.github.batchrunner.rq.janitor;

import org.jspecify.annotations.NullMarked;
