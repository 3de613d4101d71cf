package io.github.batchrunner.sample.web.security;

import java.time.Duration;
import org.springframework.security.core.AuthenticationException;

/** A sign-in was not looked at, as too many have failed. */
final class TooManySignInsException extends AuthenticationException {

  private static final long serialVersionUID = 1;

  private final Duration wait;

  TooManySignInsException(Duration wait) {
    super("too many sign-ins have failed");
    this.wait = wait;
  }

  /** Returns how many seconds to wait before the next one, at least 1. */
  long seconds() {
    return Math.max(1, wait.plusMillis(999).toSeconds());
  }
}
