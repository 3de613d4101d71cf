package io.github.batchrunner.sample.hydrology.task;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.batchrunner.sample.hydrology.files.InputException;
import io.github.batchrunner.sample.hydrology.files.NodbFile;
import io.github.batchrunner.sample.hydrology.files.WatershedAttributes;
import io.github.batchrunner.sample.hydrology.model.MonthlyNormals;
import java.util.OptionalDouble;

/**
 * What {@code climate.nodb} says of the climate wanted: for how many years, and the monthly means
 * of the station that was chosen.
 *
 * <p>Where no station was chosen, the means are likely ones for the place. Precipitation that is
 * known of the watershed itself goes before both.
 */
final class ClimateSettings {
  private static final int DEFAULT_YEARS = 10;

  /** As many as WEPPcloud takes. */
  private static final int MOST_YEARS = 1000;

  private static final double MILLIMETRES_PER_INCH = 25.4;

  private final NodbFile climate;

  ClimateSettings(NodbFile climate) {
    this.climate = climate;
  }

  /** Returns how many years of weather are wanted, 1 to 1000; 10 where nothing is said. */
  int years() throws InputException {
    return (int) climate.number(DEFAULT_YEARS, 1, MOST_YEARS, "_input_years");
  }

  /** Returns a number that a person may set to get other weather. */
  long seed() throws InputException {
    return (long) climate.number(0, Long.MIN_VALUE, Long.MAX_VALUE, "_cligen_seed");
  }

  /** Returns the climate of a watershed at this latitude, degrees. */
  MonthlyNormals normals(WatershedAttributes attributes, double latitude) throws InputException {
    JsonNode station = climate.attribute("monthlies");
    OptionalDouble annual = attributes.precipitation();
    if (!station.isObject()) {
      return MonthlyNormals.ofPlace(
          latitude,
          attributes.elevation(),
          annual.orElseGet(() -> MonthlyNormals.likelyPrecipitation(latitude)));
    }
    try {
      MonthlyNormals normals = ofStation(station);
      return annual.isPresent() ? normals.withAnnualPrecipitation(annual.getAsDouble()) : normals;
    } catch (IllegalArgumentException e) {
      throw new InputException(
          "\"monthlies\" in \"climate.nodb\" cannot be used: "
              + e.getMessage()
              + ": choose another station in the base project",
          e);
    }
  }

  /** CLIGEN's station files count in inches and degrees Fahrenheit. */
  private static MonthlyNormals ofStation(JsonNode station) {
    double[] wetDays = months(station, "nwds");
    double[] precipitation = months(station, "ppts");
    double[] high = months(station, "tmaxs");
    double[] low = months(station, "tmins");
    for (int month = 0; month < 12; month++) {
      precipitation[month] *= MILLIMETRES_PER_INCH;
      high[month] = celsius(high[month]);
      low[month] = celsius(low[month]);
    }
    return MonthlyNormals.of(wetDays, precipitation, high, low);
  }

  private static double celsius(double fahrenheit) {
    return (fahrenheit - 32) / 1.8;
  }

  private static double[] months(JsonNode station, String name) {
    JsonNode values = station.path(name);
    if (values.size() != 12) {
      throw new IllegalArgumentException("\"" + name + "\" does not have twelve numbers");
    }
    double[] months = new double[12];
    for (int month = 0; month < 12; month++) {
      months[month] = values.path(month).asDouble(Double.NaN);
    }
    return months;
  }
}
