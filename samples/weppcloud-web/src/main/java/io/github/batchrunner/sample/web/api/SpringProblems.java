package io.github.batchrunner.sample.web.api;

import io.github.batchrunner.sample.web.base.RasterTooLargeException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.support.MissingServletRequestPartException;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Says what is wrong with a request where Spring has noticed it. */
final class SpringProblems extends ResponseEntityExceptionHandler {

  private static final String MISSING = "Something is missing";

  private final long maxUploadBytes;

  SpringProblems(long maxUploadBytes) {
    this.maxUploadBytes = maxUploadBytes;
  }

  @Override
  protected ResponseEntity<Object> handleHttpRequestMethodNotSupported(
      HttpRequestMethodNotSupportedException e,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    String allowed =
        e.getSupportedHttpMethods() == null
            ? "another one"
            : e.getSupportedHttpMethods().stream()
                .map(HttpMethod::name)
                .sorted()
                .collect(Collectors.joining(" or "));
    return answer(
        status,
        "Method not allowed",
        "\"%s\" is not possible at this address; use %s".formatted(e.getMethod(), allowed),
        headers,
        request);
  }

  @Override
  protected ResponseEntity<Object> handleHttpMediaTypeNotSupported(
      HttpMediaTypeNotSupportedException e,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    return answer(
        status,
        "Unsupported media type",
        "The request says it is \"%s\"; send %s"
            .formatted(
                e.getContentType() == null ? "nothing in particular" : e.getContentType(),
                types(e.getSupportedMediaTypes())),
        headers,
        request);
  }

  private static String types(List<MediaType> types) {
    return types.stream()
        .filter(MediaType::isConcrete)
        .map(type -> type.getType() + "/" + type.getSubtype())
        .distinct()
        .collect(Collectors.joining(" or "));
  }

  @Override
  protected ResponseEntity<Object> handleHttpMediaTypeNotAcceptable(
      HttpMediaTypeNotAcceptableException e,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    return answer(
        status,
        "Not acceptable",
        "The answer has none of the media types that \"Accept\" names; accept %s"
            .formatted(types(e.getSupportedMediaTypes())),
        headers,
        request);
  }

  @Override
  protected ResponseEntity<Object> handleMissingServletRequestParameter(
      MissingServletRequestParameterException e,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    return fieldProblem(
        MISSING,
        e.getParameterName(),
        "The parameter \"%s\" is missing; add it to the address".formatted(e.getParameterName()),
        request);
  }

  @Override
  protected ResponseEntity<Object> handleMissingServletRequestPart(
      MissingServletRequestPartException e,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    return fieldProblem(
        MISSING,
        e.getRequestPartName(),
        "The form has no file in its field \"%s\"; choose one".formatted(e.getRequestPartName()),
        request);
  }

  @Override
  protected ResponseEntity<Object> handleTypeMismatch(
      TypeMismatchException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
    String name =
        e instanceof MethodArgumentTypeMismatchException argument ? argument.getName() : "value";
    return fieldProblem(
        "That cannot be used",
        name,
        "\"%s\" cannot be \"%s\"; give %s"
            .formatted(name, e.getValue(), JsonProblem.wanted(e.getRequiredType())),
        request);
  }

  @Override
  protected ResponseEntity<Object> handleHttpMessageNotReadable(
      HttpMessageNotReadableException e,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    JsonProblem problem = JsonProblem.of(e.getCause());
    return problem.field().isEmpty()
        ? answer(status, "That is not the JSON it has to be", problem.detail(), headers, request)
        : fieldProblem("That cannot be used", problem.field(), problem.detail(), request);
  }

  @Override
  protected ResponseEntity<Object> handleMaxUploadSizeExceededException(
      MaxUploadSizeExceededException e,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    if (request instanceof ServletWebRequest web
        && web.getRequest().getRequestURI().endsWith("/base/sbs")) {
      return answer(
          HttpStatus.CONTENT_TOO_LARGE,
          "Too large",
          RasterTooLargeException.MESSAGE,
          headers,
          request);
    }
    return answer(
        HttpStatus.CONTENT_TOO_LARGE,
        "Too large",
        "The upload is larger than the limit of %d bytes (%.1f MiB). Leave out what is not needed, such as decimals of coordinates beyond the sixth."
            .formatted(maxUploadBytes, maxUploadBytes / 1048576.0),
        headers,
        request);
  }

  @Override
  protected ResponseEntity<Object> handleNoHandlerFoundException(
      NoHandlerFoundException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
    return answer(
        status,
        "No such address",
        "The API has nothing at this address; /api/openapi describes what it has",
        headers,
        request);
  }

  /** Whatever else Spring refuses, in its own short words. */
  @Override
  protected ResponseEntity<Object> handleExceptionInternal(
      Exception e,
      @Nullable Object body,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    return answer(
        status,
        status.is4xxClientError() ? "That cannot be answered" : "The service failed",
        status.is4xxClientError()
            ? "The request is not as the API takes it; /api/openapi describes it"
            : "The service could not do this; try again",
        headers,
        request);
  }

  private static ResponseEntity<Object> fieldProblem(
      String title, String field, String detail, WebRequest request) {
    Problem problem =
        Problem.of(HttpStatus.BAD_REQUEST, title, detail, path(request))
            .withErrors(List.of(new Problem.FieldProblem(field, detail)));
    return answer(problem, new HttpHeaders());
  }

  private static ResponseEntity<Object> answer(
      HttpStatusCode status, String title, String detail, HttpHeaders headers, WebRequest request) {
    return answer(Problem.of(status, title, detail, path(request)), headers);
  }

  private static ResponseEntity<Object> answer(Problem problem, HttpHeaders headers) {
    return ResponseEntity.status(problem.status())
        .headers(headers)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(problem);
  }

  private static String path(WebRequest request) {
    return servletRequest(request).getRequestURI();
  }

  private static HttpServletRequest servletRequest(WebRequest request) {
    return ((ServletWebRequest) request).getRequest();
  }
}
