package io.github.batchrunner.sample.web.base;

import io.github.batchrunner.sample.web.base.ControlDefinition.Setting;
import java.util.Optional;
import java.util.Set;

/** How land use is found, as {@code wepppy.nodb.core.landuse} keeps it. */
final class LanduseFields {

  private static final String FILE = "landuse.nodb";

  private LanduseFields() {}

  static ControlDefinition control() {
    return ControlDefinition.of(
            "landuse",
            "Landuse",
            "This base project has no landuse.nodb; take over a project that WEPPcloud made.",
            FILE)
        .field(
            FieldDefinition.of(
                "mode",
                "Landuse",
                ChoiceKind.members()
                    .choice(0, "Found per hillslope")
                    .choice(1, "The same for the whole watershed")
                    .other(-1, "Not chosen yet")
                    .other(2, "RRED, unburned")
                    .other(3, "RRED, burned")
                    .other(4, "Uploaded land cover map")
                    .other(9, "Spatial API")
                    .build(),
                FILE + ":_mode"))
        .field(
            FieldDefinition.of(
                    "single_selection",
                    "Landuse class",
                    new IntegerKind(Range.of(0, 1_000_000), Blank.NEVER),
                    FILE + ":_single_selection")
                .help("A key of the project's management map, such as 42 for evergreen forest.")
                .shownWhen("mode", 1L))
        .along(
            Set.of("single_selection"),
            FILE,
            "_single_man",
            // The summary of the former class; WEPPcloud finds that of the new one by its key.
            values -> Optional.of(new Setting(null)))
        .build();
  }
}
