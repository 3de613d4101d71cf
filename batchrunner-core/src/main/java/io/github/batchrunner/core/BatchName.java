package io.github.batchrunner.core;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * The name of a batch, which is also the name of its directory.
 *
 * @param value fewer than 30 of {@code a-z 0-9 - _}, starting with a letter or digit, and no name
 *     of the layout
 */
public record BatchName(String value) {

  private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9_-]{0,28}");
  private static final Set<String> RESERVED = Set.of("resources", "logs", "runs", "create");
  private static final Pattern DEVICE = Pattern.compile("con|prn|aux|nul|com[0-9]|lpt[0-9]");

  /**
   * Checks the rules.
   *
   * @throws InvalidInputException if one is broken; the message says which
   */
  public BatchName {
    if (!FORM.matcher(value).matches()) {
      throw new InvalidInputException(
          "a batch name is 1 to 29 lowercase letters, digits, \"-\" and \"_\", starting with a letter or digit, but \"%s\" was given"
              .formatted(value));
    }
    if (RESERVED.contains(value) || DEVICE.matcher(value).matches()) {
      throw new InvalidInputException(
          "\"%s\" is a reserved name; choose another for the batch".formatted(value));
    }
  }

  /**
   * Returns the batch name.
   *
   * @throws InvalidInputException if it breaks a rule; the message says which
   */
  public static BatchName of(String value) {
    return new BatchName(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
