package io.github.batchrunner.sample.web.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Ends sessions of users who were removed or changed since they signed in, and sessions that have
 * lasted long enough.
 */
final class CurrentUserFilter extends OncePerRequestFilter {

  private final UsersFile users;
  private final Duration lifetime;
  private final Clock clock;

  CurrentUserFilter(UsersFile users, Duration lifetime, Clock clock) {
    this.users = users;
    this.lifetime = lifetime;
    this.clock = clock;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
    if (authentication != null) {
      HttpSession session = request.getSession(false);
      if (!isCurrent(authentication.getPrincipal()) || session == null || isOver(session)) {
        SecurityContextHolder.clearContext();
        if (session != null) {
          session.invalidate();
        }
      }
    }
    chain.doFilter(request, response);
  }

  private boolean isCurrent(@Nullable Object principal) {
    return principal instanceof SignedInUser user
        && users.find(user.getUsername()).filter(user::isStill).isPresent();
  }

  private boolean isOver(HttpSession session) {
    Instant end = Instant.ofEpochMilli(session.getCreationTime()).plus(lifetime);
    return end.isBefore(clock.instant());
  }
}
