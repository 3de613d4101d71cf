package io.github.batchrunner.sample.web.api;

import io.github.batchrunner.core.nodb.NoDbConflictException;
import io.github.batchrunner.sample.web.HostSettings;
import io.github.batchrunner.sample.web.base.BaseLockedException;
import io.github.batchrunner.sample.web.base.InvalidFieldsException;
import io.github.batchrunner.sample.web.base.RasterTooLargeException;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Answers what cannot be done to a base project with a problem document that says what to do. */
@RestControllerAdvice(basePackageClasses = BaseProblems.class)
@Order(0)
final class BaseProblems {

  private final HostSettings settings;

  BaseProblems(HostSettings settings) {
    this.settings = settings;
  }

  @ExceptionHandler
  ResponseEntity<Problem> invalid(InvalidFieldsException e, HttpServletRequest request) {
    return problem(HttpStatus.BAD_REQUEST, "That cannot be used", e, request)
        .withErrors(
            e.problems().stream()
                .map(
                    field ->
                        new Problem.FieldProblem(
                            field.field(), settings.withoutPlace(field.detail())))
                .toList())
        .answer();
  }

  @ExceptionHandler
  ResponseEntity<Problem> locked(BaseLockedException e, HttpServletRequest request) {
    return problem(HttpStatus.CONFLICT, "The base project is locked", e, request).answer();
  }

  @ExceptionHandler
  ResponseEntity<Problem> changed(NoDbConflictException e, HttpServletRequest request) {
    return problem(HttpStatus.CONFLICT, "The base project was changed meanwhile", e, request)
        .answer();
  }

  @ExceptionHandler
  ResponseEntity<Problem> tooLarge(RasterTooLargeException e, HttpServletRequest request) {
    return problem(HttpStatus.CONTENT_TOO_LARGE, "Too large", e, request).answer();
  }

  private Problem problem(
      HttpStatus status, String title, Exception cause, HttpServletRequest request) {
    return Problem.of(
        status,
        title,
        settings.withoutPlace(String.valueOf(cause.getMessage())),
        request.getRequestURI());
  }
}
