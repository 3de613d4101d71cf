package io.github.batchrunner.sample.web.base;

import io.github.batchrunner.sample.web.base.ControlDefinition.Setting;
import java.util.Optional;
import java.util.Set;

/**
 * The soil burn severity of the base project, as {@code wepppy.nodb.mods.disturbed} keeps it.
 *
 * <p>A project has it only with the module "disturbed". Where the mode is uniform, WEPPcloud makes
 * the raster from the elevation model of a run.
 */
final class SbsFields {

  static final String ID = "sbs";
  static final String FILE = "disturbed.nodb";
  static final String RASTER = "_disturbed_fn";
  static final String MODE = "_sbs_mode";
  static final String SEVERITY = "_uniform_severity";

  private SbsFields() {}

  static ControlDefinition control() {
    return ControlDefinition.of(
            ID,
            "SBS Upload",
            "This base project has no disturbed.nodb, since its config is without the module"
                + " \"disturbed\"; create the batch with a config that has it, such as"
                + " disturbed9002_wbt.",
            FILE)
        .field(
            FieldDefinition.of(
                    "mode",
                    "Soil burn severity",
                    ChoiceKind.values()
                        .choice(0, "Uploaded map, or none")
                        .choice(1, "Uniform severity")
                        .build(),
                    FILE + ":" + MODE)
                .whereAbsent(0L))
        .field(
            FieldDefinition.of("file", "Map", new FileKind(), FILE + ":" + RASTER)
                .help(
                    "A GeoTIFF (.tif) or Erdas Imagine (.img) raster of at most 100 MiB, best of"
                        + " 8-bit or short whole numbers and in UTM. It is kept as soon as it is"
                        + " uploaded.")
                .shownWhen("mode", 0L))
        .field(
            FieldDefinition.of(
                    "uniform_severity",
                    "Severity",
                    ChoiceKind.values()
                        .choice(null, "Not chosen")
                        .choice(1, "Low")
                        .choice(2, "Moderate")
                        .choice(3, "High")
                        .build(),
                    FILE + ":" + SEVERITY)
                .whereAbsent(null)
                .shownWhen("mode", 1L))
        .field(
            FieldDefinition.of(
                    "fire_date",
                    "Date of the fire",
                    TextKind.of(
                        "(0?[1-9]|1[0-2])[ /-](0?[1-9]|[12]\\d|3[01])[ /-]\\d{1,4}",
                        "a date as month day year is needed, such as 8 4 20"),
                    FILE + ":_fire_date")
                .help("Month, day and year, such as 8 4 20. Used for revegetation.")
                .whereAbsent(null))
        .field(
            FieldDefinition.of(
                    "burn_shrubs", "Burn shrubs", new BooleanKind(), FILE + ":_burn_shrubs")
                .help("Shrubs take the burn severity of the map.")
                .whereAbsent(true))
        .field(
            FieldDefinition.of("burn_grass", "Burn grass", new BooleanKind(), FILE + ":_burn_grass")
                .help("Grass takes the burn severity of the map.")
                .whereAbsent(false))
        .rule(
            (values, problem) -> {
              if (values.is("mode", 1L) && values.isUnset("uniform_severity")) {
                problem.accept("uniform_severity", "choose how severely all of it has burned.");
              }
            })
        .along(
            Set.of("mode"),
            FILE,
            SEVERITY,
            values -> values.is("mode", 0L) ? Optional.of(new Setting(null)) : Optional.empty())
        .build();
  }
}
