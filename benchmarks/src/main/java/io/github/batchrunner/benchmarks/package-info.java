/**
 * Measures what {@code docs/performance.md} claims, each beside its floor or peer in the same run.
 */
@NullMarked
package io.github.batchrunner.benchmarks;

import org.jspecify.annotations.NullMarked;
