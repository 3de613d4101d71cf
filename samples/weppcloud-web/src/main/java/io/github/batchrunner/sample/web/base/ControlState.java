package io.github.batchrunner.sample.web.base;

import java.util.List;

/**
 * A control as a base project has it.
 *
 * @param id what the API calls it
 * @param title what a person calls it
 * @param available whether it can be used
 * @param reason why not; empty if it can
 * @param fields what it has, those that the project does not have left out
 */
public record ControlState(
    String id, String title, boolean available, String reason, List<FieldState> fields) {

  /** Copies the list. */
  public ControlState {
    fields = List.copyOf(fields);
  }
}
