package io.github.batchrunner.core.journal;

import io.github.batchrunner.spi.FailureKind;

/**
 * Why an attempt was made, as the journal keeps it.
 *
 * <p>Codes below 32 are those of the reasons of a plan, which the journal does not know by name;
 * higher ones are its own.
 *
 * @param code 0 to 127; -1 where the journal does not say, since an older version wrote it
 * @param detail the input, output or task that the reason names; for {@link #AGAIN} the kind of the
 *     failure; empty where there is nothing to name
 */
public record Cause(int code, String detail) {

  /** The code of an attempt that follows on one that failed in the same execution. */
  public static final int AGAIN = 32;

  /** The journal does not say. */
  public static final Cause UNKNOWN = new Cause(-1, "");

  private static final Cause[] BARE = new Cause[Byte.MAX_VALUE + 1];

  static {
    for (int code = 0; code < BARE.length; code++) {
      BARE[code] = new Cause(code, "");
    }
  }

  /** Checks the code. */
  public Cause {
    if (code < -1 || code > Byte.MAX_VALUE) {
      throw new IllegalArgumentException("a cause has a code from 0 to 127, not " + code);
    }
    if (code < 0 && !detail.isEmpty()) {
      throw new IllegalArgumentException("a cause that is not known names \"" + detail + "\"");
    }
  }

  /** Returns the cause with this code that names this, which may be empty. */
  public static Cause of(int code, String detail) {
    return detail.isEmpty() && code >= 0 && code < BARE.length
        ? BARE[code]
        : new Cause(code, detail);
  }

  /** Returns the cause of an attempt that follows on one that failed like this. */
  public static Cause again(FailureKind kind) {
    return new Cause(AGAIN, kind.name());
  }

  /** Tells whether the journal says why. */
  public boolean known() {
    return code >= 0;
  }
}
