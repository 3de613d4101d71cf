package io.github.batchrunner.core.dispatch;

import io.github.batchrunner.spi.AttemptState;
import io.github.batchrunner.spi.Handle;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds out why nothing goes on: while attempts wait at the engine, none runs, and nothing has
 * happened for some seconds, it asks about one of them now and then.
 *
 * <p>Belongs to the dispatcher's thread.
 */
final class Standstill {

  /** Longer than an engine that has room takes to begin. */
  static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** A standstill may last for days, and each question costs the engine something. */
  static final long ASK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final BiConsumer<Handle, Consumer<Optional<String>>> explainer;
  private final Function<Flight, String> name;
  private long nextQuestion;
  private long movements;
  private String reason = "";

  /**
   * Creates one.
   *
   * @param explainer asks why an attempt waits; the answer comes on the dispatcher's thread
   * @param name what people call an attempt
   * @param now when the execution begins, in nanoseconds as all times here
   */
  Standstill(
      BiConsumer<Handle, Consumer<Optional<String>>> explainer,
      Function<Flight, String> name,
      long now) {
    this.explainer = explainer;
    this.name = name;
    this.nextQuestion = now + PATIENCE_NANOS;
  }

  /** Takes note that an attempt has come one step further. */
  void moved(long now) {
    movements++;
    reason = "";
    nextQuestion = now + PATIENCE_NANOS;
  }

  /** Asks if it is time to. */
  void look(long now, Flights flights) {
    if (flights.isEmpty() || now - nextQuestion < 0) {
      return;
    }
    nextQuestion = now + ASK_AGAIN_NANOS;
    Flight waiting = firstWaiting(flights);
    Handle handle = waiting == null ? null : waiting.handle;
    if (waiting == null || handle == null) {
      reason = "";
      return;
    }
    long asked = movements;
    explainer.accept(
        handle,
        why -> {
          if (asked == movements) {
            reason = why.map(text -> name.apply(waiting) + " waits: " + text).orElse("");
          }
        });
  }

  /** Returns an attempt that waits for the engine alone; null if there is none or one runs. */
  private static @Nullable Flight firstWaiting(Flights flights) {
    Flight found = null;
    for (Flight flight : flights.all()) {
      if (flight.state == AttemptState.RUNNING) {
        return null;
      }
      if (flight.handle != null
          && !flight.settling
          && !flights.needsAreOpen(flight)
          && (found == null || isBefore(flight, found))) {
        found = flight;
      }
    }
    return found;
  }

  /** The same attempt is asked about again, so that the reason changes only if it does. */
  private static boolean isBefore(Flight one, Flight other) {
    return one.run != other.run ? one.run < other.run : one.task < other.task;
  }

  /** Returns why nothing goes on; empty if something does, or if it is not known. */
  String reason() {
    return reason;
  }
}
