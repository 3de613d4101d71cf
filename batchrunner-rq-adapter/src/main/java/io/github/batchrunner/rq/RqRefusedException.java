package io.github.batchrunner.rq;

/**
 * Redis answered with an error: wrong password, a read-only replica, no memory left, a key of
 * another type.
 */
public final class RqRefusedException extends RqException {
  private static final long serialVersionUID = 1;

  private final String code;

  /**
   * Makes one.
   *
   * @param code the error's first word as Redis sent it, such as {@code OOM} or {@code NOAUTH}
   */
  public RqRefusedException(String code, String message) {
    super(message);
    this.code = code;
  }

  /** Returns the error's first word as Redis sent it, such as {@code OOM} or {@code READONLY}. */
  public String code() {
    return code;
  }

  /** Tells whether trying again later makes sense without anything being changed by a person. */
  public boolean temporary() {
    return switch (code) {
      case "OOM",
          "READONLY",
          "LOADING",
          "BUSY",
          "TRYAGAIN",
          "MASTERDOWN",
          "MISCONF",
          "NOREPLICAS" ->
          true;
      default -> false;
    };
  }
}
