package io.github.batchrunner.sample.web.base;

/** A value is not one that its field can have; the message is a sentence for a person. */
final class UnusableValueException extends Exception {

  private static final long serialVersionUID = 1L;

  UnusableValueException(String message) {
    super(message);
  }
}
