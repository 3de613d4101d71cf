package io.github.batchrunner.rq.pickle;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Carries the reason for which a value cannot be pickled up to the value that was asked for, and
 * collects the way to it: nothing needs to be noted down while all goes well.
 */
final class UnpicklableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private static final int SHOWN = 12;

  private final transient Deque<String> way = new ArrayDeque<>();

  UnpicklableException(String reason) {
    super(reason, null, false, false);
  }

  /** Notes that it happened in this place of a list or tuple. */
  UnpicklableException inPlace(int index) {
    way.addFirst("[" + index + "]");
    return this;
  }

  /** Notes that it happened in the value of this key. */
  UnpicklableException inKey(@Nullable Object key) {
    way.addFirst("[" + PyRepr.of(key) + "]");
    return this;
  }

  /** Returns what people get to see, with the way from the value of that name. */
  PickleException under(String name) {
    StringBuilder place = new StringBuilder(name);
    way.stream().limit(SHOWN).forEach(place::append);
    if (way.size() > SHOWN) {
      place.append("...");
    }
    return new PickleException("Cannot pickle: " + place + " " + getMessage() + ".");
  }
}
