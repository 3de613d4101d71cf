package io.github.batchrunner.core.plan;

import io.github.batchrunner.core.watershed.BoundingBox;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What to plan: which runs, and which tasks to run in any case. Immutable.
 *
 * <p>Conditions on runs add up: a run is planned if it meets all that are set.
 */
public final class PlanOptions {

  private static final PlanOptions ALL = builder().build();

  private final boolean forceAll;
  private final Set<String> forced;
  private final List<String> only;
  private final @Nullable BoundingBox box;
  private final boolean failedOnly;
  private final @Nullable String signature;
  private final @Nullable Instant continued;

  private PlanOptions(Builder builder) {
    forceAll = builder.forceAll;
    forced = Set.copyOf(builder.forced);
    only = List.copyOf(builder.only);
    box = builder.box;
    failedOnly = builder.failedOnly;
    signature = builder.signature;
    continued = builder.continued;
  }

  /** Returns the options that plan every run and force nothing. */
  public static PlanOptions all() {
    return ALL;
  }

  /** Starts options; by default every run is planned and nothing is forced. */
  public static Builder builder() {
    return new Builder();
  }

  /** Tells whether everything that is selected runs. */
  public boolean forceAll() {
    return forceAll;
  }

  /** Returns the tasks or groups that run in any case, with all that follows them. */
  public Set<String> forced() {
    return forced;
  }

  /** Returns patterns of run ids of which one must match; empty for any. */
  public List<String> only() {
    return only;
  }

  /** Returns the box that features must intersect. */
  public Optional<BoundingBox> box() {
    return Optional.ofNullable(box);
  }

  /** Tells whether only failed tasks, and what depends on them, are planned to run. */
  public boolean failedOnly() {
    return failedOnly;
  }

  /** Returns the failure signature that a failed task must have to be planned. */
  public Optional<String> signature() {
    return Optional.ofNullable(signature);
  }

  /** Returns since when executions count as the one that goes on; empty to begin anew. */
  public Optional<Instant> continued() {
    return Optional.ofNullable(continued);
  }

  /** Collects plan options; not thread-safe. */
  public static final class Builder {
    private boolean forceAll;
    private final Set<String> forced = new LinkedHashSet<>();
    private final List<String> only = new ArrayList<>();
    private @Nullable BoundingBox box;
    private boolean failedOnly;
    private @Nullable String signature;
    private @Nullable Instant continued;

    private Builder() {}

    /** Runs everything that is selected, up to date or not. */
    public Builder forceAll() {
      forceAll = true;
      return this;
    }

    /** Runs these tasks, or those of these groups, and all that follows them. */
    public Builder force(String... names) {
      forced.addAll(List.of(names));
      return this;
    }

    /**
     * Plans only runs whose id matches one of these patterns, in which {@code *} and {@code ?} are
     * wildcards.
     */
    public Builder only(String... patterns) {
      only.addAll(List.of(patterns));
      return this;
    }

    /** Plans only runs whose feature intersects the box. */
    public Builder box(BoundingBox area) {
      box = area;
      return this;
    }

    /** Plans only what failed, and what depends on it. */
    public Builder failedOnly() {
      failedOnly = true;
      return this;
    }

    /**
     * Plans only what failed with this signature, and what depends on it; the beginning of the
     * signature is enough if it is no other's.
     */
    public Builder failedWith(String failureSignature) {
      failedOnly = true;
      signature = failureSignature;
      return this;
    }

    /**
     * Goes on with what was started with the same options and did not get to its end, instead of
     * beginning it anew: for a host that was killed, or left its execution to the engine.
     *
     * <p>What has ended in the executions since then is done. A task that succeeded in one of them
     * is up to date although it is forced; one that failed for good is not tried again, and nor is
     * what needs it; what was interrupted, taken back or not reached is planned. With {@link
     * #failedOnly} this holds for what was among the failures then: also what follows those that
     * have succeeded since is planned, and a {@linkplain #failedWith signature} that nothing has
     * any more names no failure instead of being an error.
     *
     * <p>An attempt belongs to the execution that made it. Of one that an earlier execution had
     * left to the engine it is not known whether it ended since, so that it is planned as without
     * this option. A failure of which the journal cannot tell whether it was the last try is tried
     * again as long as the task has had fewer attempts than its policy allows.
     *
     * @param startedAt a moment before the first of these executions began and after any earlier
     *     one, by the clock of the machine that ran it; if none has begun since, the plan is the
     *     same as without this option
     */
    public Builder continuing(Instant startedAt) {
      continued = startedAt;
      return this;
    }

    /** Returns the options. */
    public PlanOptions build() {
      return new PlanOptions(this);
    }
  }
}
