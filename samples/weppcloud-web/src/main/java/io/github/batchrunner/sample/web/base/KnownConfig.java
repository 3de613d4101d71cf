package io.github.batchrunner.sample.web.base;

import io.github.batchrunner.core.project.BaseConfig;
import java.util.List;
import java.util.Optional;

/**
 * What the public config files of WEPPcloud say that the controls are about.
 *
 * @param name name of the config
 * @param wbt whether WhiteboxTools delineates the watersheds; TOPAZ if not
 * @param breachDistance longest breach, m
 * @param solVer version of disturbed soils
 * @param multiOfe whether hillslopes have several overland flow elements
 * @param mostOfes how many of them at most
 */
record KnownConfig(
    String name, boolean wbt, int breachDistance, double solVer, boolean multiOfe, int mostOfes) {

  private static final List<KnownConfig> ALL =
      List.of(
          new KnownConfig("disturbed9002_wbt", true, 1000, 9002, false, 3),
          new KnownConfig("disturbed9002", false, 1000, 9002, false, 3),
          new KnownConfig("canada-wbt-mofe", true, 3000, 9002, true, 5),
          new KnownConfig("reveg", false, 1000, 9005, false, 3));

  static Optional<KnownConfig> of(BaseConfig config) {
    return ALL.stream().filter(known -> known.name().equals(config.name())).findFirst();
  }
}
