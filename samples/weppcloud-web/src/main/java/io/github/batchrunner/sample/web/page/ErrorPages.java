package io.github.batchrunner.sample.web.page;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/**
 * Answers whatever went wrong outside of the controllers: people with a page, programs with a
 * problem document; neither says anything of the inside.
 */
@Controller
final class ErrorPages implements ErrorController {

  @RequestMapping("/error")
  Object error(HttpServletRequest request) {
    HttpStatus status = status(request);
    if (path(request).startsWith("/api/")) {
      ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, sentence(status));
      return ResponseEntity.status(status)
          .contentType(MediaType.APPLICATION_PROBLEM_JSON)
          .body(problem);
    }
    ModelAndView page = new ModelAndView("error", status);
    page.addObject("title", title(status)).addObject("sentence", sentence(status));
    return page;
  }

  private static String path(HttpServletRequest request) {
    return String.valueOf(request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI));
  }

  private static HttpStatus status(HttpServletRequest request) {
    HttpStatus status =
        request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code
            ? HttpStatus.resolve(code)
            : null;
    return status == null ? HttpStatus.INTERNAL_SERVER_ERROR : status;
  }

  static String title(HttpStatus status) {
    return switch (status) {
      case NOT_FOUND -> "There is no such page";
      case FORBIDDEN -> "You may not do that";
      default -> status.is4xxClientError() ? "That cannot be answered" : "That did not work";
    };
  }

  static String sentence(HttpStatus status) {
    return switch (status) {
      case NOT_FOUND ->
          "There is nothing at this address. The list of batches shows those there are.";
      case FORBIDDEN ->
          "It needs the role BATCH_ADMIN, or the page you came from was out of date: reload it and try again.";
      case METHOD_NOT_ALLOWED -> "The address does not take requests of this kind.";
      case PAYLOAD_TOO_LARGE, CONTENT_TOO_LARGE -> "The request is larger than the service takes.";
      default ->
          status.is4xxClientError()
              ? "The service does not understand the request."
              : "The service has failed. Its log says why; try again, and tell who runs it if it goes on.";
    };
  }
}
