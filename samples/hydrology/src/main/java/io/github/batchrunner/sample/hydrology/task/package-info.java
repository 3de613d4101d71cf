/**
 * The seven task handlers, each named as its task. They read and write files and leave the science
 * to the model package.
 */
@NullMarked
package io.github.batchrunner.sample.hydrology.task;

import org.jspecify.annotations.NullMarked;
