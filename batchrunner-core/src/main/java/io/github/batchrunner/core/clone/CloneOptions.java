package io.github.batchrunner.core.clone;

import io.github.batchrunner.spi.AfterCloneHook;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How clones are made.
 *
 * <p>Instances are immutable.
 */
public final class CloneOptions {

  private final boolean replaceExisting;
  private final List<AfterCloneHook> hooks;
  private final @Nullable BaseStore mergeStore;
  private final List<String> mergeInputs;
  private final OnConflict onConflict;
  private final List<String> shared;

  private CloneOptions(Builder builder) {
    this.replaceExisting = builder.replaceExisting;
    this.hooks = List.copyOf(builder.hooks);
    this.mergeStore = builder.mergeStore;
    this.mergeInputs = builder.mergeInputs;
    this.onConflict = builder.onConflict;
    this.shared = List.copyOf(builder.shared);
  }

  /** Returns a builder with the defaults: existing directories stay, no hooks, nothing shared. */
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

  /** Where the former versions of the base are; null when existing directories stay as they are. */
  @Nullable BaseStore mergeStore() {
    return mergeStore;
  }

  List<String> mergeInputs() {
    return mergeInputs;
  }

  OnConflict onConflict() {
    return onConflict;
  }

  List<String> shared() {
    return shared;
  }

  /** Collects options; not thread-safe. */
  public static final class Builder {

    private boolean replaceExisting;
    private final List<AfterCloneHook> hooks = new ArrayList<>();
    private @Nullable BaseStore mergeStore;
    private List<String> mergeInputs = List.of();
    private OnConflict onConflict = OnConflict.FAIL;
    private final List<String> shared = new ArrayList<>();

    private Builder() {}

    /**
     * Whether a directory that was cloned before is replaced by a new clone, with all results in it
     * (default: no, it is kept). Directories of another origin are never replaced.
     */
    public Builder replaceExisting(boolean replace) {
      this.replaceExisting = replace;
      return this;
    }

    /**
     * Has the edits of the base merged into directories that are kept (default: they are not).
     *
     * @param store what is kept of former versions of the base
     * @param inputs globs, as in {@link BaseSnapshot#hashOf}, of the files that tasks declare as
     *     inputs: where such a file was changed in the base and in the run, that is a conflict; so
     *     it is for NoDb files, declared or not
     * @param choice what becomes of conflicts
     */
    public Builder mergeBaseEdits(BaseStore store, Collection<String> inputs, OnConflict choice) {
      this.mergeStore = Objects.requireNonNull(store, "store");
      this.mergeInputs = List.copyOf(inputs);
      this.onConflict = Objects.requireNonNull(choice, "choice");
      return this;
    }

    /** Adds a hook; hooks are called in the order in which they were added. */
    public Builder afterClone(AfterCloneHook hook) {
      hooks.add(Objects.requireNonNull(hook, "hook"));
      return this;
    }

    /**
     * Adds globs, as in {@link BaseSnapshot#hashOf}, of files that no task writes into: clones get
     * hard links to those of the base where the file system has them. NoDb files are always copied.
     */
    public Builder share(Collection<String> globs) {
      shared.addAll(globs);
      return this;
    }

    /** Returns the options. */
    public CloneOptions build() {
      return new CloneOptions(this);
    }
  }
}
