package io.github.batchrunner.sample.cli;

import java.util.regex.Pattern;

/** Passwords in addresses: found, and hidden from whoever reads a message. */
final class Secrets {

  /** To the last "@" of the line, for a password may hold anything itself. */
  private static final Pattern USER_INFO = Pattern.compile("(?i)([a-z]{1,10}://).*@");

  private static final Pattern ADDRESS = Pattern.compile("(?i)[a-z]{1,10}://.*");

  private Secrets() {}

  /** Returns the text with {@code ***} for user and password of all addresses in it. */
  static String hidden(String text) {
    return USER_INFO.matcher(text).replaceAll("$1***@");
  }

  /** Tells whether the value of a secret option gives something away: an address alone does not. */
  static boolean revealing(String value) {
    return !value.isBlank()
        && (!ADDRESS.matcher(value).matches() || USER_INFO.matcher(value).find());
  }
}
