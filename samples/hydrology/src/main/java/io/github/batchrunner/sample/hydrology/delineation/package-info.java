/**
 * From the outline of a watershed to its channel and hillslopes, by geometry alone. Uses JTS and
 * the JDK; knows nothing of files or tasks.
 */
@NullMarked
package io.github.batchrunner.sample.hydrology.delineation;

import org.jspecify.annotations.NullMarked;
