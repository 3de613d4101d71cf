package io.github.batchrunner.sample.web.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;

/** Answers requests that a user, or a page that is out of date, may not make. */
final class RefusedAnswer implements AccessDeniedHandler {

  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, AccessDeniedException cause)
      throws IOException {
    if (cause instanceof CsrfException) {
      withoutToken(request, response);
    } else if (Answers.isForApi(request)) {
      Answers.problem(
          request,
          response,
          HttpStatus.FORBIDDEN,
          "Not allowed",
          "That needs the role BATCH_ADMIN, which you do not have. Ask an administrator.");
    } else {
      // A path that no rule knows is no page at all.
      response.sendError(
          (AccessRules.ADMIN_PAGES.matches(request) ? HttpStatus.FORBIDDEN : HttpStatus.NOT_FOUND)
              .value());
    }
  }

  /** The token of a page lives as long as the session: without one nobody is signed in. */
  private static void withoutToken(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (request.getRequestURI().equals("/login")) {
      response.sendRedirect("/login?late");
    } else if (SecurityContextHolder.getContext().getAuthentication() == null) {
      SignedOutAnswer.answer(request, response);
    } else if (Answers.isForApi(request)) {
      Answers.problem(
          request,
          response,
          "urn:weppcloud:page-out-of-date",
          HttpStatus.FORBIDDEN,
          "The page is out of date",
          "The request does not come from a page of your present session. Reload the page and try again.");
    } else {
      response.sendError(HttpStatus.FORBIDDEN.value());
    }
  }
}
