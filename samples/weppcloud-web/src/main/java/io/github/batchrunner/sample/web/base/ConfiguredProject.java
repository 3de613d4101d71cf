package io.github.batchrunner.sample.web.base;

import io.github.batchrunner.core.nodb.NoDbDocument;
import io.github.batchrunner.core.nodb.NoDbFile;
import io.github.batchrunner.core.project.BaseProjectCreator;
import io.github.batchrunner.core.project.BaseProjectRequest;
import io.github.batchrunner.core.project.NewProject;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes a new base project with the options that its controls show.
 *
 * <p>On top of {@link NewProject} come the attributes that WEPPcloud's classes have for any config,
 * with the values of its {@code _defaults.toml}, and for the configs of {@link KnownConfig} the
 * thresholds of the delineation and {@code disturbed.nodb}; names and order are those of WEPPcloud.
 * Other modules of a config (ash, debris flow, …) keep data of their own: a project for them is
 * made by WEPPcloud and taken over.
 */
public final class ConfiguredProject implements BaseProjectCreator {

  private static final String WATERSHED_MODULE = "wepppy.nodb.core.watershed.";
  private static final String WEPP_MODULE = "wepppy.nodb.core.wepp.";

  /** Creates the creator, which has no options. */
  public ConfiguredProject() {}

  @Override
  public void create(BaseProjectRequest request) throws IOException {
    new NewProject().create(request);
    Optional<KnownConfig> config = KnownConfig.of(request.config());
    edit(request, "climate.nodb", ConfiguredProject::climate);
    edit(request, "soils.nodb", ConfiguredProject::soils);
    edit(request, "wepp.nodb", document -> wepp(document, config));
    edit(request, "watershed.nodb", document -> watershed(document, config));
    if (config.isPresent()) {
      Files.createDirectories(request.directory().resolve("disturbed"));
      add(request, SbsFields.FILE, "wepppy.nodb.mods.disturbed.disturbed.Disturbed")
          .write(disturbed(config.get()));
      if (!config.get().wbt()) {
        add(request, "topaz.nodb", "wepppy.nodb.core.topaz.Topaz").write(topaz());
      }
      withModule(request);
    }
  }

  /** Attributes in order. */
  private static final class Attributes {

    private final Map<String, @Nullable Object> values = new LinkedHashMap<>();

    Attributes with(String name, @Nullable Object value) {
      values.put(name, value);
      return this;
    }

    Attributes nulls(String... names) {
      for (String name : names) {
        values.put(name, null);
      }
      return this;
    }

    NoDbDocument before(String anchor, NoDbDocument document) {
      NoDbDocument edited = document;
      for (Map.Entry<String, @Nullable Object> value : values.entrySet()) {
        edited =
            edited.has(value.getKey())
                ? edited.with(value.getKey(), value.getValue())
                : edited.withBefore(anchor, value.getKey(), value.getValue());
      }
      return edited;
    }

    NoDbDocument atEnd(NoDbDocument document) {
      NoDbDocument edited = document;
      for (Map.Entry<String, @Nullable Object> value : values.entrySet()) {
        edited = edited.with(value.getKey(), value.getValue());
      }
      return edited;
    }
  }

  /** Changes a text. */
  private interface Change {
    NoDbDocument apply(NoDbDocument document);
  }

  /** Writes a file that has only what all NoDb files have, with attributes added. */
  private interface Addition {
    void write(Attributes attributes) throws IOException;
  }

  private static void edit(BaseProjectRequest request, String file, Change change) {
    NoDbFile read = NoDbFile.read(request.directory().resolve(file));
    read.write(change.apply(read.document()));
  }

  /** The attributes of every NoDb file are those of {@code ron.nodb} up to its own. */
  private static Addition add(BaseProjectRequest request, String file, String className) {
    return attributes -> {
      NoDbDocument ron =
          NoDbFile.read(request.directory().resolve("ron.nodb"))
              .document()
              .withClassName(className);
      for (String attribute : List.copyOf(ron.attributes())) {
        if (!List.of("_run_group", "_group_name", "wd", "_config", "_mods", "commit_hash")
            .contains(attribute)) {
          ron = ron.without(attribute);
        }
      }
      Path path = request.directory().resolve(file);
      NoDbFile.create(path, attributes.atEnd(ron));
    };
  }

  /** The library adds Omni to the modules afterwards; it is there already. */
  private static void withModule(BaseProjectRequest request) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(request.directory(), "*.nodb")) {
      for (Path path : files) {
        NoDbFile file = NoDbFile.read(path);
        file.write(file.document().with("_mods", List.of("disturbed", "omni")));
      }
    }
  }

  private static NoDbDocument climate(NoDbDocument climate) {
    NoDbDocument storms =
        new Attributes()
            .with("_ss_storm_date", "4 15 01")
            .with("_ss_design_storm_amount_inches", 6.3)
            .with("_ss_duration_of_storm_in_hours", 6.0)
            .with("_ss_time_to_peak_intensity_pct", 40)
            .with("_ss_max_intensity_inches_per_hour", 3.0)
            .with("_ss_batch", "")
            .nulls("_ss_batch_storms", "_precip_scaling_mode", "_precip_scale_factor")
            .nulls("_precip_scale_factor_map")
            .with("_precip_monthly_scale_factors", Collections.nCopies(12, 1))
            .nulls("_climate_daily_temp_ds", "_orig_cli_fn")
            .before("monthlies", climate);
    return new Attributes()
        .with("_use_gridmet_wind_when_applicable", true)
        .nulls("_catalog_id")
        .atEnd(storms);
  }

  private static NoDbDocument soils(NoDbDocument soils) {
    return new Attributes()
        .with("_ksflag", false)
        .with("_clip_soils", false)
        .with("_clip_soils_depth", 1000.0)
        .before("_soils_map", soils);
  }

  private static NoDbDocument wepp(NoDbDocument wepp, Optional<KnownConfig> config) {
    NoDbDocument options =
        new Attributes()
            .with(
                "phosphorus_opts",
                object("PhosphorusOpts")
                    .nulls("surf_runoff", "lateral_flow", "baseflow", "sediment")
                    .values)
            .nulls("p_surf_runoff_map", "p_lateral_flow_map", "p_baseflow_map", "p_sediment_map")
            .with(
                "snow_opts",
                object("SnowOpts").with("rst", 0.0).with("newsnw", 100.0).with("ssd", 250.0).values)
            .with(
                "tcr_opts",
                object("TCROpts")
                    .with("taumin", 35.0)
                    .with("taumax", 70.0)
                    .with("kch", 0.02)
                    .with("nch", 1.0)
                    .values)
            .nulls("channel_critical_shear_map")
            .with(
                "baseflow_opts",
                object("BaseflowOpts")
                    .with("gwstorage", 0.0)
                    .with("bfcoeff", 0.04)
                    .with("dscoeff", 0.0)
                    .with("bfthreshold", 1.0)
                    .values)
            .nulls("baseflow_gwstorage_map", "baseflow_bfcoeff_map")
            .nulls("baseflow_dscoeff_map", "baseflow_bfthreshold_map")
            .with("_run_wepp_ui", true)
            .with("_run_pmet", true)
            .with("_run_frost", false)
            .with("_run_tcr", false)
            .with("_run_baseflow", true)
            .with("_run_snow", config.isPresent())
            .with("_channel_erodibility", 1e-6)
            .with("_channel_critical_shear", 19.0)
            .with("_channel_manning_roughness_coefficient_bare", 0.03)
            .with("_channel_manning_roughness_coefficient_veg", 0.04)
            .before("_kslast", wepp);
    return new Attributes()
        .nulls("_kslast_map")
        .with("_pmet_kcb", 0.95)
        .nulls("_pmet_kcb_map")
        .with("_pmet_rawp", 0.8)
        .with("_multi_ofe", config.map(KnownConfig::multiOfe).orElse(false))
        .nulls("_dtchr_override", "_ichout_override")
        .before("run_flowpaths", options.without("_multi_ofe"));
  }

  private static NoDbDocument watershed(NoDbDocument watershed, Optional<KnownConfig> config) {
    Attributes attributes =
        new Attributes()
            .nulls("_uploaded_dem_filename")
            .with("_wepp_chn_type", "default")
            .with("_clip_hillslope_length", 300.0)
            .with("_clip_hillslopes", true)
            .with("_bieger2015_widths", true)
            .with("_walk_flowpaths", true)
            .nulls("_max_points");
    config.ifPresent(known -> backend(attributes, known));
    return attributes
        .with("_abstraction_backend", "peridot")
        .nulls("_mofe_nsegments")
        .with("_mofe_target_length", 60.0)
        .with("_mofe_buffer", false)
        .with("_mofe_buffer_length", 30.0)
        .with("_mofe_max_ofes", config.map(KnownConfig::mostOfes).orElse(3))
        .atEnd(watershed);
  }

  private static void backend(Attributes attributes, KnownConfig config) {
    Map<String, Object> backend =
        Map.of(
            "py/reduce",
            List.of(
                Map.of("py/type", WATERSHED_MODULE + "DelineationBackend"),
                Map.of("py/tuple", List.of(config.wbt() ? 3 : 1))));
    attributes.with("_delineation_backend", backend);
    if (config.wbt()) {
      attributes
          .with("_csa", 10.0)
          .with("_mcl", 100.0)
          .with("_wbt_fill_or_breach", "breach_least_cost")
          .with("_wbt_blc_dist", config.breachDistance())
          .nulls("_wbt")
          .with("_flovec_netful_relief_chnjnt_are_vrt", false);
    }
  }

  private static Attributes topaz() {
    return new Attributes()
        .with("csa", 10.0)
        .with("mcl", 100.0)
        .nulls("_outlet", "wsarea", "area_gt30", "ruggedness", "minz", "maxz");
  }

  private static Attributes disturbed(KnownConfig config) {
    return new Attributes()
        .nulls("_disturbed_fn", "_bounds", "_classes", "_breaks", "_counts", "_nodata_vals")
        .nulls("_is256", "_ct", "_color_map", "_color_coverage_pcts")
        .with("_sbs_mode", 0)
        .nulls("_uniform_severity", "_active_lookup_variant", "sbs_coverage", "_h0_max_om")
        .with("_sol_ver", config.solVer())
        .nulls("_fire_date")
        .with("_burn_shrubs", true)
        .with("_burn_grass", false);
  }

  private static Attributes object(String className) {
    return new Attributes().with("py/object", WEPP_MODULE + className);
  }
}
