package io.github.batchrunner.sample.cli;

import io.github.batchrunner.core.InvalidInputException;
import java.util.Arrays;

/** Names as people type and read them. */
final class Names {

  private Names() {}

  /** Returns {@code 1 run}, {@code 2 runs}. */
  static String count(long count, String noun) {
    return "%,d %s%s".formatted(count, noun, count == 1 ? "" : "s");
  }

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
