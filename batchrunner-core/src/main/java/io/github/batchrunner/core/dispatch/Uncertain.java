package io.github.batchrunner.core.dispatch;

import io.github.batchrunner.spi.AttemptToken;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The attempts of which nobody knows whether the engine has them, and when it is asked for them.
 *
 * <p>Belongs to the dispatcher's thread.
 */
final class Uncertain {

  private final long firstDelay;
  private final Map<AttemptToken, Flight> flights = new LinkedHashMap<>();
  private long delay;
  private long nextQuestion = System.nanoTime();

  /** Creates an empty set; an engine that does not answer is asked again after so long. */
  Uncertain(long firstDelayNanos) {
    this.firstDelay = firstDelayNanos;
    this.delay = firstDelayNanos;
  }

  /** Adds an attempt that may be at the engine since an earlier host: it is asked for at once. */
  void adopt(Flight flight) {
    flights.put(flight.token, flight);
  }

  /** Adds an attempt: it is asked for when the engine has had time to recover. */
  void add(Flight flight) {
    if (flights.isEmpty()) {
      nextQuestion = System.nanoTime() + delay;
      delay = Refusals.longer(delay);
    }
    flights.put(flight.token, flight);
  }

  void remove(Flight flight) {
    flights.remove(flight.token);
  }

  void removeAll(Collection<Flight> known) {
    known.forEach(this::remove);
  }

  void clear() {
    flights.clear();
  }

  boolean isEmpty() {
    return flights.isEmpty();
  }

  /** Returns them, the one that was added first in front. */
  List<Flight> all() {
    return List.copyOf(flights.values());
  }

  /** Returns their tokens; valid until the next change. */
  Set<AttemptToken> tokens() {
    return flights.keySet();
  }

  /** The engine answers again: the next time that it does not, it is asked again soon. */
  void engineAnswers() {
    delay = firstDelay;
  }

  /** Returns how long from {@code now} until the engine is asked, in nanoseconds. */
  long nanosToQuestion(long now) {
    return flights.isEmpty() ? Long.MAX_VALUE : Math.max(0, nextQuestion - now);
  }
}
