package io.github.batchrunner.sample.web.base;

import java.util.List;

/** The scenarios that Omni compares, as {@code wepppy.nodb.mods.omni} keeps them. */
final class OmniFields {

  private static final String FILE = "omni.nodb";

  private static final ScenarioParameter STEEPER =
      ScenarioParameter.integer(
          "filter_hill_min_slope_pct", "Only hillslopes steeper than (%)", 0, 1000);

  private static final ScenarioParameter FLATTER =
      ScenarioParameter.integer(
          "filter_hill_max_slope_pct", "Only hillslopes flatter than (%)", 0, 1000);

  private static final ScenarioParameter BURNED =
      ScenarioParameter.anyOf(
          "filter_burn_severities",
          "Only these burn severities",
          new Choice(0L, "Unburned"),
          new Choice(1L, "Low"),
          new Choice(2L, "Moderate"),
          new Choice(3L, "High"));

  private OmniFields() {}

  static ControlDefinition control() {
    return ControlDefinition.of(
            "omni",
            "Omni",
            "This base project has no omni.nodb; take over a project that WEPPcloud made.",
            FILE)
        .field(
            FieldDefinition.of(
                    "scenarios", "Scenarios", new ScenariosKind(types()), FILE + ":_scenarios")
                .help("Each is run for every watershed and compared with the land as it is."))
        .build();
  }

  private static List<ScenarioType> types() {
    return List.of(
        new ScenarioType("uniform_low", "Fire of low severity everywhere", true, List.of()),
        new ScenarioType(
            "uniform_moderate", "Fire of moderate severity everywhere", true, List.of()),
        new ScenarioType("uniform_high", "Fire of high severity everywhere", true, List.of()),
        // Needs a raster of its own, which WEPPcloud takes.
        new ScenarioType("sbs_map", "Burn severity map of its own", false, List.of()),
        new ScenarioType("undisturbed", "Undisturbed", true, List.of()),
        new ScenarioType(
            "prescribed_fire", "Prescribed fire", true, List.of(STEEPER, FLATTER, BURNED)),
        new ScenarioType(
            "thinning",
            "Thinning",
            true,
            List.of(
                ScenarioParameter.choice(
                    "canopy_cover",
                    "Canopy cover afterwards",
                    new Choice("40%", "40 %"),
                    new Choice("65%", "65 %")),
                ScenarioParameter.choice(
                    "ground_cover",
                    "Ground cover afterwards",
                    new Choice("93%", "93 %, cable"),
                    new Choice("90%", "90 %, forwarder"),
                    new Choice("85%", "85 %, skidder"),
                    new Choice("75%", "75 %")),
                STEEPER,
                FLATTER,
                BURNED)),
        new ScenarioType(
            "mulch",
            "Mulching",
            true,
            List.of(
                ScenarioParameter.choice(
                    "ground_cover_increase",
                    "More ground cover",
                    new Choice("15%", "15 %, ½ ton an acre"),
                    new Choice("30%", "30 %, 1 ton an acre"),
                    new Choice("60%", "60 %, 2 tons an acre")),
                ScenarioParameter.choice(
                    "base_scenario",
                    "After",
                    new Choice("uniform_low", "fire of low severity everywhere"),
                    new Choice("uniform_moderate", "fire of moderate severity everywhere"),
                    new Choice("uniform_high", "fire of high severity everywhere"),
                    new Choice("sbs_map", "fire by the burn severity map")),
                STEEPER,
                FLATTER,
                BURNED)));
  }
}
