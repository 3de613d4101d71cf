package io.github.batchrunner.core.project;

import io.github.batchrunner.core.InvalidInputException;
import java.util.regex.Pattern;

/**
 * The name of the WEPPcloud config that a base project is made with, such as {@code
 * disturbed9002_wbt}.
 *
 * @param name the name without {@code .cfg}
 */
public record BaseConfig(String name) {

  private static final String SUFFIX = ".cfg";
  private static final int MAX_LENGTH = 100;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*");

  /**
   * Checks the name, and takes {@code .cfg} off it.
   *
   * @throws InvalidInputException when it is not letters, digits, {@code -}, {@code _} and {@code
   *     .}, begins with another character than a letter or a digit, has {@code ..} in it, or is
   *     longer than 100 characters
   */
  public BaseConfig {
    name = name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
    if (!NAME.matcher(name).matches() || name.contains("..") || name.length() > MAX_LENGTH) {
      throw new InvalidInputException(
          "\""
              + name
              + "\" is not the name of a config: use letters, digits, '-', '_' and '.', beginning"
              + " with a letter or a digit, at most "
              + MAX_LENGTH
              + " characters, such as \"disturbed9002_wbt\".");
    }
  }

  /**
   * Returns the config of that name, which may or may not end with {@code .cfg}.
   *
   * @throws InvalidInputException when it is not the name of a config
   */
  public static BaseConfig named(String name) {
    return new BaseConfig(name);
  }

  /** Returns the name with {@code .cfg}, as NoDb files hold it. */
  public String fileName() {
    return name + SUFFIX;
  }

  /** Returns the name. */
  @Override
  public String toString() {
    return name;
  }
}
