package io.github.batchrunner.core;

import java.util.Locale;

/** Where the directories of the runs are. */
public enum BatchLayout {
  /** {@code <batch>/<run id>/}. */
  FLAT,
  /** {@code <batch>/runs/<run id>/}, as deployed WEPPcloud has it. */
  RUNS;

  /**
   * Returns the layout with this name.
   *
   * @throws InvalidInputException if there is none
   */
  public static BatchLayout named(String name) {
    for (BatchLayout layout : values()) {
      if (layout.toString().equals(name)) {
        return layout;
      }
    }
    throw new InvalidInputException(
        "a layout is \"flat\" or \"runs\", but \"%s\" was given".formatted(name));
  }

  /** Returns the name people write: {@code flat} or {@code runs}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
