package io.github.batchrunner.sample.web.base;

/**
 * How channels and subcatchments are delineated, as {@code wepppy.nodb.core.watershed} and {@code
 * topaz} keep it.
 *
 * <p>The thresholds of TOPAZ are in {@code topaz.nodb}, those of WhiteboxTools in {@code
 * watershed.nodb}.
 */
final class WatershedFields {

  static final String FILE = "watershed.nodb";
  private static final String TOPAZ = "topaz.nodb";

  private WatershedFields() {}

  static ControlDefinition channels() {
    return ControlDefinition.of(
            "channels",
            "Channel Delineation",
            "This base project has neither watershed.nodb nor topaz.nodb; take over a project that"
                + " WEPPcloud made.",
            FILE,
            TOPAZ)
        .field(
            FieldDefinition.of(
                    "mcl",
                    "Minimum channel length",
                    new NumberKind(Range.above(0), false),
                    FILE + ":_mcl",
                    TOPAZ + ":mcl")
                .unit("m")
                .help("Shorter channels are left out."))
        .field(
            FieldDefinition.of(
                    "csa",
                    "Critical source area",
                    new NumberKind(Range.above(0), false),
                    FILE + ":_csa",
                    TOPAZ + ":csa")
                .unit("ha")
                .help("The smallest drained area at which a channel begins."))
        .field(
            FieldDefinition.of(
                    "fill_or_breach",
                    "Depressions of the elevation model",
                    ChoiceKind.values()
                        .choice("fill", "Fill")
                        .choice("breach", "Breach")
                        .choice("breach_least_cost", "Breach at least cost")
                        .build(),
                    FILE + ":_wbt_fill_or_breach")
                .help("What is done to them before channels are looked for."))
        .field(
            FieldDefinition.of(
                    "blc_dist",
                    "Longest breach",
                    new IntegerKind(Range.of(1, 1_000_000), Blank.NEVER),
                    FILE + ":_wbt_blc_dist")
                .unit("m")
                .shownWhen("fill_or_breach", "breach_least_cost"))
        .build();
  }

  static ControlDefinition subcatchments() {
    return ControlDefinition.of(
            "subcatchments",
            "Subcatchment Delineation",
            "This base project has no watershed.nodb; take over a project that WEPPcloud made.",
            FILE)
        .field(
            FieldDefinition.of(
                    "clip_hillslopes",
                    "Clip long hillslopes",
                    new BooleanKind(),
                    FILE + ":_clip_hillslopes")
                .help("Has no effect on hillslopes of several overland flow elements.")
                .whereAbsent(false))
        .field(
            FieldDefinition.of(
                    "clip_hillslope_length",
                    "Longest hillslope",
                    new NumberKind(Range.above(0), false),
                    FILE + ":_clip_hillslope_length")
                .unit("m")
                .whereAbsent(300.0)
                .shownWhen("clip_hillslopes", true))
        .field(
            FieldDefinition.of(
                    "bieger2015_widths",
                    "Channel widths by drained area",
                    new BooleanKind(),
                    FILE + ":_bieger2015_widths")
                .help("Bieger and others (2015), Rocky Mountain System.")
                .whereAbsent(false))
        .field(
            FieldDefinition.of(
                    "walk_flowpaths",
                    "Walk flowpaths",
                    new BooleanKind(),
                    FILE + ":_walk_flowpaths")
                .whereAbsent(true))
        .field(
            FieldDefinition.of(
                    "mofe_target_length",
                    "Length of an overland flow element",
                    new NumberKind(Range.above(0), false),
                    FILE + ":_mofe_target_length")
                .unit("m")
                .help("Only for hillslopes of several overland flow elements (OFE)."))
        .field(
            FieldDefinition.of(
                    "mofe_buffer",
                    "Buffers along channels",
                    new BooleanKind(),
                    FILE + ":_mofe_buffer")
                .help("Only for hillslopes of several overland flow elements (OFE)."))
        .field(
            FieldDefinition.of(
                    "mofe_buffer_length",
                    "Length of a buffer",
                    new NumberKind(Range.above(0), false),
                    FILE + ":_mofe_buffer_length")
                .unit("m")
                .shownWhen("mofe_buffer", true))
        .build();
  }
}
