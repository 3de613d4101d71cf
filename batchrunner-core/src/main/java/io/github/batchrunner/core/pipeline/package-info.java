/**
 * What every run does: task definitions, their dependencies, and the JSON form of both.
 *
 * <p>Pure values: nothing here reads a batch or starts anything. Planning and dispatch use this
 * package; it uses templates.
 */
@NullMarked
package io.github.batchrunner.core.pipeline;

import org.jspecify.annotations.NullMarked;
