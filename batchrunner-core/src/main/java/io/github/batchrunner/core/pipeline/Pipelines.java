package io.github.batchrunner.core.pipeline;

/** Pipelines that come with the library. */
public final class Pipelines {

  private Pipelines() {}

  /**
   * Returns the seven WEPP tasks as handlers of the same names: {@code delineation -> {landuse,
   * soils, climate} -> wepp -> {watar, omni}}.
   *
   * <p>Each has as inputs the NoDb files of the base project that hold its options, so that editing
   * these makes it stale.
   */
  public static Pipeline wepp() {
    return Pipeline.builder("wepp")
        .task(
            handler("delineation", "Watershed Delineation and Abstraction")
                .inputs("ron.nodb", "watershed.nodb"))
        .task(handler("landuse", "Landuse").needs("delineation").inputs("landuse.nodb"))
        .task(handler("soils", "Soils").needs("delineation").inputs("soils.nodb"))
        .task(handler("climate", "Climate").needs("delineation").inputs("climate.nodb"))
        .task(handler("wepp", "WEPP").needs("landuse", "soils", "climate").inputs("wepp.nodb"))
        .task(handler("watar", "WATAR").needs("wepp"))
        .task(handler("omni", "Omni Scenarios").needs("wepp").inputs("omni.nodb"))
        .build();
  }

  private static TaskDefinition.Builder handler(String id, String label) {
    return TaskDefinition.builder(id, WorkDefinition.handler(id)).label(label);
  }
}
