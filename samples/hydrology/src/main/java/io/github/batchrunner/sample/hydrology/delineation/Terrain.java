package io.github.batchrunner.sample.hydrology.delineation;

/**
 * What is known of the relief of a watershed whose outline alone is given.
 *
 * @param meanElevation m above sea level
 * @param meanSlopePercent mean steepness of its hillslopes, %, above 0
 */
public record Terrain(double meanElevation, double meanSlopePercent) {}
