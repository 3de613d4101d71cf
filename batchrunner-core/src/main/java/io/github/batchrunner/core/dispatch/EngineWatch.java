package io.github.batchrunner.core.dispatch;

import io.github.batchrunner.core.execution.TaskStatus;
import io.github.batchrunner.spi.AttemptState;
import io.github.batchrunner.spi.Capabilities;
import io.github.batchrunner.spi.Delivery;
import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import io.github.batchrunner.spi.Handle;
import io.github.batchrunner.spi.Observation;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Looks at the engine as often as it wants to be looked at, and takes what it says about the
 * attempts in flight, also what it pushes.
 *
 * <p>Belongs to the dispatcher's thread; one look is under way at a time.
 */
final class EngineWatch {

  private static final long LOST_PUSH_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long UNKNOWN_GRACE_NANOS = TimeUnit.MINUTES.toNanos(2);
  private static final long LEAST_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final Flights flights;
  private final EngineLink engine;
  private final Clock clock;
  private final Standstill standstill;
  private final Judge judge;
  private final Endings endings;
  private final News news;
  private final Note note;
  private final long interval;
  private boolean looking;
  private long nextLook = System.nanoTime();

  EngineWatch(
      Flights flights,
      EngineLink engine,
      Capabilities capabilities,
      Clock clock,
      Standstill standstill,
      Judge judge,
      Endings endings,
      News news,
      Note note) {
    this.flights = flights;
    this.engine = engine;
    this.clock = clock;
    this.standstill = standstill;
    this.judge = judge;
    this.endings = endings;
    this.news = news;
    this.note = note;
    long wanted = Math.max(LEAST_LOOK_NANOS, Durations.nanos(capabilities.pollInterval()));
    this.interval =
        capabilities.delivery() == Delivery.PUSH ? Math.max(wanted, LOST_PUSH_NANOS) : wanted;
  }

  /** Returns how long from {@code now} until the next look, in nanoseconds. */
  long nanosToNext(long now) {
    return flights.isEmpty() || looking ? Long.MAX_VALUE : Math.max(0, nextLook - now);
  }

  /** Looks at the engine if it is time to. */
  void look(long now) {
    if (nanosToNext(now) > 0) {
      return;
    }
    nextLook = now + interval;
    List<Handle> handles = new ArrayList<>();
    for (Flight flight : flights.all()) {
      if (flight.handle != null && !flight.settling) {
        handles.add(flight.handle);
      }
    }
    if (!handles.isEmpty()) {
      looking = true;
      engine.observe(
          handles,
          seen -> {
            looking = false;
            note.sightRegained();
            seen.forEach(this::observe);
          },
          reason -> {
            looking = false;
            note.sightLost(reason);
          });
    }
  }

  /** Takes what the engine says about an attempt. */
  void observe(Observation observation) {
    Flight flight = flights.get(observation.token());
    if (flight == null || flight.settling) {
      return; // not ours, or its end is known
    }
    if (observation.state() == AttemptState.UNKNOWN) {
      observedUnknown(flight);
      return;
    }
    flight.unknownSince = 0;
    observation.beginning().ifPresent(began -> flight.began = millis(began));
    long at = millis(observation.at());
    switch (observation.state()) {
      case RUNNING -> observedRunning(flight, observation);
      case SUCCEEDED -> judge.ended(flight, observation.handle(), null, at);
      case FAILED -> judge.ended(flight, observation.handle(), failureOf(observation), at);
      case LOST -> endings.ended(flight, TaskStatus.LOST, failureOf(observation), at);
      case CANCELLED -> endings.ended(flight, TaskStatus.CANCELLED, null, at);
      case QUEUED, HELD, UNKNOWN -> flight.state = observation.state();
    }
  }

  /** An engine may say anything; what no calendar has counts as now. */
  private long millis(Instant time) {
    try {
      return time.toEpochMilli();
    } catch (ArithmeticException e) {
      return clock.millis();
    }
  }

  private static Failure failureOf(Observation observation) {
    return observation
        .failure()
        .orElseGet(() -> Failure.of(FailureKind.NODE_LOST, "the engine lost it without a reason"));
  }

  private void observedRunning(Flight flight, Observation observation) {
    if (flight.state == AttemptState.RUNNING) {
      return;
    }
    flight.state = AttemptState.RUNNING;
    standstill.moved(System.nanoTime());
    flight.began = millis(observation.at());
    news.taskStarted(flight, observation.at());
  }

  private void observedUnknown(Flight flight) {
    long now = System.nanoTime();
    if (flight.unknownSince == 0) {
      flight.unknownSince = now;
    } else if (now - flight.unknownSince > UNKNOWN_GRACE_NANOS) {
      endings.ended(
          flight,
          TaskStatus.LOST,
          Failure.of(FailureKind.NODE_LOST, "the engine has not known it for two minutes"),
          clock.millis());
    }
  }
}
