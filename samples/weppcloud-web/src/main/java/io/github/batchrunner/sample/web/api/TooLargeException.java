package io.github.batchrunner.sample.web.api;

/** A request has more bytes than the service takes. */
final class TooLargeException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  TooLargeException(String message) {
    super(message);
  }
}
