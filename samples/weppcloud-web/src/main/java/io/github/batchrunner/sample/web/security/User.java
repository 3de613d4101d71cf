package io.github.batchrunner.sample.web.security;

import io.github.batchrunner.core.InvalidInputException;
import java.util.regex.Pattern;

/**
 * Someone who may sign in.
 *
 * @param name 1 to 64 lower-case letters, digits, {@code .}, {@code -} and {@code _}, beginning
 *     with a letter or digit
 * @param role what the user may do
 * @param passwordHash the password as a salted hash, with the name of its form in front: {@code
 *     {bcrypt}…}
 * @param stamp random text that is another one after every change of the user; sessions that bear
 *     an older one have ended
 */
record User(String name, Role role, String passwordHash, String stamp) {

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

  /**
   * Refuses a name that breaks the rule.
   *
   * @throws InvalidInputException if the name is not one that a user may have
   */
  User {
    if (!isName(name)) {
      throw new InvalidInputException(
          ("the user name \"%s\" cannot be used: it has to be 1 to 64 lower-case letters, digits, \".\", \"-\" and"
                  + " \"_\", beginning with a letter or digit")
              .formatted(name));
    }
  }

  /** Tells whether a user may have this name. */
  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /** Leaves out the hash, so that it gets into no log. */
  @Override
  public String toString() {
    return "user \"%s\" (%s)".formatted(name, role);
  }
}
