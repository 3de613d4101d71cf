package io.github.batchrunner.sample.cli;

import io.github.batchrunner.core.InvalidInputException;
import java.util.Arrays;

/** Lists of names as people type them: {@code a,b}. */
final class Names {

  private Names() {}

  /**
   * Returns the names in a list with commas between them.
   *
   * @throws InvalidInputException if one of them is empty
   */
  static String[] split(String option, String list) {
    String[] names = Arrays.stream(list.split(",", -1)).map(String::strip).toArray(String[]::new);
    if (Arrays.stream(names).anyMatch(String::isEmpty)) {
      throw new InvalidInputException(
          "%s is a list of names such as landuse,soils, but \"%s\" was given"
              .formatted(option, list));
    }
    return names;
  }
}
