package io.github.batchrunner.spi;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an executor can do and where its limits are. Immutable.
 *
 * <p>The defaults of the builder claim as little as possible; a plugin declares what it has, and
 * the contract tests hold it to that in both directions.
 */
public final class Capabilities {
  private final Set<WorkKind> workKinds;
  private final @Nullable NativeDependencies nativeDependencies;
  private final int slots;
  private final int maxSubmissionSize;
  private final long maxPayloadBytes;
  private final double submissionsPerSecond;
  private final Delivery delivery;
  private final Duration pollInterval;
  private final Duration endedRetention;
  private final Reattach reattach;
  private final Set<WorkKind> reattachKinds;
  private final boolean cancelsQueued;
  private final boolean cancelsRunning;
  private final Set<Ability> abilities;

  private Capabilities(Builder builder) {
    workKinds = Set.copyOf(builder.workKinds);
    nativeDependencies = builder.nativeDependencies;
    slots = builder.slots;
    maxSubmissionSize = builder.maxSubmissionSize;
    maxPayloadBytes = builder.maxPayloadBytes;
    submissionsPerSecond = builder.submissionsPerSecond;
    delivery = builder.delivery;
    pollInterval = builder.pollInterval;
    endedRetention = builder.endedRetention;
    reattach = builder.reattach;
    reattachKinds =
        reattach == Reattach.NONE
            ? Set.of()
            : Set.copyOf(
                builder.reattachKinds.isEmpty() ? builder.workKinds : builder.reattachKinds);
    cancelsQueued = builder.cancelsQueued;
    cancelsRunning = builder.cancelsRunning;
    abilities = Set.copyOf(builder.abilities);
  }

  /** Starts a description of an executor that runs these kinds of work. */
  public static Builder builder(WorkKind first, WorkKind... others) {
    return new Builder(EnumSet.of(first, others));
  }

  /** Returns the kinds of work it runs; never empty. */
  public Set<WorkKind> workKinds() {
    return workKinds;
  }

  /** Returns how it orders dependent attempts by itself; empty if the host must hold them back. */
  public Optional<NativeDependencies> nativeDependencies() {
    return Optional.ofNullable(nativeDependencies);
  }

  /** Returns how many attempts run at the same time; 0 if that is not known here. */
  public int slots() {
    return slots;
  }

  /** Returns the largest number of submissions in one request; 1 or more. */
  public int maxSubmissionSize() {
    return maxSubmissionSize;
  }

  /** Returns the largest size in bytes of one submission's work as the engine stores it. */
  public long maxPayloadBytes() {
    return maxPayloadBytes;
  }

  /** Returns the rate the engine tolerates; positive infinity for no limit. */
  public double submissionsPerSecond() {
    return submissionsPerSecond;
  }

  /** Returns how news reaches the host. */
  public Delivery delivery() {
    return delivery;
  }

  /** Returns how often polling makes sense. */
  public Duration pollInterval() {
    return pollInterval;
  }

  /** Returns how long an ended attempt can still be observed; at least this long. */
  public Duration endedRetention() {
    return endedRetention;
  }

  /** Returns what it knows of attempts of an earlier host process. */
  public Reattach reattach() {
    return reattach;
  }

  /**
   * Returns the kinds of work whose attempts go on without their host and are found again; empty if
   * {@link #reattach} says {@link Reattach#NONE}.
   */
  public Set<WorkKind> reattachKinds() {
    return reattachKinds;
  }

  /** Tells whether waiting attempts can be cancelled. */
  public boolean cancelsQueued() {
    return cancelsQueued;
  }

  /** Tells whether running attempts can be cancelled. */
  public boolean cancelsRunning() {
    return cancelsRunning;
  }

  /** Returns the optional abilities it has. */
  public Set<Ability> abilities() {
    return abilities;
  }

  /**
   * How an engine orders attempts by itself.
   *
   * @param maxFanIn the largest number of attempts one attempt can wait for
   * @param onFailure what the engine does to attempts that wait for a failed one
   */
  public record NativeDependencies(int maxFanIn, OnFailure onFailure) {
    /** What happens to the dependents of a failure. */
    public enum OnFailure {
      /** The engine fails them. */
      FAILS,
      /** The engine cancels them. */
      CANCELS,
      /** They wait for ever: the host cancels them. */
      STUCK
    }
  }

  /** Collects capabilities; not thread-safe. */
  public static final class Builder {
    private final Set<WorkKind> workKinds;
    private @Nullable NativeDependencies nativeDependencies;
    private int slots;
    private int maxSubmissionSize = 1000;
    private long maxPayloadBytes = Long.MAX_VALUE;
    private double submissionsPerSecond = Double.POSITIVE_INFINITY;
    private Delivery delivery = Delivery.POLL;
    private Duration pollInterval = Duration.ofSeconds(1);
    private Duration endedRetention = Duration.ZERO;
    private Reattach reattach = Reattach.NONE;
    private Set<WorkKind> reattachKinds = Set.of();
    private boolean cancelsQueued;
    private boolean cancelsRunning;
    private final Set<Ability> abilities = EnumSet.noneOf(Ability.class);

    private Builder(Set<WorkKind> workKinds) {
      this.workKinds = workKinds;
    }

    /** Declares that the engine orders attempts by itself; default: the host holds them back. */
    public Builder nativeDependencies(NativeDependencies dependencies) {
      nativeDependencies = dependencies;
      return this;
    }

    /** Sets how many attempts run at the same time; default: not known. */
    public Builder slots(int count) {
      slots = atLeast(0, count, "slots");
      return this;
    }

    /** Sets the largest number of submissions in one request; default: 1000. */
    public Builder maxSubmissionSize(int count) {
      maxSubmissionSize = atLeast(1, count, "maxSubmissionSize");
      return this;
    }

    /** Sets the largest size in bytes of one submission's work; default: no limit. */
    public Builder maxPayloadBytes(long bytes) {
      maxPayloadBytes = bytes;
      return this;
    }

    /** Sets the rate the engine tolerates, more than 0; default: no limit. */
    public Builder submissionsPerSecond(double rate) {
      if (!(rate > 0)) {
        throw new IllegalArgumentException(
            "submissionsPerSecond is more than 0, but this is " + rate);
      }
      submissionsPerSecond = rate;
      return this;
    }

    /** Declares that the executor calls the sink; default: it is polled. */
    public Builder pushes() {
      delivery = Delivery.PUSH;
      return this;
    }

    /** Sets how often polling makes sense; default: one second. */
    public Builder pollInterval(Duration interval) {
      pollInterval = Objects.requireNonNull(interval);
      return this;
    }

    /** Sets how long an ended attempt can still be observed; default: not at all. */
    public Builder endedRetention(Duration time) {
      endedRetention = Objects.requireNonNull(time);
      return this;
    }

    /** Sets what is known of attempts of an earlier host process; default: nothing. */
    public Builder reattach(Reattach knowledge) {
      return reattach(knowledge, new WorkKind[0]); // plugins of version 1.0 call this method
    }

    /**
     * Sets what is known of attempts of an earlier host process; default: nothing.
     *
     * @param kinds the kinds of work this is true of; all that it runs if none is given
     */
    public Builder reattach(Reattach knowledge, WorkKind... kinds) {
      reattach = Objects.requireNonNull(knowledge);
      reattachKinds = Set.of(kinds);
      return this;
    }

    /** Declares that waiting attempts can be cancelled; default: they cannot. */
    public Builder cancelsQueued() {
      cancelsQueued = true;
      return this;
    }

    /** Declares that running attempts can be cancelled; default: they cannot. */
    public Builder cancelsRunning() {
      cancelsRunning = true;
      return this;
    }

    /** Declares an optional ability; default: none. */
    public Builder ability(Ability ability) {
      abilities.add(ability);
      return this;
    }

    /** Returns the capabilities. */
    public Capabilities build() {
      return new Capabilities(this);
    }

    private static int atLeast(int least, int value, String name) {
      if (value < least) {
        throw new IllegalArgumentException(
            name + " is " + least + " or more, but this is " + value);
      }
      return value;
    }
  }
}
