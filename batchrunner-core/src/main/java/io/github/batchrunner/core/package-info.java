/**
 * Creating, planning and running batches: the types a host meets first. Everything else in the
 * module serves these.
 */
@NullMarked
package io.github.batchrunner.core;

import org.jspecify.annotations.NullMarked;
