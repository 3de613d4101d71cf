package io.github.batchrunner.sample.web.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;

/** Tells programs that they are signed out, and leads people to the sign-in and back. */
final class SignedOutAnswer implements AuthenticationEntryPoint {

  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException cause)
      throws IOException {
    answer(request, response);
  }

  static void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    if (Answers.isForApi(request)) {
      Answers.problem(
          request,
          response,
          HttpStatus.UNAUTHORIZED,
          "Signed out",
          "You are not signed in, or no longer. Sign in at /login and try again.");
    } else {
      String back = BackPath.of(request.getRequestURI());
      response.sendRedirect(
          back.equals(BackPath.START)
              ? "/login"
              : "/login?back=" + URLEncoder.encode(back, StandardCharsets.UTF_8));
    }
  }
}
