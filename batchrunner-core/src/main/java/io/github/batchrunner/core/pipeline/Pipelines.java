package io.github.batchrunner.core.pipeline;

import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.text.NearestName;
import io.github.batchrunner.spi.FailsWhen;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/** Pipelines that come with the library. */
public final class Pipelines {

  private static final String WEPP = "wepp";
  private static final String WEPPCLOUD = "weppcloud";

  /** What WEPPcloud gives each of its jobs: 43,200 seconds. */
  private static final Duration WEPPCLOUD_TIMEOUT = Duration.ofHours(12);

  private Pipelines() {}

  /** Returns the names of these pipelines. */
  public static List<String> names() {
    return List.of(WEPP, WEPPCLOUD);
  }

  /**
   * Returns the pipeline with one of the {@linkplain #names names}, for a base project.
   *
   * @throws InvalidInputException if there is none; the nearest name is shown
   */
  public static Pipeline named(String name, Path baseProject) {
    return switch (name) {
      case WEPP -> wepp();
      case WEPPCLOUD -> weppcloudFor(baseProject);
      default ->
          throw new InvalidInputException(
              "there is no pipeline \"%s\"%s".formatted(name, NearestName.hint(name, names())));
    };
  }

  /**
   * Returns the seven WEPP tasks as handlers of the same names: {@code delineation -> {landuse,
   * soils, climate} -> wepp -> {watar, omni}}.
   *
   * <p>Each has as inputs the NoDb files of the base project that hold its options, so that editing
   * these makes it stale; those that a project does not have count as nothing. The burn severities
   * of the module "disturbed" change land use and soils.
   */
  public static Pipeline wepp() {
    return Pipeline.builder(WEPP)
        .task(
            handler("delineation", "Watershed Delineation and Abstraction")
                .inputs("ron.nodb", "watershed.nodb", "topaz.nodb"))
        .task(
            handler("landuse", "Landuse")
                .needs("delineation")
                .inputs("landuse.nodb", "disturbed.nodb", "disturbed/*"))
        .task(
            handler("soils", "Soils")
                .needs("delineation")
                .inputs("soils.nodb", "disturbed.nodb", "disturbed/*"))
        .task(handler("climate", "Climate").needs("delineation").inputs("climate.nodb"))
        .task(handler("wepp", "WEPP").needs("landuse", "soils", "climate").inputs("wepp.nodb"))
        .task(handler("watar", "WATAR").needs("wepp"))
        .task(handler("omni", "Omni Scenarios").needs("wepp").inputs("omni.nodb"))
        .build();
  }

  private static TaskDefinition.Builder handler(String id, String label) {
    return TaskDefinition.builder(id, WorkDefinition.handler(id)).label(label);
  }

  /**
   * Returns the steps of WEPPcloud's own batch runner as calls of its RQ functions, one after the
   * other as it takes them, with its slugs as ids, its timeout, and the check-boxes of {@link
   * #wepp()} as groups.
   *
   * <p>Each call is given {@code batch;;<batch>;;<run id>}. The steps from {@code
   * run_wepp_hillslopes} on have failed also when they return {@code (False, …)}, so that what
   * comes after them waits at the host: some of their functions leave work to jobs that they
   * enqueue, which RQ would not wait for.
   *
   * <p>The functions are those of WEPPcloud's interactive pages. Of these steps neither name nor
   * arguments are published, so that they are to be checked against the WEPPcloud in use: {@code
   * find_outlet} calls {@code set_outlet_rq}, {@code build_openet_ts} calls {@code
   * fetch_and_analyze_openet_ts_rq}, {@code run_wepp_hillslopes} calls {@code run_wepp_rq}, {@code
   * run_omni_contrasts} calls {@code run_omni_contrasts_rq}. {@code run_watar} gives {@code
   * run_ash_rq} August 4 as the day of the fire and 5 mm of white and of black ash. Another
   * deployment's own are set by a pipeline as JSON.
   */
  public static Pipeline weppcloud() {
    return weppcloud(nodb -> true);
  }

  /**
   * Returns the steps of {@link #weppcloud()} for a base project: without RAP, OpenET and WATAR
   * where the project does not have them, as WEPPcloud does it.
   */
  public static Pipeline weppcloudFor(Path baseProject) {
    return weppcloud(nodb -> Files.exists(baseProject.resolve(nodb)));
  }

  private static Pipeline weppcloud(Predicate<String> hasNoDb) {
    Chain chain = new Chain(hasNoDb);
    String project = "wepppy.rq.project_rq.";
    chain.step("delineation", "fetch_dem", "Fetch DEM", run(project + "fetch_dem_rq"), "ron.nodb");
    chain.step(
        "delineation",
        "build_channels",
        "Build Channels",
        run(project + "build_channels_rq"),
        "watershed.nodb",
        "topaz.nodb");
    chain.step("delineation", "find_outlet", "Find Outlet", run(project + "set_outlet_rq"));
    chain.step(
        "delineation",
        "build_subcatchments",
        "Build Subcatchments",
        run(project + "build_subcatchments_rq"));
    chain.step(
        "delineation",
        "abstract_watershed",
        "Abstract Watershed",
        run(project + "abstract_watershed_rq"));
    chain.step(
        "landuse",
        "build_landuse",
        "Build Landuse",
        run(project + "build_landuse_rq"),
        "landuse.nodb",
        "disturbed.nodb",
        "disturbed/*");
    chain.step(
        "soils",
        "build_soils",
        "Build Soils",
        run(project + "build_soils_rq"),
        "soils.nodb",
        "disturbed.nodb",
        "disturbed/*");
    chain.step(
        "climate",
        "build_climate",
        "Build Climate",
        run(project + "build_climate_rq"),
        "climate.nodb");
    chain.optional(
        "climate",
        "build_rap_ts",
        "Build RAP TS",
        run(project + "fetch_and_analyze_rap_ts_rq"),
        "rap_ts.nodb");
    chain.optional(
        "climate",
        "build_openet_ts",
        "Build OpenET TS",
        run(project + "fetch_and_analyze_openet_ts_rq"),
        "openet_ts.nodb");
    chain.step(
        "wepp",
        "run_wepp_hillslopes",
        "Run WEPP Hillslopes",
        run("wepppy.rq.wepp_rq.run_wepp_rq").failingWhen(FailsWhen.FIRST_IS_FALSE),
        "wepp.nodb");
    chain.step(
        "wepp",
        "run_wepp_watershed",
        "Run WEPP Watershed",
        run("wepppy.rq.wepp_rq.run_watershed_rq").failingWhen(FailsWhen.FIRST_IS_FALSE));
    chain.optional(
        "watar",
        "run_watar",
        "Run WATAR",
        WorkDefinition.call(project + "run_ash_rq", "{composite_run_id}", "8/4", 5.0, 5.0)
            .failingWhen(FailsWhen.FIRST_IS_FALSE),
        "ash.nodb");
    chain.step(
        "omni",
        "run_omni_scenarios",
        "Run OMNI Scenarios",
        run("wepppy.rq.omni_rq.run_omni_scenarios_rq").failingWhen(FailsWhen.FIRST_IS_FALSE),
        "omni.nodb");
    chain.step(
        "omni",
        "run_omni_contrasts",
        "Run OMNI Contrasts",
        run("wepppy.rq.omni_rq.run_omni_contrasts_rq").failingWhen(FailsWhen.FIRST_IS_FALSE),
        "omni.nodb");
    return chain.pipeline.build();
  }

  private static WorkDefinition.Call run(String function) {
    return WorkDefinition.call(function, "{composite_run_id}");
  }

  /** Steps that follow each other. */
  private static final class Chain {
    private final Predicate<String> hasNoDb;
    private final Pipeline.Builder pipeline = Pipeline.builder(WEPPCLOUD);
    private String last = "";

    Chain(Predicate<String> hasNoDb) {
      this.hasNoDb = hasNoDb;
    }

    void step(String group, String id, String label, WorkDefinition work, String... inputs) {
      TaskDefinition.Builder task =
          TaskDefinition.builder(id, work)
              .label(label)
              .group(group)
              .timeout(WEPPCLOUD_TIMEOUT)
              .inputs(inputs);
      pipeline.task(last.isEmpty() ? task : task.needs(last));
      last = id;
    }

    /** Adds a step of projects that have this NoDb file. */
    void optional(String group, String id, String label, WorkDefinition work, String nodb) {
      if (hasNoDb.test(nodb)) {
        step(group, id, label, work, nodb);
      }
    }
  }
}
