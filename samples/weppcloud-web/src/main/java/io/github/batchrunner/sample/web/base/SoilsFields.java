package io.github.batchrunner.sample.web.base;

/**
 * How soils are found, as {@code wepppy.nodb.core.soils} keeps it, and the version of disturbed
 * ones.
 */
final class SoilsFields {

  private static final String FILE = "soils.nodb";

  private SoilsFields() {}

  static ControlDefinition control() {
    return ControlDefinition.of(
            "soils",
            "Soils",
            "This base project has no soils.nodb; take over a project that WEPPcloud made.",
            FILE)
        .field(
            FieldDefinition.of(
                "mode",
                "Soils",
                ChoiceKind.members()
                    .choice(0, "Found per hillslope")
                    .choice(1, "The same for the whole watershed, by mukey")
                    .other(-1, "Not chosen yet")
                    .other(2, "The same for the whole watershed, of the database")
                    .other(3, "RRED, unburned")
                    .other(4, "RRED, burned")
                    .other(9, "Spatial API")
                    .build(),
                FILE + ":_mode"))
        .field(
            FieldDefinition.of(
                    "single_selection",
                    "Mukey",
                    new IntegerKind(Range.of(0, 999_999_999), Blank.NEVER),
                    FILE + ":_single_selection")
                .help("The key of a SSURGO map unit.")
                .shownWhen("mode", 1L))
        .field(
            FieldDefinition.of(
                    "initial_sat",
                    "Initial saturation",
                    new NumberKind(Range.of(0, 1), false),
                    FILE + ":_initial_sat")
                .help("The share of the pores that is filled with water on the first day, 0 to 1.")
                .whereAbsent(0.75))
        .field(
            FieldDefinition.of(
                    "ksflag",
                    "WEPP adjusts hydraulic conductivity",
                    new BooleanKind(),
                    FILE + ":_ksflag")
                .help("Off for 7778 soils, without effect on 9001 and 9002 soils.")
                .whereAbsent(true))
        .field(
            FieldDefinition.of(
                    "clip_soils", "Clip deep soils", new BooleanKind(), FILE + ":_clip_soils")
                .whereAbsent(false))
        .field(
            FieldDefinition.of(
                    "clip_soils_depth",
                    "Deepest soil",
                    new NumberKind(Range.above(0), false),
                    FILE + ":_clip_soils_depth")
                .unit("mm")
                .whereAbsent(1000.0)
                .shownWhen("clip_soils", true))
        .field(
            FieldDefinition.of(
                    "sol_ver",
                    "Version of disturbed soils",
                    ChoiceKind.values()
                        .choice(7778.0, "7778")
                        .choice(9002.0, "9002")
                        .choice(9003.0, "9003")
                        .choice(9005.0, "9005")
                        .build(),
                    SbsFields.FILE + ":_sol_ver")
                .whereAbsent(7778.0))
        .build();
  }
}
