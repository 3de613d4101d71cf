package io.github.batchrunner.sample.web.base;

import io.github.batchrunner.sample.web.base.ControlDefinition.Setting;
import java.util.Optional;
import java.util.Set;

/** What WEPP is run with, as {@code wepppy.nodb.core.wepp} keeps it. */
final class WeppFields {

  private static final String FILE = "wepp.nodb";

  private WeppFields() {}

  static ControlDefinition control() {
    ControlDefinition.Builder wepp =
        ControlDefinition.of(
            "wepp",
            "WEPP",
            "This base project has no wepp.nodb; take over a project that WEPPcloud made.",
            FILE);
    channels(wepp);
    routines(wepp);
    phosphorus(wepp);
    return wepp.rule(
            (values, problem) -> {
              if (values.number("manning_veg").orElse(1)
                  <= values.number("manning_bare").orElse(0)) {
                problem.accept(
                    "manning_veg", "WEPP needs more roughness with vegetation than of bare soil.");
              }
              if (values.number("tcr_taumax").orElse(1) < values.number("tcr_taumin").orElse(0)) {
                problem.accept("tcr_taumax", "the most is less than the least.");
              }
            })
        .along(
            Set.of("channel_critical_shear"),
            FILE,
            "_channel_critical_shear_overridden",
            values -> Optional.of(new Setting(true)))
        .build();
  }

  private static void channels(ControlDefinition.Builder wepp) {
    wepp.field(
            number("channel_critical_shear", "Critical shear of channels", "N/m²", Range.above(0))
                .help("Below it the bed of a channel does not erode."))
        .field(
            number("channel_erodibility", "Erodibility of channels", "s/m", Range.atLeast(0))
                .help("1e-06 at first."))
        .field(
            FieldDefinition.of(
                    "manning_bare",
                    "Roughness of bare soil in channels",
                    new NumberKind(Range.above(0), false),
                    FILE + ":_channel_manning_roughness_coefficient_bare")
                .help("Manning's n."))
        .field(
            FieldDefinition.of(
                    "manning_veg",
                    "Roughness of channels with vegetation",
                    new NumberKind(Range.above(0), false),
                    FILE + ":_channel_manning_roughness_coefficient_veg")
                .help("Manning's n, more than that of bare soil."))
        .field(number("minimum_channel_width_m", "Narrowest channel", "m", Range.above(0)))
        .field(
            FieldDefinition.of(
                    "kslast",
                    "Conductivity of the restrictive layer",
                    new NumberKind(Range.atLeast(0), true),
                    FILE + ":_kslast")
                .unit("mm/h")
                .help("Saturated hydraulic conductivity; nothing for that of each soil."))
        .field(
            FieldDefinition.of(
                    "dtchr_override",
                    "Time step of channels",
                    new IntegerKind(Range.of(60, 86_400), Blank.NULL),
                    FILE + ":_dtchr_override")
                .unit("s")
                .help("At least 60; nothing for WEPP's own."))
        .field(
            FieldDefinition.of(
                "ichout_override",
                "Output of channels",
                ChoiceKind.values()
                    .choice(null, "WEPP's own")
                    .choice(1, "Peaks alone")
                    .choice(3, "Hydrograph of every time step")
                    .build(),
                FILE + ":_ichout_override"));
  }

  private static void routines(ControlDefinition.Builder wepp) {
    wepp.field(flag("run_pmet", "Penman-Monteith evapotranspiration", "pmet"))
        .field(
            number("pmet_kcb", "Basal crop coefficient", "", Range.above(0))
                .help("Projects with the module \"disturbed\" take it by land use.")
                .shownWhen("run_pmet", true))
        .field(
            number("pmet_rawp", "Readily available water", "", Range.of(0, 1))
                .help(
                    "A share, 0 to 1. Projects with the module \"disturbed\" take it by land use.")
                .shownWhen("run_pmet", true))
        .field(flag("run_frost", "Frost", "frost"))
        .field(flag("run_snow", "Snow", "snow"))
        .field(part("snow_rst", "Rain-snow threshold", "°C", "snow_opts.rst", ANY, "run_snow"))
        .field(
            part(
                "snow_newsnw", "Density of new snow", "kg/m³", "snow_opts.newsnw", POS, "run_snow"))
        .field(
            part("snow_ssd", "Density of settled snow", "kg/m³", "snow_opts.ssd", POS, "run_snow"))
        .field(flag("run_tcr", "Critical shear by slope of the channel", "tcr"))
        .field(
            part("tcr_taumin", "Least critical shear", "N/m²", "tcr_opts.taumin", POS, "run_tcr"))
        .field(part("tcr_taumax", "Most critical shear", "N/m²", "tcr_opts.taumax", POS, "run_tcr"))
        .field(part("tcr_kch", "Curve parameter k", "", "tcr_opts.kch", ANY, "run_tcr"))
        .field(part("tcr_nch", "Curve parameter n", "", "tcr_opts.nch", ANY, "run_tcr"))
        .field(flag("run_baseflow", "Baseflow", "baseflow"))
        .field(
            part(
                "baseflow_gwstorage",
                "Groundwater on the first day",
                "mm",
                "baseflow_opts.gwstorage",
                ZERO,
                "run_baseflow"))
        .field(
            part(
                "baseflow_bfcoeff",
                "Baseflow coefficient",
                "per day",
                "baseflow_opts.bfcoeff",
                ZERO,
                "run_baseflow"))
        .field(
            part(
                "baseflow_dscoeff",
                "Deep seepage coefficient",
                "per day",
                "baseflow_opts.dscoeff",
                ZERO,
                "run_baseflow"))
        .field(
            part(
                "baseflow_bfthreshold",
                "Smallest watershed with baseflow",
                "ha",
                "baseflow_opts.bfthreshold",
                ZERO,
                "run_baseflow"))
        .field(flag("run_wepp_ui", "Outputs of WEPP's user interface", "wepp_ui"));
  }

  private static void phosphorus(ControlDefinition.Builder wepp) {
    wepp.field(
            concentration("p_surf_runoff", "Phosphorus in surface runoff", "mg/l", "surf_runoff"))
        .field(
            concentration("p_lateral_flow", "Phosphorus in lateral flow", "mg/l", "lateral_flow"))
        .field(concentration("p_baseflow", "Phosphorus in baseflow", "mg/l", "baseflow"))
        .field(concentration("p_sediment", "Phosphorus in sediment", "mg/kg", "sediment"));
  }

  private static final Range ANY = Range.of(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  private static final Range POS = Range.above(0);
  private static final Range ZERO = Range.atLeast(0);

  private static FieldDefinition.Builder number(
      String name, String label, String unit, Range range) {
    return FieldDefinition.of(name, label, new NumberKind(range, false), FILE + ":_" + name)
        .unit(unit);
  }

  private static FieldDefinition.Builder flag(String name, String label, String routine) {
    return FieldDefinition.of(name, label, new BooleanKind(), FILE + ":_run_" + routine);
  }

  private static FieldDefinition.Builder part(
      String name, String label, String unit, String path, Range range, String routine) {
    return FieldDefinition.of(name, label, new NumberKind(range, false), FILE + ":" + path)
        .unit(unit)
        .shownWhen(routine, true);
  }

  private static FieldDefinition.Builder concentration(
      String name, String label, String unit, String attribute) {
    return FieldDefinition.of(
            name, label, new NumberKind(ZERO, true), FILE + ":phosphorus_opts." + attribute)
        .unit(unit)
        .help("Without all four there is no phosphorus.");
  }
}
