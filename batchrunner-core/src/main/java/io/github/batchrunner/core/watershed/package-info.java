/**
 * Watersheds: GeoJSON files read as a stream, measured, checked, and attached to a batch.
 *
 * <p>A {@link io.github.batchrunner.core.watershed.WatershedCollection} is what hosts and the rest
 * of the core use; it keeps a few numbers for each feature and reads a feature or its geometry
 * again when asked. Analysis and checksum are those of WEPPcloud, so that it accepts a batch that
 * was written here.
 */
@NullMarked
package io.github.batchrunner.core.watershed;

import org.jspecify.annotations.NullMarked;
