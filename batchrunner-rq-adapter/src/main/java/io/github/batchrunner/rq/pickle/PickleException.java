package io.github.batchrunner.rq.pickle;

/** Bytes are not a whole pickle, or a value cannot be pickled; the message says where and why. */
public final class PickleException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Makes one. */
  public PickleException(String message) {
    super(message);
  }
}
