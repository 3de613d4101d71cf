package io.github.batchrunner.sample.web.api;

import io.github.batchrunner.core.BatchBusyException;
import io.github.batchrunner.core.BatchRunnerException;
import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.engine.EngineUnavailableException;
import io.github.batchrunner.sample.web.batch.NameTakenException;
import io.github.batchrunner.sample.web.batch.NoSuchBatchException;
import io.github.batchrunner.sample.web.run.NoSuchFailureException;
import io.github.batchrunner.sample.web.run.NothingRunsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Answers every failure of the API with a problem document (RFC 9457) that says what to do. */
@RestControllerAdvice(basePackageClasses = Problems.class)
final class Problems extends ResponseEntityExceptionHandler {

  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  @ExceptionHandler
  ProblemDetail invalid(InvalidInputException e) {
    return problem(HttpStatus.BAD_REQUEST, "That cannot be used", e);
  }

  @ExceptionHandler
  ProblemDetail absent(NoSuchBatchException e) {
    return problem(HttpStatus.NOT_FOUND, "No such batch", e);
  }

  @ExceptionHandler
  ProblemDetail taken(NameTakenException e) {
    return problem(HttpStatus.CONFLICT, "Name taken", e);
  }

  @ExceptionHandler
  ProblemDetail busy(BatchBusyException e) {
    return problem(HttpStatus.CONFLICT, "The batch is being run", e);
  }

  @ExceptionHandler
  ProblemDetail idle(NothingRunsException e) {
    return problem(HttpStatus.CONFLICT, "Nobody runs the batch", e);
  }

  @ExceptionHandler
  ProblemDetail absent(NoSuchFailureException e) {
    return problem(HttpStatus.NOT_FOUND, "No such failure", e);
  }

  @ExceptionHandler
  ProblemDetail overloaded(UnavailableException e) {
    return problem(HttpStatus.SERVICE_UNAVAILABLE, "Not at this moment", e);
  }

  @ExceptionHandler
  ProblemDetail unavailable(EngineUnavailableException e) {
    return problem(HttpStatus.SERVICE_UNAVAILABLE, "The engine cannot be reached", e);
  }

  @ExceptionHandler
  ProblemDetail broken(BatchRunnerException e) {
    LOG.error("a request failed", e);
    return problem(HttpStatus.INTERNAL_SERVER_ERROR, "That did not work", e);
  }

  private static ProblemDetail problem(HttpStatus status, String title, Exception cause) {
    ProblemDetail problem =
        ProblemDetail.forStatusAndDetail(status, String.valueOf(cause.getMessage()));
    problem.setTitle(title);
    return problem;
  }
}
