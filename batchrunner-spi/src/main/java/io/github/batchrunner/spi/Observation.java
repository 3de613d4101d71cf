package io.github.batchrunner.spi;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an executor saw of one attempt at one moment. Immutable.
 *
 * <p>Observations may come late, twice, or skip states in between; the host's state machine copes.
 * What they may not do is contradict an end that was reported before (rule 4.2).
 */
public final class Observation {
  private final Handle handle;
  private final AttemptState state;
  private final Instant at;
  private final String nativeState;
  private final @Nullable Failure failure;
  private final @Nullable Instant beginning;

  private Observation(
      Handle handle,
      AttemptState state,
      Instant at,
      String nativeState,
      @Nullable Failure failure,
      @Nullable Instant beginning) {
    this.handle = Objects.requireNonNull(handle, "handle");
    this.state = Objects.requireNonNull(state, "state");
    this.at = Objects.requireNonNull(at, "at");
    this.nativeState = Objects.requireNonNull(nativeState, "nativeState");
    this.failure = failure;
    this.beginning = beginning;
  }

  /** Returns an observation of a state that needs no explanation. */
  public static Observation of(Handle handle, AttemptState state, Instant at) {
    if (state == AttemptState.FAILED) {
      throw new IllegalArgumentException(
          "a failed attempt is observed with Observation.failed, which says why");
    }
    return new Observation(handle, state, at, "", null, null);
  }

  /** Returns the observation of a failure. */
  public static Observation failed(Handle handle, Failure failure, Instant at) {
    return new Observation(handle, AttemptState.FAILED, at, "", failure, null);
  }

  /** Returns the observation of an attempt that is gone without a result, and why. */
  public static Observation lost(Handle handle, Failure failure, Instant at) {
    return new Observation(handle, AttemptState.LOST, at, "", failure, null);
  }

  /** Returns this observation with the engine's own word for the state. */
  public Observation withNativeState(String word) {
    return new Observation(handle, state, at, word, failure, beginning);
  }

  /** Returns this observation of an end with the time when the work began. */
  public Observation withBeginning(Instant time) {
    return new Observation(handle, state, at, nativeState, failure, time);
  }

  /** Returns the attempt. */
  public AttemptToken token() {
    return handle.token();
  }

  /** Returns how the engine knows the attempt. */
  public Handle handle() {
    return handle;
  }

  /** Returns the state. */
  public AttemptState state() {
    return state;
  }

  /** Returns when the state began, as far as the engine knows, else when it was seen. */
  public Instant at() {
    return at;
  }

  /** Returns when the work began, where an observation of its end tells that. */
  public Optional<Instant> beginning() {
    return Optional.ofNullable(beginning);
  }

  /** Returns the engine's own word for the state, or an empty string. */
  public String nativeState() {
    return nativeState;
  }

  /** Returns why it failed or was lost; always there for {@link AttemptState#FAILED}. */
  public Optional<Failure> failure() {
    return Optional.ofNullable(failure);
  }

  @Override
  public String toString() {
    return handle.token() + " " + state + (failure == null ? "" : " (" + failure + ")");
  }
}
