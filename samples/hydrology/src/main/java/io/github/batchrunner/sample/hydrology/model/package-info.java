/**
 * Hydrologic models as pure functions and values: no files, no clock, no state that is shared. Each
 * class names the publication its formula stands in, and its units. Used by everything else in this
 * module, uses nothing of it.
 */
@NullMarked
package io.github.batchrunner.sample.hydrology.model;

import org.jspecify.annotations.NullMarked;
