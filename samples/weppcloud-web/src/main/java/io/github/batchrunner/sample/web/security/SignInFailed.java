package io.github.batchrunner.sample.web.security;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;

/** Shows the sign-in page again, with what was wrong; the same for names there are and are not. */
final class SignInFailed implements AuthenticationFailureHandler {

  @Override
  public void onAuthenticationFailure(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException cause)
      throws IOException, ServletException {
    if (cause instanceof TooManySignInsException tooMany) {
      response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
      response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(tooMany.seconds()));
      again(
          request,
          response,
          "Too many sign-ins have failed. Wait %d %s, then try again."
              .formatted(tooMany.seconds(), tooMany.seconds() == 1 ? "second" : "seconds"));
    } else {
      response.setStatus(HttpStatus.UNAUTHORIZED.value());
      again(request, response, "The user name or the password is not right.");
    }
  }

  private static void again(
      HttpServletRequest request, HttpServletResponse response, String problem)
      throws IOException, ServletException {
    request.setAttribute(SignInPage.PROBLEM, problem);
    request.getRequestDispatcher(SignInPage.AGAIN).forward(request, response);
  }
}
