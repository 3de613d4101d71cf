package io.github.batchrunner.core.project;

import io.github.batchrunner.core.internal.files.PathNames;
import io.github.batchrunner.core.internal.json.PythonJson;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The NoDb singletons of a new project, with the attributes that WEPPcloud's classes have in a
 * project on which nothing was done yet, in their order.
 *
 * <p>Class names and attributes are those of {@code wepppy.nodb} as of 2025 and 2026.
 */
enum Singleton {
  RON("wepppy.nodb.core.ron.Ron") {
    @Override
    void attributes(BaseConfig config, Attributes of) {
      of.with("_configname", config.name())
          .with("_cellsize", 30.0)
          .with("_center0", List.of(40.0, -99.0))
          .with("_zoom0", 5)
          .nulls("_boundary", "_dem_db", "_dem_map")
          .with("_enable_landuse_change", true)
          .with("_name", "")
          .with("_scenario", "")
          .nulls("_map", "_w3w")
          .with("_locales", List.of());
    }
  },
  WATERSHED("wepppy.nodb.core.watershed.Watershed") {
    @Override
    void attributes(BaseConfig config, Attributes of) {
      of.nulls("_subs_summary", "_fps_summary", "_structure", "_chns_summary", "_wsarea")
          .with("_impoundment_n", 0)
          .nulls("_centroid", "_outlet_top_id", "_outlet")
          .with("_set_extent_mode", 0)
          .with("_map_bounds_text", "");
    }
  },
  LANDUSE("wepppy.nodb.core.landuse.Landuse") {
    @Override
    void attributes(BaseConfig config, Attributes of) {
      of.with("_mode", enumMember("wepppy.nodb.core.landuse.LanduseMode", 0))
          .with("_single_selection", 0)
          .nulls("_single_man", "domlc_d", "managements", "_landuse_map", "domlc_mofe_d");
    }
  },
  SOILS("wepppy.nodb.core.soils.Soils") {
    @Override
    void attributes(BaseConfig config, Attributes of) {
      of.with("_mode", enumMember("wepppy.nodb.core.soils.SoilsMode", 0))
          .with("_single_selection", 0)
          .nulls("_single_dbselection", "domsoil_d", "ssurgo_domsoil_d", "soils")
          .nulls("_subs_summary", "_chns_summary")
          .with("_initial_sat", 0.75)
          .nulls("_soils_map");
    }
  },
  CLIMATE("wepppy.nodb.core.climate.Climate") {
    @Override
    void attributes(BaseConfig config, Attributes of) {
      of.with("_input_years", 100)
          .with("_climatestation_mode", enumMember(CLIMATE_MODULE + "ClimateStationMode", -1))
          .nulls("_climatestation")
          .with("_climate_mode", enumMember(CLIMATE_MODULE + "ClimateMode", -1))
          .with("_climate_spatialmode", enumMember(CLIMATE_MODULE + "ClimateSpatialMode", 0))
          .nulls("_cligen_seed")
          .with("_observed_start_year", "")
          .with("_observed_end_year", "")
          .with("_future_start_year", "")
          .with("_future_end_year", "")
          .nulls("monthlies", "par_fn", "cli_fn", "sub_par_fns", "sub_cli_fns")
          .nulls("_closest_stations", "_heuristic_stations")
          .nulls("_observed_clis_wc", "_future_clis_wc");
    }
  },
  WEPP("wepppy.nodb.core.wepp.Wepp") {
    @Override
    void attributes(BaseConfig config, Attributes of) {
      of.nulls("_kslast").with("_multi_ofe", false).with("run_flowpaths", false);
    }
  },
  OBSERVED("wepppy.nodb.mods.observed.observed.Observed") {
    @Override
    void attributes(BaseConfig config, Attributes of) {
      of.nulls("results").with("model_source", "wepp");
    }
  },
  UNITIZER("wepppy.nodb.unitizer.Unitizer") {
    @Override
    void attributes(BaseConfig config, Attributes of) {
      of.with("_preferences", Map.of());
    }
  },
  OMNI("wepppy.nodb.mods.omni.omni.Omni") {
    @Override
    void attributes(BaseConfig config, Attributes of) {
      of.with("_scenarios", List.of())
          .nulls("_contrast_names", "_contrast_labels", "_contrast_scenario", "_control_scenario")
          .with("_contrast_pairs", List.of())
          .with("_scenario_dependency_tree", Map.of())
          .with("_contrast_dependency_tree", Map.of())
          .with("_scenario_run_state", List.of());
    }
  };

  private static final String CLIMATE_MODULE = "wepppy.nodb.core.climate.";

  private final String className;

  Singleton(String className) {
    this.className = className;
  }

  abstract void attributes(BaseConfig config, Attributes of);

  String fileName() {
    return name().toLowerCase(Locale.ROOT) + ".nodb";
  }

  /** Returns the file's text for a new project. */
  byte[] text(BaseProjectRequest request, List<?> mods) {
    Attributes state = new Attributes();
    state
        .with(BatchMembership.RUN_GROUP, BatchMembership.BATCH)
        .with(BatchMembership.GROUP_NAME, request.batchName())
        .with("wd", PathNames.slashed(request.wd()))
        .with("_config", request.config().fileName())
        .with("_mods", mods)
        .with("commit_hash", "unknown");
    attributes(request.config(), state);
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("py/object", className);
    document.put("py/state", state.values);
    return PythonJson.dumps(document).getBytes(StandardCharsets.US_ASCII);
  }

  /** A member of a Python enum in the form in which jsonpickle writes it. */
  private static Map<String, Object> enumMember(String type, int value) {
    return Map.of(
        "py/reduce", List.of(Map.of("py/type", type), Map.of("py/tuple", List.of(value))));
  }

  /** Collects attributes in order. */
  static final class Attributes {

    private final Map<String, @Nullable Object> values = new LinkedHashMap<>();

    Attributes with(String name, Object value) {
      values.put(name, value);
      return this;
    }

    Attributes nulls(String... names) {
      for (String name : names) {
        values.put(name, null);
      }
      return this;
    }
  }
}
