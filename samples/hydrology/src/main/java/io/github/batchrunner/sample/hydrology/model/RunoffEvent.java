package io.github.batchrunner.sample.hydrology.model;

/**
 * Direct runoff of one hillslope on one day.
 *
 * @param day number of the day in the weather, from 0
 * @param runoff mm
 * @param peak peak discharge, m³/s
 * @param sediment t
 */
public record RunoffEvent(int day, double runoff, double peak, double sediment) {}
