package io.github.batchrunner.rq;

/** Redis cannot be reached, or went away before it answered: trying again later makes sense. */
public final class RqUnavailableException extends RqException {
  private static final long serialVersionUID = 1;

  private final boolean maybeDone;

  /**
   * Makes one.
   *
   * @param maybeDone whether Redis may have carried out what it was asked for
   */
  public RqUnavailableException(String message, boolean maybeDone, Throwable cause) {
    super(message, cause);
    this.maybeDone = maybeDone;
  }

  /** Tells whether Redis may have carried out what it was asked for; false: it surely has not. */
  public boolean maybeDone() {
    return maybeDone;
  }
}
