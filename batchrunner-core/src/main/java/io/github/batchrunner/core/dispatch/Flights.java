package io.github.batchrunner.core.dispatch;

import io.github.batchrunner.spi.AttemptToken;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The attempts that are submitted, or about to be, and have not ended; never two of one task.
 *
 * <p>Some have ended at the engine but are kept: an end is recorded after the ends of all that the
 * attempt needed, because the order of ends in the journal says what is newer. Belongs to the
 * dispatcher's thread.
 */
final class Flights {

  private final int width;
  private final Map<AttemptToken, Flight> byToken = new HashMap<>();

  /** By run and task; null for a run of which none is in flight. */
  private final @Nullable Flight[] @Nullable [] byRun;

  /** How many there are of each run. */
  private final short[] ofRun;

  private final TreeMap<Long, Flight> held = new TreeMap<>();

  Flights(int runs, int width) {
    this.width = width;
    this.byRun = new Flight[runs][];
    this.ofRun = new short[runs];
  }

  private long place(int run, int task) {
    return (long) run * width + task;
  }

  void add(Flight flight) {
    byToken.put(flight.token, flight);
    @Nullable Flight[] ofItsRun = byRun[flight.run];
    if (ofItsRun == null) {
      ofItsRun = new Flight[width];
      byRun[flight.run] = ofItsRun;
    }
    if (ofItsRun[flight.task] != null) {
      throw new IllegalStateException("a second attempt of the task of " + flight.token);
    }
    ofItsRun[flight.task] = flight;
    ofRun[flight.run]++;
  }

  void remove(Flight flight) {
    if (byToken.remove(flight.token) != null) {
      @Nullable Flight[] ofItsRun = Objects.requireNonNull(byRun[flight.run]);
      ofItsRun[flight.task] = null;
      if (--ofRun[flight.run] == 0) {
        byRun[flight.run] = null;
      }
      if (!held.isEmpty()) {
        held.remove(place(flight.run, flight.task));
      }
    }
  }

  /** Tells whether none of a run is in flight. */
  boolean none(int run) {
    return ofRun[run] == 0;
  }

  boolean contains(Flight flight) {
    return byToken.containsKey(flight.token);
  }

  @Nullable Flight get(AttemptToken token) {
    return byToken.get(token);
  }

  /** Returns the attempt of a task in flight; empty if it was {@linkplain #abandon abandoned}. */
  Optional<Flight> find(int run, int task) {
    @Nullable Flight[] ofItsRun = byRun[run];
    return ofItsRun == null ? Optional.empty() : Optional.ofNullable(ofItsRun[task]);
  }

  /** Returns the attempt of a task that is in flight. */
  Flight of(int run, int task) {
    return find(run, task)
        .orElseThrow(
            () ->
                new IllegalStateException("task " + task + " of run " + run + " is not in flight"));
  }

  /** Returns the tokens of the attempts of tasks of a run, which are in flight. */
  List<AttemptToken> tokens(int run, BitSet tasks) {
    if (tasks.isEmpty()) {
      return List.of();
    }
    List<AttemptToken> tokens = new ArrayList<>(tasks.cardinality());
    tasks.stream().forEach(task -> tokens.add(of(run, task).token));
    return tokens;
  }

  int size() {
    return byToken.size();
  }

  boolean isEmpty() {
    return byToken.isEmpty();
  }

  /** Returns all of them, in no order. */
  Collection<Flight> all() {
    return Collections.unmodifiableCollection(byToken.values());
  }

  /** Tells whether an attempt that this one needed has not ended. */
  boolean needsAreOpen(Flight flight) {
    return !flight.needs.isEmpty() && flight.needs.stream().anyMatch(byToken::containsKey);
  }

  /** Keeps an attempt with its end until those it needed have ended. */
  void hold(Flight flight, Flight.End end) {
    flight.end = end;
    flight.settling = true;
    held.put(place(flight.run, flight.task), flight);
  }

  /** Returns the first attempt of a run that is kept with its end and fits; null if none does. */
  @Nullable Flight held(int run, Predicate<Flight> fits) {
    if (held.isEmpty()) {
      return null;
    }
    for (Flight flight : held.subMap(place(run, 0), place(run + 1, 0)).values()) {
      if (fits.test(flight)) {
        return flight;
      }
    }
    return null;
  }

  /**
   * Forgets attempts whose fate is not known, and those that are kept with their end because of
   * them: another execution asks the engine for all of these again.
   */
  void abandon(Set<AttemptToken> tokens) {
    Set<AttemptToken> abandoned = new HashSet<>(tokens);
    for (Flight flight : held.values()) {
      if (flight.needs.stream().anyMatch(abandoned::contains)) {
        abandoned.add(flight.token);
      }
    }
    for (AttemptToken token : abandoned) {
      Flight flight = byToken.get(token);
      if (flight != null) {
        remove(flight);
      }
    }
  }
}
