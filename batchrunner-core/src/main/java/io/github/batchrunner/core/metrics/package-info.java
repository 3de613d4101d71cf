/**
 * Figures of executions in Micrometer's registries, for hosts that have Micrometer.
 *
 * <p>The one package that needs it: nothing else in the module uses this package, so that the
 * module loads and runs without Micrometer.
 */
@NullMarked
package io.github.batchrunner.core.metrics;

import org.jspecify.annotations.NullMarked;
