/**
 * What failures have in common: their signatures. Used by status, planning of retries, and reports.
 */
@NullMarked
package io.github.batchrunner.core.failure;

import org.jspecify.annotations.NullMarked;
