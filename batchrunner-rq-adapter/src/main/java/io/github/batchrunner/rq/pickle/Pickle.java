package io.github.batchrunner.rq.pickle;

import org.jspecify.annotations.Nullable;

/** Pickles. */
@SuppressWarnings("DoNotCallSuggester")
public final class Pickle {
  private Pickle() {}

  /** Writes. */
  public static byte[] dumps(@Nullable Object value) {
    throw new PickleException(String.valueOf(value));
  }

  /** Reads. */
  public static @Nullable Object loads(byte[] bytes) {
    throw new PickleException(bytes.length + " bytes");
  }
}
