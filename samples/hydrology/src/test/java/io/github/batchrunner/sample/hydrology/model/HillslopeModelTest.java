package io.github.batchrunner.sample.hydrology.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class HillslopeModelTest {
  private static final SurfaceCover FOREST =
      new SurfaceCover(LandCover.EVERGREEN_FOREST, Disturbance.NONE);
  private static final SurfaceCover BURNED =
      new SurfaceCover(LandCover.EVERGREEN_FOREST, Disturbance.HIGH_SEVERITY_FIRE);
  private static final Soil LOAM = new Soil(SoilTexture.LOAM, SoilGroup.B);

  private static HillslopeSurface hillslope(SurfaceCover cover) {
    return new HillslopeSurface(22, 500_000, 400, 25, cover, LOAM);
  }

  private static DailyWeather oneStorm(double millimetres) {
    int days = 365;
    double[] precipitation = new double[days];
    precipitation[200] = millimetres;
    double[] high = new double[days];
    double[] low = new double[days];
    Arrays.fill(high, 25);
    Arrays.fill(low, 10);
    return new DailyWeather(LocalDate.of(2001, 1, 1), precipitation, high, low);
  }

  private static HillslopeResult run(SurfaceCover cover, DailyWeather weather) {
    SurfaceWater water = SurfaceWater.of(weather, 45, WaterParameters.DEFAULT);
    return HillslopeModel.run(hillslope(cover), water, WaterParameters.DEFAULT);
  }

  @Test
  void oneStormOnDrySoilIsWorkedOutByHand() {
    HillslopeResult result = run(BURNED, oneStorm(150));

    // CN 55 + 15 = 70, on dry soil 4.2 * 70 / (10 - 0.058 * 70) = 49.49.
    double retention = CurveNumber.retention(4.2 * 70 / (10 - 0.058 * 70));
    double runoff = Math.pow(150 - 0.2 * retention, 2) / (150 + 0.8 * retention);
    assertThat(result.events()).hasSize(1);
    RunoffEvent event = result.events().get(0);
    assertThat(event.day()).isEqualTo(200);
    assertThat(event.runoff()).isCloseTo(runoff, within(1e-9));
    assertThat(event.peak())
        .isCloseTo(hillslope(BURNED).peakPerMillimetre() * runoff, within(1e-9));
    double factors = 0.34 * hillslope(BURNED).topographicFactor() * 0.20;
    assertThat(event.sediment())
        .isCloseTo(11.8 * Math.pow(500 * runoff * event.peak(), 0.56) * factors, within(1e-6));
    assertThat(result.greatestPeak()).isEqualTo(event.peak());
  }

  @Test
  void withoutRainNothingRunsOff() {
    HillslopeResult result = run(BURNED, oneStorm(0));

    assertThat(result.events()).isEmpty();
    assertThat(result.sediment()).isZero();
    assertThat(result.greatestPeak()).isZero();
    assertThat(result.balance().precipitation()).isZero();
    assertThat(result.balance().runoffCoefficient()).isZero();
    assertThat(result.balance().closed()).isTrue();
  }

  @Test
  void burnedLandShedsMoreWaterAndSedimentThanForest() {
    DailyWeather weather =
        WeatherGenerator.generate(
            MonthlyNormals.ofPlace(46, 700, 800), 2001, 20, SeededRandom.of(9));

    HillslopeResult forest = run(FOREST, weather);
    HillslopeResult burned = run(BURNED, weather);

    assertThat(burned.balance().surfaceRunoff())
        .isGreaterThan(2 * forest.balance().surfaceRunoff());
    assertThat(burned.balance().runoff()).isGreaterThan(forest.balance().runoff());
    assertThat(burned.sediment()).isGreaterThan(20 * forest.sediment());
  }

  @Test
  void snowWaitsUntilItMelts() {
    DailyWeather cold =
        WeatherGenerator.generate(
            MonthlyNormals.ofPlace(60, 1500, 600), 2001, 10, SeededRandom.of(3));
    SurfaceWater water = SurfaceWater.of(cold, 60, WaterParameters.DEFAULT);
    double reached = 0;
    double fallen = 0;
    for (int day = 0; day < water.days(); day++) {
      reached += water.water(day);
      fallen += cold.precipitation(day);
    }

    assertThat(water.precipitation()).isCloseTo(fallen, within(1e-6));
    assertThat(reached + water.snowChange()).isCloseTo(fallen, within(1e-6));
    assertThat(water.firstDay()).isEqualTo(-365);
  }

  @Property(tries = 150)
  void noWaterIsLostOrMade(
      @ForAll LandCover cover,
      @ForAll SoilTexture soil,
      @ForAll @DoubleRange(min = 1, max = 90) double slope,
      @ForAll @DoubleRange(min = -65, max = 65) double latitude,
      @ForAll @DoubleRange(min = 50, max = 4000) double precipitation,
      @ForAll @DoubleRange(max = 0.5) double baseflow,
      @ForAll @DoubleRange(max = 0.5) double seepage,
      @ForAll long seed) {
    WaterParameters parameters = new WaterParameters(baseflow, seepage, 1);
    DailyWeather weather =
        WeatherGenerator.generate(
            MonthlyNormals.ofPlace(latitude, 1200, precipitation), 2001, 2, SeededRandom.of(seed));
    HillslopeSurface hillslope =
        new HillslopeSurface(
            22,
            1e5,
            300,
            slope,
            new SurfaceCover(cover, Disturbance.NONE),
            new Soil(soil, soil.group()));

    HillslopeResult result =
        HillslopeModel.run(hillslope, SurfaceWater.of(weather, latitude, parameters), parameters);

    WaterBalance balance = result.balance();
    assertThat(balance.closed()).as("%s leaves %s", balance, balance.residual()).isTrue();
    assertThat(balance.surfaceRunoff()).isNotNegative();
    assertThat(balance.baseflow()).isNotNegative();
    assertThat(balance.evapotranspiration()).isNotNegative();
    assertThat(result.sediment()).isNotNegative();
    assertThat(result.events().stream().mapToDouble(RunoffEvent::runoff).sum())
        .isCloseTo(balance.surfaceRunoff(), within(1e-6));
  }

  @Test
  void aBalanceThatDoesNotCloseSaysSo() {
    assertThat(new WaterBalance(1000, 100, 200, 600, 0, 100).closed()).isTrue();
    assertThat(new WaterBalance(1000, 100, 200, 600, 0, 99).closed()).isFalse();
    assertThat(new WaterBalance(1000, Double.NaN, 200, 600, 0, 100).closed()).isFalse();
  }

  @Test
  void theWatershedIsTheArealMeanOfItsHillslopes() {
    HillslopeSurface large = new HillslopeSurface(22, 3e6, 400, 25, FOREST, LOAM);
    HillslopeSurface small = new HillslopeSurface(23, 1e6, 400, 25, FOREST, LOAM);
    WatershedResult result =
        new WatershedResult(
            List.of(
                new HillslopeResult(large, new WaterBalance(100, 10, 0, 90, 0, 0), 30, List.of()),
                new HillslopeResult(small, new WaterBalance(100, 50, 0, 50, 0, 0), 10, List.of())),
            2);

    assertThat(result.area()).isEqualTo(4e6);
    assertThat(result.balance().surfaceRunoff()).isCloseTo(20, within(1e-9));
    assertThat(result.balance().per(2).runoff()).isCloseTo(10, within(1e-9));
    assertThat(result.sedimentYield()).isCloseTo(40.0 / 400 / 2, within(1e-9));
  }
}
