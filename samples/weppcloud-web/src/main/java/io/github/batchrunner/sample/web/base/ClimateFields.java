package io.github.batchrunner.sample.web.base;

import io.github.batchrunner.sample.web.base.ControlDefinition.Setting;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * What climate the runs get, as {@code wepppy.nodb.core.climate} keeps it.
 *
 * <p>Limits are WEPPcloud's own: at most 1000 years, observed years from 1980 on (Daymet),
 * projected ones from 2006 to 2099, seeds of five digits. The single-storm modes, which it does not
 * take any more, can only be kept.
 */
final class ClimateFields {

  private static final String FILE = "climate.nodb";

  private static final long OBSERVED = 2;
  private static final long FUTURE = 3;

  /** The modes that simulate by chance, for a number of years. */
  private static final Object[] STOCHASTIC = {0L, 5L, 8L, 10L};

  /** The modes that take the weather of certain years. */
  private static final Object[] OF_YEARS = {OBSERVED, 9L, 11L, 13L};

  private static final Object[] SINGLE_STORM = {4L, 14L, 15L};

  private ClimateFields() {}

  static ControlDefinition control() {
    ControlDefinition.Builder climate =
        ControlDefinition.of(
            "climate",
            "Climate",
            "This base project has no climate.nodb; take over a project that WEPPcloud made.",
            FILE);
    modes(climate);
    years(climate);
    singleStorm(climate);
    station(climate);
    return climate
        .rule(
            (values, problem) -> {
              inOrder(values, "observed", problem);
              inOrder(values, "future", problem);
              if (values.is("mode", STOCHASTIC) && values.isUnset("input_years")) {
                problem.accept("input_years", "this climate needs a number of years.");
              }
              if (values.is("mode", OF_YEARS)) {
                require(values, "observed", problem);
              }
              if (values.is("mode", OBSERVED)
                  && values.number("observed_start_year").orElse(1980) < 1980) {
                problem.accept("observed_start_year", "Daymet begins in 1980.");
              }
              if (values.is("mode", FUTURE)) {
                require(values, "future", problem);
              }
            })
        // Without a dataset of its catalog WEPPcloud goes by the mode alone.
        .along(Set.of("mode"), FILE, "_catalog_id", values -> Optional.of(new Setting(null)))
        .along(
            Set.of("mode"),
            FILE,
            "_climate_spatialmode",
            values ->
                values.is("mode", SINGLE_STORM) ? Optional.of(new Setting(0L)) : Optional.empty())
        .along(
            Set.of("station_mode"),
            FILE,
            "_climatestation",
            values ->
                values.is("station_mode", -1L) ? Optional.of(new Setting(null)) : Optional.empty())
        .along(
            Set.of("mode", "observed_start_year", "observed_end_year"),
            FILE,
            "_input_years",
            values -> values.is("mode", OBSERVED) ? span(values, "observed") : Optional.empty())
        .along(
            Set.of("mode", "future_start_year", "future_end_year"),
            FILE,
            "_input_years",
            values -> values.is("mode", FUTURE) ? span(values, "future") : Optional.empty())
        .build();
  }

  private static void modes(ControlDefinition.Builder climate) {
    climate
        .field(
            FieldDefinition.of(
                "mode",
                "Climate",
                ChoiceKind.members()
                    .choice(0, "CLIGEN, by chance")
                    .choice(5, "CLIGEN by chance, adjusted to PRISM")
                    .choice(2, "Observed, Daymet (United States)")
                    .choice(9, "Observed, PRISM (United States)")
                    .choice(11, "Observed, GRIDMET (United States)")
                    .choice(13, "Observed, DEP NEXRAD (United States)")
                    .choice(3, "Future, RCP 8.5")
                    .choice(8, "CLIGEN by chance, adjusted to E-OBS (Europe)")
                    .choice(10, "CLIGEN by chance, adjusted to AGDC (Australia)")
                    .other(-1, "Not chosen yet")
                    .other(4, "Single storm (no longer taken by WEPPcloud)")
                    .other(6, "Observed, of a file")
                    .other(7, "Future, of a file")
                    .other(12, "Uploaded climate file")
                    .other(14, "Several single storms (no longer taken by WEPPcloud)")
                    .other(15, "Uploaded single storm (no longer taken by WEPPcloud)")
                    .build(),
                FILE + ":_climate_mode"))
        .field(
            FieldDefinition.of(
                    "spatial_mode",
                    "Climates per watershed",
                    ChoiceKind.members()
                        .choice(0, "One")
                        .choice(1, "One for each hillslope")
                        .choice(2, "One for each hillslope, interpolated (United States)")
                        .other(-1, "Not chosen yet")
                        .build(),
                    FILE + ":_climate_spatialmode")
                .shownWhen("mode", 0L, 5L, 2L, 9L, 11L, 13L, 3L, 8L, 10L, 6L, 7L, 12L));
  }

  private static void years(ControlDefinition.Builder climate) {
    climate
        .field(
            FieldDefinition.of(
                    "input_years",
                    "Years to simulate",
                    new IntegerKind(Range.of(1, 1000), Blank.NULL),
                    FILE + ":_input_years")
                .unit("years")
                .shownWhen("mode", STOCHASTIC))
        .field(
            FieldDefinition.of(
                    "cligen_seed",
                    "Seed",
                    new IntegerKind(Range.of(0, 99_999), Blank.NULL),
                    FILE + ":_cligen_seed")
                .help("Runs with the same seed get the same chance; without one it is drawn.")
                .whereAbsent(null)
                .shownWhen("mode", STOCHASTIC))
        .field(year("observed_start_year", "First observed year", 1900, 2100, OF_YEARS))
        .field(year("observed_end_year", "Last observed year", 1900, 2100, OF_YEARS))
        .field(year("future_start_year", "First future year", 2006, 2099, FUTURE))
        .field(year("future_end_year", "Last future year", 2006, 2099, FUTURE));
  }

  private static FieldDefinition.Builder year(
      String name, String label, int first, int last, Object... modes) {
    return FieldDefinition.of(
            name,
            label,
            new IntegerKind(Range.of(first, last), Blank.EMPTY_TEXT),
            FILE + ":_" + name)
        .shownWhen("mode", modes);
  }

  private static void singleStorm(ControlDefinition.Builder climate) {
    climate
        .field(
            FieldDefinition.of(
                    "ss_storm_date",
                    "Day of the storm",
                    TextKind.of(
                        "(0?[1-9]|1[0-2]) (0?[1-9]|[12]\\d|3[01]) \\d{1,4}",
                        "a date as month day year is needed, such as 4 15 01"),
                    FILE + ":_ss_storm_date")
                .help("Month, day and year, such as 4 15 01.")
                .shownWhen("mode", SINGLE_STORM))
        .field(storm("ss_design_storm_amount_inches", "Precipitation", "in", Range.above(0)))
        .field(storm("ss_duration_of_storm_in_hours", "Duration", "h", Range.above(0)))
        .field(
            storm("ss_time_to_peak_intensity_pct", "Time to peak", "%", Range.between(0, 100))
                .help("Of the duration. Older projects have a fraction, such as 0.4."))
        .field(storm("ss_max_intensity_inches_per_hour", "Peak intensity", "in/h", Range.above(0)));
  }

  private static FieldDefinition.Builder storm(
      String name, String label, String unit, Range range) {
    return FieldDefinition.of(name, label, new NumberKind(range, false), FILE + ":_" + name)
        .unit(unit)
        .shownWhen("mode", SINGLE_STORM);
  }

  private static void station(ControlDefinition.Builder climate) {
    climate
        .field(
            FieldDefinition.of(
                "station_mode",
                "Choice of the station",
                ChoiceKind.members()
                    .choice(-1, "The closest one, for each run")
                    .choice(0, "By distance")
                    .choice(1, "By several factors")
                    .choice(2, "By several factors (Europe)")
                    .choice(3, "By several factors (Australia)")
                    .other(4, "Uploaded station")
                    .other(5, "Iowa Mesonet")
                    .build(),
                FILE + ":_climatestation_mode"))
        .field(
            FieldDefinition.of(
                    "station",
                    "Station",
                    TextKind.of(
                        "[A-Za-z0-9][A-Za-z0-9_-]{0,63}",
                        "the id of a CLIGEN station is needed, such as nv263205"),
                    FILE + ":_climatestation")
                .help("The id of a CLIGEN station for all runs; nothing for each run's own.")
                .shownWhen("station_mode", 0L, 1L, 2L, 3L, 4L, 5L))
        .field(
            FieldDefinition.of(
                    "use_gridmet_wind",
                    "Wind of GRIDMET",
                    new BooleanKind(),
                    FILE + ":_use_gridmet_wind_when_applicable")
                .whereAbsent(true)
                .shownWhen("mode", OF_YEARS));
  }

  private static void inOrder(Values values, String which, BiConsumer<String, String> problem) {
    if (values.number(which + "_start_year").orElse(0)
        > values.number(which + "_end_year").orElse(9999)) {
      problem.accept(which + "_end_year", "the last year is before the first one.");
    }
  }

  private static void require(Values values, String which, BiConsumer<String, String> problem) {
    for (String end : new String[] {which + "_start_year", which + "_end_year"}) {
      if (values.isUnset(end)) {
        problem.accept(end, "this climate needs a first and a last year.");
      }
    }
  }

  private static Optional<Setting> span(Values values, String which) {
    double first = values.number(which + "_start_year").orElse(Double.NaN);
    double last = values.number(which + "_end_year").orElse(Double.NaN);
    return Double.isNaN(first) || Double.isNaN(last)
        ? Optional.empty()
        : Optional.of(new Setting((long) (last - first + 1)));
  }
}
