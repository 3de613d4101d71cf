package io.github.batchrunner.sample.web.api;

import io.github.batchrunner.core.BatchBusyException;
import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.engine.EngineUnavailableException;
import io.github.batchrunner.core.nodb.NoDbConflictException;
import io.github.batchrunner.core.template.TemplateException;
import io.github.batchrunner.sample.web.HostSettings;
import io.github.batchrunner.sample.web.base.BaseLockedException;
import io.github.batchrunner.sample.web.base.InvalidFieldsException;
import io.github.batchrunner.sample.web.base.RasterTooLargeException;
import io.github.batchrunner.sample.web.batch.InvalidFieldException;
import io.github.batchrunner.sample.web.batch.NameTakenException;
import io.github.batchrunner.sample.web.batch.NoSuchBatchException;
import io.github.batchrunner.sample.web.run.NoSuchFailureException;
import io.github.batchrunner.sample.web.run.NoSuchRunException;
import io.github.batchrunner.sample.web.run.NotStartedException;
import io.github.batchrunner.sample.web.run.NothingRunsException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Answers what the API cannot do with a problem document that says what to do. */
@RestControllerAdvice(basePackageClasses = Problems.class)
final class Problems {

  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  private final HostSettings settings;

  Problems(HostSettings settings) {
    this.settings = settings;
  }

  @ExceptionHandler
  ResponseEntity<Problem> invalid(InvalidInputException e, HttpServletRequest request) {
    return problem(HttpStatus.BAD_REQUEST, "That cannot be used", e, request).answer();
  }

  @ExceptionHandler
  ResponseEntity<Problem> invalid(InvalidFieldException e, HttpServletRequest request) {
    Problem problem = problem(HttpStatus.BAD_REQUEST, "That cannot be used", e, request);
    return problem
        .withErrors(List.of(new Problem.FieldProblem(e.field(), problem.detail())))
        .answer();
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
  ResponseEntity<Problem> noTemplate(TemplateException e, HttpServletRequest request) {
    return problem(HttpStatus.BAD_REQUEST, "That is no template", e, request)
        .withErrors(List.of(new Problem.FieldProblem("template", e.problem())))
        .answer();
  }

  @ExceptionHandler
  ResponseEntity<Problem> absent(NoSuchBatchException e, HttpServletRequest request) {
    return problem(HttpStatus.NOT_FOUND, "No such batch", e, request).answer();
  }

  @ExceptionHandler
  ResponseEntity<Problem> taken(NameTakenException e, HttpServletRequest request) {
    Problem problem = problem(HttpStatus.CONFLICT, "Name taken", e, request);
    return problem.withErrors(List.of(new Problem.FieldProblem("name", problem.detail()))).answer();
  }

  @ExceptionHandler
  ResponseEntity<Problem> busy(BatchBusyException e, HttpServletRequest request) {
    return problem(HttpStatus.CONFLICT, "The batch is being run", e, request).answer();
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
  ResponseEntity<Problem> idle(NothingRunsException e, HttpServletRequest request) {
    return problem(HttpStatus.CONFLICT, "Nobody runs the batch", e, request).answer();
  }

  @ExceptionHandler
  ResponseEntity<Problem> absent(NoSuchFailureException e, HttpServletRequest request) {
    return problem(HttpStatus.NOT_FOUND, "No such failure", e, request).answer();
  }

  @ExceptionHandler
  ResponseEntity<Problem> absent(NoSuchRunException e, HttpServletRequest request) {
    return problem(HttpStatus.NOT_FOUND, "No such run", e, request).answer();
  }

  @ExceptionHandler
  ResponseEntity<Problem> notNow(UnavailableException e, HttpServletRequest request) {
    return problem(HttpStatus.SERVICE_UNAVAILABLE, "Not at this moment", e, request).answer();
  }

  @ExceptionHandler
  ResponseEntity<Problem> notStarted(NotStartedException e, HttpServletRequest request) {
    LOG.error("a batch was not started", e);
    return problem(HttpStatus.INTERNAL_SERVER_ERROR, "The batch was not started", e, request)
        .answer();
  }

  @ExceptionHandler({TooLargeException.class, RasterTooLargeException.class})
  ResponseEntity<Problem> tooLarge(Exception e, HttpServletRequest request) {
    return problem(HttpStatus.CONTENT_TOO_LARGE, "Too large", e, request).answer();
  }

  @ExceptionHandler
  ResponseEntity<Problem> unavailable(EngineUnavailableException e, HttpServletRequest request) {
    LOG.warn("the engine cannot be reached", e);
    return problem(HttpStatus.SERVICE_UNAVAILABLE, "The engine cannot be reached", e, request)
        .answer();
  }

  /** What went wrong inside is in the log; the answer has what finds it there. */
  @ExceptionHandler
  ResponseEntity<Problem> failed(Exception e, HttpServletRequest request) {
    String incident = UUID.randomUUID().toString();
    LOG.error("incident {}: {} failed", incident, request.getMethod(), e);
    return Problem.of(
            HttpStatus.INTERNAL_SERVER_ERROR,
            "The service failed",
            "The service could not do this. Try again; if it fails again, tell who runs the service that the incident is \"%s\"."
                .formatted(incident),
            request.getRequestURI())
        .withIncident(incident)
        .answer();
  }

  private Problem problem(
      HttpStatus status, String title, Exception cause, HttpServletRequest request) {
    String detail = settings.withoutPlace(String.valueOf(cause.getMessage()));
    return Problem.of(status, title, detail, request.getRequestURI());
  }
}
