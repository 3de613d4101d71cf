package io.github.batchrunner.sample.web.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Who has signed in; a page asks when the session it was made for has been replaced. */
@RestController
@Tag(name = "session", description = "Who has signed in")
final class SessionApi {

  /**
   * The present session.
   *
   * @param user name of the person
   * @param role {@code admin} or {@code viewer}
   * @param csrfHeader name of the header that changes have to bear
   * @param csrfToken its value
   */
  record SessionView(String user, String role, String csrfHeader, String csrfToken) {}

  @GetMapping("/api/session")
  @Operation(summary = "Returns who has signed in, and the token of the session")
  SessionView session(HttpServletRequest request, @Parameter(hidden = true) CsrfToken token) {
    return new SessionView(
        request.getRemoteUser(),
        request.isUserInRole("BATCH_ADMIN") ? "admin" : "viewer",
        token.getHeaderName(),
        token.getToken());
  }
}
