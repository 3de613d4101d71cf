package io.github.batchrunner.sample.web.api;

import io.github.batchrunner.sample.web.HostSettings;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;

/**
 * Answers requests of the API that reach no controller, or not in the form it takes, with problem
 * documents.
 *
 * <p>Where no controller was found nothing but the path tells that a request was for the API: those
 * for pages are passed on.
 */
@RestControllerAdvice
@Order(0)
final class RequestProblems {

  private final SpringProblems problems;

  RequestProblems(HostSettings settings) {
    problems = new SpringProblems(settings.maxUploadBytes());
  }

  @ExceptionHandler({
    ServletException.class,
    HttpMessageNotReadableException.class,
    TypeMismatchException.class,
    ErrorResponseException.class,
    MaxUploadSizeExceededException.class
  })
  @Nullable ResponseEntity<?> refused(Exception e, HttpServletRequest request) throws Exception {
    requireApi(e, request);
    return problems.handleException(e, new ServletWebRequest(request));
  }

  @ExceptionHandler
  ResponseEntity<?> brokenUpload(MultipartException e, HttpServletRequest request)
      throws Exception {
    requireApi(e, request);
    return Problem.of(
            HttpStatus.BAD_REQUEST,
            "That is no upload",
            "The upload is not a form with a file, or it broke off; send it again",
            request.getRequestURI())
        .answer();
  }

  private static void requireApi(Exception e, HttpServletRequest request) throws Exception {
    if (!request.getRequestURI().startsWith("/api/")) {
      throw e;
    }
  }
}
