package io.github.batchrunner.sample.web.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import java.time.Duration;
import org.springframework.stereotype.Component;

/**
 * Gives sessions their time: little to those of visitors of the sign-in page, so that they do not
 * fill the memory, and as much as is configured to those who have signed in.
 */
@Component
final class SessionTimes implements HttpSessionListener {

  private static final Duration VISITOR = Duration.ofMinutes(15);

  @Override
  public void sessionCreated(HttpSessionEvent event) {
    event.getSession().setMaxInactiveInterval((int) VISITOR.toSeconds());
  }

  /** Somebody has signed in. */
  static void signedIn(HttpServletRequest request) {
    HttpSession session = request.getSession();
    Duration configured = Duration.ofMinutes(request.getServletContext().getSessionTimeout());
    session.setMaxInactiveInterval((int) configured.toSeconds());
  }
}
