package io.github.batchrunner.core.watershed;

/**
 * A point in the coordinates of the file.
 *
 * @param x longitude in degrees, or easting in metres
 * @param y latitude in degrees, or northing in metres
 */
public record Position(double x, double y) {}
