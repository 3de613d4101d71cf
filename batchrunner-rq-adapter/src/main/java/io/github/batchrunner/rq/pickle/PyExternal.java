package io.github.batchrunner.rq.pickle;

import org.jspecify.annotations.Nullable;

/**
 * Something that a pickle refers to without holding it.
 *
 * @param kind how it is referred to
 * @param id the persistent id (any value); the code of an extension, or the number of a buffer
 *     counted from 0 (a Long)
 */
public record PyExternal(Kind kind, @Nullable Object id) implements PyOpaque {

  /** How a pickle refers to something outside of it. */
  public enum Kind {
    /** By an id that only the program that wrote the pickle can resolve. */
    PERSISTENT_ID,
    /** By a number of Python's {@code copyreg} extension registry. */
    EXTENSION,
    /** As one of the buffers that protocol 5 sends beside the pickle. */
    BUFFER
  }

  @Override
  public String describe() {
    String what =
        switch (kind) {
          case PERSISTENT_ID -> "persistent id ";
          case EXTENSION -> "extension ";
          case BUFFER -> "buffer ";
        };
    return PyRepr.shortened("<" + what + PyRepr.of(id) + ">");
  }

  @Override
  public String toString() {
    return describe();
  }
}
