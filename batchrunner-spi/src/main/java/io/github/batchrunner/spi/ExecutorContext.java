package io.github.batchrunner.spi;

import java.time.Clock;
import java.util.List;
import java.util.Objects;

/**
 * What the host gives to an executor when it opens it. Immutable.
 *
 * <p>Created by hosts with {@link #builder}; plugins only read it, so it can gain properties
 * without breaking them.
 */
public final class ExecutorContext {
  private final ExecutorOptions options;
  private final Clock clock;
  private final ObservationSink observations;
  private final List<TaskHandler> handlers;

  private ExecutorContext(Builder builder) {
    options = builder.options;
    clock = builder.clock;
    observations = builder.observations;
    handlers = builder.handlers;
  }

  /** Starts a context with these options. */
  public static Builder builder(ExecutorOptions options) {
    return new Builder(options);
  }

  /** Returns the checked options. */
  public ExecutorOptions options() {
    return options;
  }

  /** Returns the clock that times observations. */
  public Clock clock() {
    return clock;
  }

  /** Returns where pushed observations go. */
  public ObservationSink observations() {
    return observations;
  }

  /** Returns the handlers the host has found or registered, each name once. */
  public List<TaskHandler> handlers() {
    return handlers;
  }

  /** Collects the properties of an {@link ExecutorContext}; not thread-safe. */
  public static final class Builder {
    private final ExecutorOptions options;
    private Clock clock = Clock.systemUTC();
    private ObservationSink observations = news -> {};
    private List<TaskHandler> handlers = List.of();

    private Builder(ExecutorOptions options) {
      this.options = Objects.requireNonNull(options, "options");
    }

    /** Sets the clock; default: the system's, in UTC. */
    public Builder clock(Clock source) {
      clock = Objects.requireNonNull(source, "clock");
      return this;
    }

    /** Sets where pushed observations go; default: nowhere. */
    public Builder observations(ObservationSink sink) {
      observations = Objects.requireNonNull(sink, "sink");
      return this;
    }

    /** Sets the handlers; default: none. */
    public Builder handlers(List<TaskHandler> known) {
      handlers = List.copyOf(known);
      return this;
    }

    /** Returns the context. */
    public ExecutorContext build() {
      return new ExecutorContext(this);
    }
  }
}
