package io.github.batchrunner.sample.hydrology.model;

import java.util.List;

/**
 * What the water did to a watershed over the whole period.
 *
 * @param hillslopes the result of each hillslope, at least one
 * @param years how long the period is
 */
public record WatershedResult(List<HillslopeResult> hillslopes, double years) {

  /** Returns the area, m². */
  public double area() {
    return hillslopes.stream().mapToDouble(h -> h.hillslope().area()).sum();
  }

  /** Returns where the water went, as an areal mean over the whole period. */
  public WaterBalance balance() {
    double area = area();
    WaterBalance sum = WaterBalance.ZERO;
    for (HillslopeResult hillslope : hillslopes) {
      sum = sum.plus(hillslope.hillslope().area() / area, hillslope.balance());
    }
    return sum;
  }

  /** Returns the sediment yield, t per hectare and year. */
  public double sedimentYield() {
    double tonnes = hillslopes.stream().mapToDouble(HillslopeResult::sediment).sum();
    return tonnes / (area() / 1e4) / years;
  }
}
