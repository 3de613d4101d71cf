package io.github.batchrunner.sample.web.security;

import java.security.SecureRandom;

/** Makes texts that nobody guesses. Thread-safe. */
final class Secrets {

  /** The digits of Crockford's base 32: no two of them look alike, and none needs the shift key. */
  private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";

  private static final int GROUPS = 4;
  private static final int GROUP = 5;

  private final SecureRandom random = new SecureRandom();

  /** Returns a text of 100 random bits, in groups that can be read aloud and typed. */
  String next() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < GROUPS * GROUP; i++) {
      if (i > 0 && i % GROUP == 0) {
        text.append('-');
      }
      text.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
    }
    return text.toString();
  }
}
