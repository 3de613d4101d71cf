package io.github.batchrunner.core.clone;

import io.github.batchrunner.spi.AfterCloneHook;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * How clones are made.
 *
 * <p>Instances are immutable.
 */
public final class CloneOptions {

  private final boolean replaceExisting;
  private final List<AfterCloneHook> hooks;

  private CloneOptions(Builder builder) {
    this.replaceExisting = builder.replaceExisting;
    this.hooks = List.copyOf(builder.hooks);
  }

  /** Returns a builder with the defaults: keep existing directories, no hooks. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the defaults. */
  public static CloneOptions defaults() {
    return builder().build();
  }

  boolean replaceExisting() {
    return replaceExisting;
  }

  List<AfterCloneHook> hooks() {
    return hooks;
  }

  /** Collects options; not thread-safe. */
  public static final class Builder {

    private boolean replaceExisting;
    private final List<AfterCloneHook> hooks = new ArrayList<>();

    private Builder() {}

    /**
     * Whether a directory that was cloned before is replaced by a new clone, with all results in it
     * (default: no, it is kept). Directories of another origin are never replaced.
     */
    public Builder replaceExisting(boolean replace) {
      this.replaceExisting = replace;
      return this;
    }

    /** Adds a hook; hooks are called in the order in which they were added. */
    public Builder afterClone(AfterCloneHook hook) {
      hooks.add(Objects.requireNonNull(hook, "hook"));
      return this;
    }

    /** Returns the options. */
    public CloneOptions build() {
      return new CloneOptions(this);
    }
  }
}
