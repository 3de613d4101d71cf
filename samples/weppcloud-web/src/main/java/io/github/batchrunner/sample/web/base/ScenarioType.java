package io.github.batchrunner.sample.web.base;

import java.util.List;
import java.util.Optional;

/**
 * A kind of scenario that Omni can run.
 *
 * @param value WEPPcloud's name of it
 * @param label what it means
 * @param offered whether one can be added here; others are kept where a file has them
 * @param parameters what is to be said about it, in the order in which WEPPcloud writes it
 */
public record ScenarioType(
    String value, String label, boolean offered, List<ScenarioParameter> parameters) {

  /** Copies the list. */
  public ScenarioType {
    parameters = List.copyOf(parameters);
  }

  Optional<ScenarioParameter> parameter(String name) {
    return parameters.stream().filter(parameter -> parameter.name().equals(name)).findFirst();
  }
}
