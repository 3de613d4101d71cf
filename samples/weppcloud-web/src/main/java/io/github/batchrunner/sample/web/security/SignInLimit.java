package io.github.batchrunner.sample.web.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Slows down whoever guesses passwords.
 *
 * <p>Failures are counted for a user name from one address, for an address, and for a user name
 * from anywhere. After some that are free each one doubles the time until the next attempt is
 * looked at, from a second to a minute; attempts before that are refused unseen and count for
 * nothing, so that nobody is shut out for ever by another's guesses. An address from which a user
 * has signed in before is known: for this user there, only failures with the same name from there
 * count. A guesser elsewhere therefore cannot hinder those who work with the service, whatever the
 * number of addresses.
 *
 * <p>An attempt counts as a failure from its beginning until it has succeeded: attempts at the same
 * time are not free. Memory is bounded; what was used longest ago is forgotten first. Thread-safe.
 */
final class SignInLimit {

  /** Most counters kept, each of about 200 bytes. */
  static final int MOST_COUNTERS = 10_000;

  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);
  private static final int FREE_FOR_PAIR = 5;
  private static final int FREE_FOR_ADDRESS = 20;
  private static final int FREE_FOR_NAME = 50;
  private static final int KNOWN_PAIRS = 1_000;

  /** Whose failures are counted together; one of the two may be empty for all. */
  private record Key(String name, String network) {

    int free() {
      if (name.isEmpty()) {
        return FREE_FOR_ADDRESS;
      }
      return network.isEmpty() ? FREE_FOR_NAME : FREE_FOR_PAIR;
    }
  }

  private record Counter(int failures, Instant latest, Instant open) {

    static final Counter NONE = new Counter(0, Instant.EPOCH, Instant.EPOCH);
  }

  private final Clock clock;
  private final Map<Key, Counter> counters = bounded(MOST_COUNTERS);
  private final Map<Key, Boolean> known = bounded(KNOWN_PAIRS);

  SignInLimit(Clock clock) {
    this.clock = clock;
  }

  /**
   * Begins an attempt, which counts as a failure until {@link #succeeded}.
   *
   * @return zero, or how long to wait before an attempt is looked at
   */
  synchronized Duration begin(String name, String address) {
    Instant now = clock.instant();
    List<Key> keys = keys(name, Networks.of(address));
    Duration wait = Duration.ZERO;
    for (Key key : keys) {
      Instant open = counter(key).open();
      if (open.isAfter(now)) {
        Duration rest = Duration.between(now, open);
        wait = rest.compareTo(wait) > 0 ? rest : wait;
      }
    }
    if (wait.isZero()) {
      keys.forEach(key -> counters.put(key, more(key, counter(key), now)));
    }
    return wait;
  }

  /** Ends an attempt that has succeeded: its address is known from now on. */
  synchronized void succeeded(String name, String address) {
    Key pair = new Key(name, Networks.of(address));
    for (Key key : keys(name, pair.network())) {
      counters.computeIfPresent(key, (same, counter) -> key.equals(pair) ? null : less(counter));
    }
    known.put(pair, true);
  }

  /** Returns the number of counters, for tests of the bound. */
  synchronized int size() {
    return counters.size();
  }

  private List<Key> keys(String name, String network) {
    Key pair = new Key(name, network);
    List<Key> keys = new ArrayList<>(List.of(pair));
    if (known.get(pair) == null) {
      keys.add(new Key("", network));
      keys.add(new Key(name, ""));
    }
    return keys;
  }

  private Counter counter(Key key) {
    return counters.getOrDefault(key, Counter.NONE);
  }

  private static Counter more(Key key, Counter counter, Instant now) {
    boolean goesOn = counter.latest().plus(FORGOTTEN_AFTER).isAfter(now);
    int failures = goesOn ? counter.failures() + 1 : 1;
    return new Counter(failures, now, now.plus(delay(failures - key.free())));
  }

  private static Counter less(Counter counter) {
    return new Counter(counter.failures() - 1, counter.latest(), counter.latest());
  }

  /** Returns the time until the next attempt, after so many failures beyond those that are free. */
  private static Duration delay(int failures) {
    if (failures < 0) {
      return Duration.ZERO;
    }
    // Six doublings of a second are more than a minute.
    Duration delay = SHORTEST.multipliedBy(1L << Math.min(failures, 6));
    return delay.compareTo(LONGEST) > 0 ? LONGEST : delay;
  }

  private static <K, V> Map<K, V> bounded(int most) {
    return new LinkedHashMap<>(16, 0.75f, true) {
      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
      }
    };
  }
}
