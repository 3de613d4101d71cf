package io.github.batchrunner.sample.hydrology.model;

import java.util.List;

/**
 * What the water did to one hillslope over the whole period.
 *
 * @param hillslope the hillslope
 * @param balance where the water went
 * @param sediment what left the hillslope, t
 * @param events the days with direct runoff, in order
 */
public record HillslopeResult(
    HillslopeSurface hillslope, WaterBalance balance, double sediment, List<RunoffEvent> events) {

  /** Returns the greatest peak discharge, m³/s, 0 without runoff. */
  public double greatestPeak() {
    return events.stream().mapToDouble(RunoffEvent::peak).max().orElse(0);
  }
}
