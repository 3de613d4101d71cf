package io.github.batchrunner.sample.web.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/**
 * Why a request was not done (RFC 9457).
 *
 * @param type always {@code about:blank}: the status says what sort of problem it is
 * @param title the sort of problem in a few words
 * @param status the HTTP status
 * @param detail what is wrong and what to do, for a person
 * @param instance the path that was asked for
 * @param errors what is wrong with single fields; absent if nothing is
 * @param incident what the log of the service calls this failure; absent unless the service failed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Problem(
    String type,
    String title,
    int status,
    String detail,
    String instance,
    @Nullable List<FieldProblem> errors,
    @Nullable String incident) {

  /**
   * What is wrong with one field.
   *
   * @param field its path in the request, such as {@code climate.input_years}
   * @param detail what is wrong and what to do
   */
  record FieldProblem(String field, String detail) {}

  static Problem of(HttpStatusCode status, String title, String detail, String path) {
    return new Problem("about:blank", title, status.value(), detail, path, null, null);
  }

  Problem withErrors(List<FieldProblem> problems) {
    return new Problem(type, title, status, detail, instance, List.copyOf(problems), incident);
  }

  Problem withIncident(String id) {
    return new Problem(type, title, status, detail, instance, errors, id);
  }

  ResponseEntity<Problem> answer() {
    return ResponseEntity.status(status).contentType(MediaType.APPLICATION_PROBLEM_JSON).body(this);
  }
}
