package io.github.batchrunner.sample.web.security;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/** Looks at user names and passwords, slowly where guesses were wrong, and logs what came of it. */
final class SignIn implements AuthenticationProvider {

  private static final Logger LOG = LoggerFactory.getLogger(SignIn.class);

  private final AuthenticationProvider passwords;
  private final SignInLimit limit;

  SignIn(AuthenticationProvider passwords, SignInLimit limit) {
    this.passwords = passwords;
    this.limit = limit;
  }

  @Override
  public @Nullable Authentication authenticate(Authentication attempt) {
    String name = name(attempt.getName());
    String address = address(attempt);
    Duration wait = limit.begin(name, address);
    if (!wait.isZero()) {
      LOG.warn("sign-in of {} from {} not looked at: too many have failed", name, address);
      throw new TooManySignInsException(wait);
    }
    try {
      Authentication user = passwords.authenticate(attempt);
      limit.succeeded(name, address);
      LOG.info("sign-in of {} from {}", name, address);
      return user;
    } catch (AuthenticationException e) {
      LOG.warn("sign-in of {} from {} failed", name, address);
      throw e;
    }
  }

  /**
   * Returns a name that can be logged. What is no name at all is not repeated: it may be made to
   * look like lines of the log, or be a password in the wrong field.
   */
  static String name(String text) {
    return User.isName(text) ? text : "(no user name)";
  }

  private static String address(Authentication attempt) {
    return attempt.getDetails() instanceof WebAuthenticationDetails details
        ? String.valueOf(details.getRemoteAddress())
        : "";
  }

  @Override
  public boolean supports(Class<?> attempt) {
    return UsernamePasswordAuthenticationToken.class.isAssignableFrom(attempt);
  }
}
