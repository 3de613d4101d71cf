package io.github.batchrunner.sample.hydrology.model;

/**
 * Where a hillslope lies and what its shape is.
 *
 * @param id the id of the hillslope
 * @param channelId the channel it drains to
 * @param area m², above 0
 * @param length from divide to channel, m, above 0
 * @param slopePercent mean steepness, %, above 0
 * @param position where along the channel it lies, from 0 at the outlet to 1 at the head
 * @param latitude degrees, south negative
 */
public record HillslopeSite(
    int id,
    int channelId,
    double area,
    double length,
    double slopePercent,
    double position,
    double latitude) {}
