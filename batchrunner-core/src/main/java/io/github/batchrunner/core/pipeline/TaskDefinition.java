package io.github.batchrunner.core.pipeline;

import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.spi.Resources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One step that every run takes: what it does, what it needs, and how to treat it. Immutable. */
public final class TaskDefinition {

  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,39}");

  private final String id;
  private final String label;
  private final String group;
  private final WorkDefinition work;
  private final List<String> needs;
  private final @Nullable Duration timeout;
  private final Resources resources;
  private final RetryPolicy retry;
  private final LogRules log;
  private final List<String> inputs;
  private final List<String> outputs;
  private final Map<String, String> hints;

  private TaskDefinition(Builder builder) {
    id = builder.id;
    label = builder.label == null ? id : builder.label;
    group = builder.group == null ? id : builder.group;
    work = builder.work;
    needs = List.copyOf(builder.needs);
    timeout = builder.timeout;
    resources = builder.resources;
    retry = builder.retry;
    log = builder.log;
    inputs = List.copyOf(builder.inputs);
    outputs = List.copyOf(builder.outputs);
    hints = Collections.unmodifiableMap(new LinkedHashMap<>(builder.hints));
  }

  /**
   * Starts the definition of a task.
   *
   * @param id 1 to 40 of {@code a-z 0-9 . _ -}, starting with a letter or digit; unique in its
   *     pipeline
   * @throws InvalidInputException if the id has another form
   */
  public static Builder builder(String id, WorkDefinition work) {
    return new Builder(requireId(id), work);
  }

  static String requireId(String id) {
    if (!ID.matcher(id).matches()) {
      throw new InvalidInputException(
          "an id is 1 to 40 lowercase letters, digits, \".\", \"_\" and \"-\", starting with a letter or digit, but \"%s\" was given"
              .formatted(id));
    }
    return id;
  }

  /** Returns the id. */
  public String id() {
    return id;
  }

  /** Returns what people call it; default: the id. */
  public String label() {
    return label;
  }

  /** Returns the check-box it belongs to; default: the id. */
  public String group() {
    return group;
  }

  /** Returns what it does. */
  public WorkDefinition work() {
    return work;
  }

  /** Returns the ids of the tasks that must have succeeded before it. */
  public List<String> needs() {
    return needs;
  }

  /** Returns how long an attempt may run; empty for no limit. */
  public Optional<Duration> timeout() {
    return Optional.ofNullable(timeout);
  }

  /** Returns what an attempt needs of the engine. */
  public Resources resources() {
    return resources;
  }

  /** Returns how often it is tried. */
  public RetryPolicy retry() {
    return retry;
  }

  /** Returns what its log says about its success. */
  public LogRules log() {
    return log;
  }

  /**
   * Returns patterns, relative to the base project, of the files whose change makes the task stale.
   */
  public List<String> inputs() {
    return inputs;
  }

  /** Returns patterns, relative to the run, each of which must match a file after success. */
  public List<String> outputs() {
    return outputs;
  }

  /** Returns settings for certain engines, by {@code <executor id>.<name>}. */
  public Map<String, String> hints() {
    return hints;
  }

  @Override
  public String toString() {
    return id;
  }

  /** Collects the properties of a {@link TaskDefinition}; not thread-safe. */
  public static final class Builder {
    private final String id;
    private final WorkDefinition work;
    private @Nullable String label;
    private @Nullable String group;
    private final List<String> needs = new ArrayList<>();
    private @Nullable Duration timeout;
    private Resources resources = Resources.DEFAULT;
    private RetryPolicy retry = RetryPolicy.NONE;
    private LogRules log = LogRules.NONE;
    private final List<String> inputs = new ArrayList<>();
    private final List<String> outputs = new ArrayList<>();
    private final Map<String, String> hints = new LinkedHashMap<>();

    private Builder(String id, WorkDefinition work) {
      this.id = id;
      this.work = work;
    }

    /** Sets what people call it; default: the id. */
    public Builder label(String text) {
      label = text;
      return this;
    }

    /** Sets the check-box it belongs to; default: the id. */
    public Builder group(String groupId) {
      group = requireId(groupId);
      return this;
    }

    /** Adds tasks that must have succeeded before it. */
    public Builder needs(String... taskIds) {
      needs.addAll(List.of(taskIds));
      return this;
    }

    /** Sets how long an attempt may run, more than zero; default: no limit. */
    public Builder timeout(Duration limit) {
      if (limit.isZero() || limit.isNegative()) {
        throw new InvalidInputException(
            "the timeout of task \"%s\" is longer than zero, but \"%s\" was given"
                .formatted(id, limit));
      }
      timeout = limit;
      return this;
    }

    /** Sets what an attempt needs of the engine; default: one processor. */
    public Builder resources(Resources needed) {
      resources = needed;
      return this;
    }

    /** Sets how often it is tried; default: {@link RetryPolicy#NONE}. */
    public Builder retry(RetryPolicy policy) {
      retry = policy;
      return this;
    }

    /** Sets what its log says about its success; default: nothing, it is not looked at. */
    public Builder log(LogRules rules) {
      log = rules;
      return this;
    }

    /**
     * Adds patterns of files in the base project whose change makes the task stale, such as {@code
     * climate.nodb}.
     */
    public Builder inputs(String... patterns) {
      for (String pattern : patterns) {
        inputs.add(FilePattern.require(pattern));
      }
      return this;
    }

    /**
     * Adds patterns of files that must be in the run after success, such as {@code climate/*.cli}.
     */
    public Builder outputs(String... patterns) {
      for (String pattern : patterns) {
        outputs.add(FilePattern.require(pattern));
      }
      return this;
    }

    /** Adds a setting for a certain engine, such as {@code slurm.partition}. */
    public Builder hint(String name, String value) {
      hints.put(name, value);
      return this;
    }

    /**
     * Returns the definition.
     *
     * @throws InvalidInputException if it declares more memory than it may grow to
     */
    public TaskDefinition build() {
      if (retry.capped(resources.memoryMb()) < resources.memoryMb()) {
        throw new InvalidInputException(
            "task \"%s\" asks for %d mebibytes of memory (memory_mb), which is more than it may grow to (max_memory_mb: %d)"
                .formatted(id, resources.memoryMb(), retry.maxMemoryMb()));
      }
      return new TaskDefinition(this);
    }
  }
}
