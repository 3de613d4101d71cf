/**
 * Finding executor plugins and handlers, and opening an executor.
 *
 * <p>A plugin that cannot be loaded is an issue that is listed, and an error only for who chooses
 * it.
 */
@NullMarked
package io.github.batchrunner.core.engine;

import org.jspecify.annotations.NullMarked;
