package io.github.batchrunner.sample.hydrology.model;

import java.util.ArrayList;
import java.util.List;

/**
 * Daily runoff, water balance and sediment of one hillslope.
 *
 * <p>Direct runoff is by {@link CurveNumber} with {@link AntecedentMoisture}; the rest fills a soil
 * store, from which plants draw at the rate of {@link ReferenceEvapotranspiration} while it is more
 * than half full, and less in proportion below (FAO-56, equation 84, with p = 0.5). What the soil
 * cannot hold becomes groundwater, which flows out in proportion to what there is. Each day of
 * direct runoff is a storm to {@link Musle}.
 */
public final class HillslopeModel {
  private static final double READILY_AVAILABLE = 0.5;

  private HillslopeModel() {}

  /** How much the soil holds back, mm, by how wet it is. */
  private record Retention(double dry, double average, double wet) {

    static Retention of(int curveNumber) {
      return new Retention(
          CurveNumber.retention(AntecedentMoisture.DRY.adjust(curveNumber)),
          CurveNumber.retention(AntecedentMoisture.AVERAGE.adjust(curveNumber)),
          CurveNumber.retention(AntecedentMoisture.WET.adjust(curveNumber)));
    }

    double when(AntecedentMoisture moisture) {
      return switch (moisture) {
        case DRY -> dry;
        case AVERAGE -> average;
        case WET -> wet;
      };
    }
  }

  /** Returns what the water does to this hillslope. */
  public static HillslopeResult run(
      HillslopeSurface hillslope, SurfaceWater surface, WaterParameters parameters) {
    Retention retention = Retention.of(hillslope.curveNumber());
    double capacity = hillslope.soilCapacity();
    double crop = hillslope.cover().cropCoefficient();
    double peakPerMillimetre = hillslope.peakPerMillimetre();
    double erosionFactors = hillslope.erosionFactors();
    double cubicMetresPerMillimetre = hillslope.area() / 1000;

    List<RunoffEvent> events = new ArrayList<>();
    double soil = capacity * READILY_AVAILABLE;
    double groundwater = 0;
    double stored = 0;
    double surfaceRunoff = 0;
    double baseflow = 0;
    double evapotranspiration = 0;
    double deepSeepage = 0;
    double sediment = 0;
    for (int day = surface.firstDay(); day < surface.days(); day++) {
      if (day == 0) {
        stored = soil + groundwater;
        surfaceRunoff = 0;
        baseflow = 0;
        evapotranspiration = 0;
        deepSeepage = 0;
      }
      double water = surface.water(day);
      double runoff = CurveNumber.runoff(water, retention.when(surface.moisture(day)));
      if (runoff > 0) {
        surfaceRunoff += runoff;
        if (day >= 0) {
          double peak = peakPerMillimetre * runoff;
          double eroded =
              Musle.sedimentYield(cubicMetresPerMillimetre * runoff, peak, erosionFactors)
                  * Musle.shareUnderSnow(surface.snow(day));
          sediment += eroded;
          events.add(new RunoffEvent(day, runoff, peak, eroded));
        }
      }
      soil += water - runoff;
      if (soil > capacity) {
        groundwater += soil - capacity;
        soil = capacity;
      }
      double ease = Math.min(1, soil / (READILY_AVAILABLE * capacity));
      double evaporated = Math.min(soil, crop * surface.evaporation(day) * ease);
      soil -= evaporated;
      evapotranspiration += evaporated;
      double toStream = parameters.baseflowCoefficient() * groundwater;
      double toDepth = parameters.deepSeepageCoefficient() * groundwater;
      groundwater -= toStream + toDepth;
      baseflow += toStream;
      deepSeepage += toDepth;
    }
    WaterBalance balance =
        new WaterBalance(
            surface.precipitation(),
            surfaceRunoff,
            baseflow,
            evapotranspiration,
            deepSeepage,
            surface.snowChange() + soil + groundwater - stored);
    return new HillslopeResult(hillslope, balance, sediment, List.copyOf(events));
  }
}
