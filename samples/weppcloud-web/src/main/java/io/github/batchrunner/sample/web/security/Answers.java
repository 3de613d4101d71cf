package io.github.batchrunner.sample.web.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/** Answers what is refused before a controller is asked with a problem document (RFC 9457). */
final class Answers {

  private static final JsonMapper JSON = new JsonMapper();

  private Answers() {}

  /** Tells whether a request is for the API, not for a page. */
  static boolean isForApi(HttpServletRequest request) {
    return request.getRequestURI().startsWith("/api/");
  }

  /** Answers with a problem that its status says all about. */
  static void problem(
      HttpServletRequest request,
      HttpServletResponse response,
      HttpStatus status,
      String title,
      String detail)
      throws IOException {
    problem(request, response, "about:blank", status, title, detail);
  }

  /** Answers with a problem of a type that scripts tell from others. */
  static void problem(
      HttpServletRequest request,
      HttpServletResponse response,
      String type,
      HttpStatus status,
      String title,
      String detail)
      throws IOException {
    Map<String, Object> problem = new LinkedHashMap<>();
    problem.put("type", type);
    problem.put("title", title);
    problem.put("status", status.value());
    problem.put("detail", detail);
    problem.put("instance", request.getRequestURI());
    response.setStatus(status.value());
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response.getOutputStream().write(JSON.writeValueAsBytes(problem));
  }
}
