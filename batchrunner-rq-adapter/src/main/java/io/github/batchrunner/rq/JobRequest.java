package io.github.batchrunner.rq;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A job to be put into a queue. Immutable.
 *
 * <p>Durations are whole seconds, since RQ has no smaller ones.
 */
public final class JobRequest {

  /** How long a job may run unless it says otherwise: RQ's own 180 seconds. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(3);

  /** How long results are kept unless the job says otherwise: RQ's own 500 seconds. */
  public static final Duration DEFAULT_RESULT_TTL = Duration.ofSeconds(500);

  /** How long failures are kept unless the job says otherwise: RQ's own 365 days. */
  public static final Duration DEFAULT_FAILURE_TTL = Duration.ofDays(365);

  /** No limit, wherever RQ knows one. */
  public static final Duration FOREVER = Duration.ofSeconds(-1);

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]+");

  private final Call call;
  private final String id;
  private final boolean ownId;
  private final Duration timeout;
  private final @Nullable Duration resultTtl;
  private final @Nullable Duration failureTtl;
  private final @Nullable Duration ttl;
  private final @Nullable String description;
  private final Map<String, @Nullable Object> meta;
  private final Set<String> dependsOn;
  private final boolean allowDependencyFailures;
  private final boolean atFront;
  private final @Nullable RetryPolicy retry;
  private final @Nullable Callback onSuccess;
  private final @Nullable Callback onFailure;
  private final @Nullable Callback onStopped;
  private final @Nullable String group;
  private final @Nullable Instant at;

  private JobRequest(Builder builder) {
    call = builder.call;
    ownId = builder.id != null;
    id = builder.id == null ? UUID.randomUUID().toString() : builder.id;
    timeout = builder.timeout;
    resultTtl = builder.resultTtl;
    failureTtl = builder.failureTtl;
    ttl = builder.ttl;
    description = builder.description;
    meta = builder.meta;
    dependsOn = builder.dependsOn;
    allowDependencyFailures = builder.allowDependencyFailures;
    atFront = builder.atFront;
    retry = builder.retry;
    onSuccess = builder.onSuccess;
    onFailure = builder.onFailure;
    onStopped = builder.onStopped;
    group = builder.group;
    at = builder.at;
  }

  /** Starts a job that makes this call. */
  public static Builder builder(Call call) {
    return new Builder(call);
  }

  /** Returns a job that makes this call, with RQ's defaults. */
  public static JobRequest of(Call call) {
    return builder(call).build();
  }

  /** Returns whether an id can be a job's: all versions of RQ accept {@code A-Z a-z 0-9 _ -}. */
  public static boolean isId(String id) {
    return ID.matcher(id).matches();
  }

  /** Returns what it calls. */
  public Call call() {
    return call;
  }

  /** Returns the job's id. */
  public String id() {
    return id;
  }

  /** Tells whether the id was chosen by the caller, so that it may be in use already. */
  public boolean hasChosenId() {
    return ownId;
  }

  /** Returns how long it may run; {@link #FOREVER} for no limit. */
  public Duration timeout() {
    return timeout;
  }

  /** Returns how long its result is kept; empty for the worker's default. */
  public Optional<Duration> resultTtl() {
    return Optional.ofNullable(resultTtl);
  }

  /** Returns how long its failure is kept; empty for the worker's default. */
  public Optional<Duration> failureTtl() {
    return Optional.ofNullable(failureTtl);
  }

  /** Returns how long it may wait before it is forgotten; empty for ever. */
  public Optional<Duration> ttl() {
    return Optional.ofNullable(ttl);
  }

  /** Returns the text that people see; empty for one made of the call. */
  public Optional<String> description() {
    return Optional.ofNullable(description);
  }

  /** Returns what goes with it for people and programs. */
  public Map<String, @Nullable Object> meta() {
    return meta;
  }

  /** Returns the ids of the jobs it waits for. */
  public Set<String> dependsOn() {
    return dependsOn;
  }

  /** Tells whether it also runs when jobs it waits for failed. */
  public boolean allowDependencyFailures() {
    return allowDependencyFailures;
  }

  /** Tells whether it goes before all that wait. */
  public boolean atFront() {
    return atFront;
  }

  /** Returns how RQ tries it again. */
  public Optional<RetryPolicy> retry() {
    return Optional.ofNullable(retry);
  }

  /** Returns what a worker calls when it succeeded. */
  public Optional<Callback> onSuccess() {
    return Optional.ofNullable(onSuccess);
  }

  /** Returns what a worker calls when it failed. */
  public Optional<Callback> onFailure() {
    return Optional.ofNullable(onFailure);
  }

  /** Returns what a worker calls when it was stopped. */
  public Optional<Callback> onStopped() {
    return Optional.ofNullable(onStopped);
  }

  /** Returns the group it belongs to (RQ 2 and later). */
  public Optional<String> group() {
    return Optional.ofNullable(group);
  }

  /** Returns when it goes into its queue; empty for at once. */
  public Optional<Instant> at() {
    return Optional.ofNullable(at);
  }

  @Override
  public String toString() {
    return id + " " + call.function();
  }

  /** Collects the properties of a {@link JobRequest}; not thread-safe. */
  public static final class Builder {
    private final Call call;
    private @Nullable String id;
    private Duration timeout = DEFAULT_TIMEOUT;
    private @Nullable Duration resultTtl;
    private @Nullable Duration failureTtl;
    private @Nullable Duration ttl;
    private @Nullable String description;
    private Map<String, @Nullable Object> meta = Map.of();
    private Set<String> dependsOn = Set.of();
    private boolean allowDependencyFailures;
    private boolean atFront;
    private @Nullable RetryPolicy retry;
    private @Nullable Callback onSuccess;
    private @Nullable Callback onFailure;
    private @Nullable Callback onStopped;
    private @Nullable String group;
    private @Nullable Instant at;

    private Builder(Call call) {
      this.call = Objects.requireNonNull(call, "call");
    }

    /**
     * Sets the id; default: a random UUID.
     *
     * @throws IllegalArgumentException if workers of some version would not survive it
     */
    public Builder id(String chosen) {
      checkId(chosen);
      id = chosen;
      return this;
    }

    private static void checkId(String id) {
      if (!isId(id)) {
        throw new IllegalArgumentException(
            "a job id consists of A-Z a-z 0-9 _ -, but this is \"" + id + "\"");
      }
    }

    /** Sets how long it may run: a second or more, or {@link #FOREVER}; default: 180 s. */
    public Builder timeout(Duration limit) {
      timeout = seconds("timeout", limit, 1);
      return this;
    }

    /**
     * Sets how long its result is kept, {@link #FOREVER} for ever, zero for not at all; default:
     * what the worker does, usually 500 s.
     */
    public Builder resultTtl(Duration time) {
      resultTtl = seconds("result TTL", time, 0);
      return this;
    }

    /**
     * Sets how long its failure is kept, a second or more, or {@link #FOREVER}; default: what the
     * worker does, usually a year. With zero RQ would list a failure that is not there.
     */
    public Builder failureTtl(Duration time) {
      failureTtl = seconds("failure TTL", time, 1);
      return this;
    }

    /** Sets how long it may wait before it is forgotten, a second or more; default: for ever. */
    public Builder ttl(Duration time) {
      ttl = seconds("TTL", time, 1);
      return this;
    }

    /** Sets the text that people see; default: the call as Python would write it. */
    public Builder description(String text) {
      description = text;
      return this;
    }

    /** Sets what goes with it; values as in {@link Serializer}; default: nothing. */
    public Builder meta(Map<String, ? extends @Nullable Object> values) {
      meta = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(values));
      return this;
    }

    /**
     * Sets the ids of the jobs it waits for; default: none.
     *
     * @throws IllegalArgumentException if an id has characters that no job of ours can have
     */
    public Builder dependsOn(Collection<String> ids) {
      ids.forEach(Builder::checkId);
      dependsOn = java.util.Collections.unmodifiableSet(new LinkedHashSet<>(ids));
      return this;
    }

    /** Sets the ids of the jobs it waits for. */
    public Builder dependsOn(String... ids) {
      return dependsOn(List.of(ids));
    }

    /** Lets it also run when jobs it waits for failed; default: it does not. */
    public Builder allowDependencyFailures() {
      allowDependencyFailures = true;
      return this;
    }

    /** Lets it go before all that wait, also when the jobs it waits for have ended. */
    public Builder atFront() {
      atFront = true;
      return this;
    }

    /** Lets RQ try it again; default: it does not. */
    public Builder retry(RetryPolicy policy) {
      retry = policy;
      return this;
    }

    /** Sets what a worker calls when it succeeded. */
    public Builder onSuccess(Callback callback) {
      onSuccess = callback;
      return this;
    }

    /** Sets what a worker calls when it failed. */
    public Builder onFailure(Callback callback) {
      onFailure = callback;
      return this;
    }

    /** Sets what a worker calls when it was stopped (RQ 1.15 and later). */
    public Builder onStopped(Callback callback) {
      onStopped = callback;
      return this;
    }

    /** Sets the group it belongs to (RQ 2 and later; older workers ignore it). */
    public Builder group(String name) {
      group = name;
      return this;
    }

    /** Sets when it goes into its queue, which a worker with RQ's scheduler sees to. */
    public Builder at(Instant time) {
      at = time;
      return this;
    }

    /** Returns the request. */
    public JobRequest build() {
      if (at != null && !dependsOn.isEmpty()) {
        throw new IllegalArgumentException(
            "a job waits for a time or for other jobs: RQ knows no job that waits for both");
      }
      return new JobRequest(this);
    }

    private static Duration seconds(String name, Duration time, long least) {
      if (time.equals(FOREVER)) {
        return time;
      }
      if (time.isNegative()
          || time.toSeconds() < least
          || !time.equals(time.truncatedTo(ChronoUnit.SECONDS))) {
        throw new IllegalArgumentException(
            "a " + name + " is whole seconds, " + least + " or more, or FOREVER, not " + time);
      }
      return time;
    }
  }
}
