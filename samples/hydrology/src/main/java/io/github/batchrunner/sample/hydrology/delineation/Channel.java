package io.github.batchrunner.sample.hydrology.delineation;

/**
 * A piece of channel between two hillslopes.
 *
 * @param id TOPAZ's numbering: from 24 at the outlet upwards, always with 4 as the last digit
 * @param downstreamId the channel it flows into, 0 where it leaves the watershed
 * @param length m
 * @param slopePercent fall per length, %
 */
public record Channel(int id, int downstreamId, double length, double slopePercent) {}
