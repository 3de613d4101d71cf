package io.github.batchrunner.sample.hydrology.model;

/**
 * The soil of a hillslope.
 *
 * @param texture what it consists of
 * @param group how easily water goes in
 */
public record Soil(SoilTexture texture, SoilGroup group) {}
