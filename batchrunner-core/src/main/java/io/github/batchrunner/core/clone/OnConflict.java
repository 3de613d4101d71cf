package io.github.batchrunner.core.clone;

import io.github.batchrunner.core.InvalidInputException;
import java.util.Locale;

/** What becomes of something that both the base project and a run have changed since the clone. */
public enum OnConflict {
  /** The run fails before anything of it runs, and nothing in it is changed. */
  FAIL,
  /** The base's version replaces the run's. */
  BASE,
  /** The run's version stays, for this edit of the base. */
  RUN;

  /**
   * Returns the choice with this name.
   *
   * @throws InvalidInputException if there is none
   */
  public static OnConflict named(String name) {
    for (OnConflict choice : values()) {
      if (choice.toString().equals(name)) {
        return choice;
      }
    }
    throw new InvalidInputException(
        "what happens on a conflict is \"fail\", \"base\" or \"run\", but \"%s\" was given"
            .formatted(name));
  }

  /** Returns the name people write: {@code fail}, {@code base} or {@code run}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
