/**
 * Reading what tasks need and writing what they make, below the working directory of a run. A file
 * is complete or absent; what cannot be read is told with its name and the task that makes it. Used
 * by the handlers and the summary.
 */
@NullMarked
package io.github.batchrunner.sample.hydrology.files;

import org.jspecify.annotations.NullMarked;
