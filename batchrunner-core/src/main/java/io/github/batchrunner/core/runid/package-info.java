/**
 * Run ids: which names are safe, and the report of what a template makes of each feature.
 *
 * <p>Knows templates, but neither files nor batches: features are pushed into the {@link
 * io.github.batchrunner.core.runid.RunIdValidator} one after the other.
 */
@NullMarked
package io.github.batchrunner.core.runid;

import org.jspecify.annotations.NullMarked;
