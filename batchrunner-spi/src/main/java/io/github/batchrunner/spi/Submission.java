package io.github.batchrunner.spi;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One attempt as it is handed to an executor. Immutable.
 *
 * <p>Created by hosts with {@link #builder}; plugins only read it, so it can gain properties
 * without breaking them.
 */
public final class Submission {
  private final AttemptToken token;
  private final TaskRef task;
  private final Work work;
  private final Path wd;
  private final Path baseWd;
  private final Path featureFile;
  private final Path logFile;
  private final @Nullable Duration timeout;
  private final Resources resources;
  private final Map<String, String> hints;
  private final List<AttemptToken> needs;

  private Submission(Builder builder) {
    token = builder.token;
    task = builder.task;
    work = builder.work;
    wd = builder.wd;
    baseWd = builder.baseWd == null ? wd : builder.baseWd;
    featureFile =
        builder.featureFile == null
            ? wd.resolve("dem/target_watershed.geojson")
            : builder.featureFile;
    logFile =
        builder.logFile == null ? wd.resolve("logs/" + task.taskId() + ".log") : builder.logFile;
    timeout = builder.timeout;
    resources = builder.resources;
    hints = builder.hints;
    needs = builder.needs;
  }

  /**
   * Starts a submission of {@code work} for the attempt {@code token}, to run in the directory
   * {@code wd}.
   */
  public static Builder builder(AttemptToken token, TaskRef task, Work work, Path wd) {
    return new Builder(token, task, work, wd);
  }

  /** Returns the identity of the attempt. */
  public AttemptToken token() {
    return token;
  }

  /** Returns which task of which run this is. */
  public TaskRef task() {
    return task;
  }

  /** Returns what to do. */
  public Work work() {
    return work;
  }

  /**
   * Returns the working directory of the run: absolute, and there when the attempt is submitted.
   */
  public Path wd() {
    return wd;
  }

  /** Returns the directory of the base project, not to be written to. */
  public Path baseWd() {
    return baseWd;
  }

  /** Returns where the run's GeoJSON feature is; there is no file when items are not features. */
  public Path featureFile() {
    return featureFile;
  }

  /** Returns where the output of this attempt goes; its directory may have to be created. */
  public Path logFile() {
    return logFile;
  }

  /** Returns how long the attempt may run, from its start; empty for no limit. */
  public Optional<Duration> timeout() {
    return Optional.ofNullable(timeout);
  }

  /** Returns what it needs. */
  public Resources resources() {
    return resources;
  }

  /** Returns settings for certain engines, by {@code <executor id>.<name>}; others ignore them. */
  public Map<String, String> hints() {
    return hints;
  }

  /**
   * Returns the attempts that must have succeeded first; empty unless the executor declares {@link
   * Capabilities#nativeDependencies()}.
   */
  public List<AttemptToken> needs() {
    return needs;
  }

  @Override
  public String toString() {
    return task + " (" + token + ")";
  }

  /** Collects the properties of a {@link Submission}; not thread-safe. */
  public static final class Builder {
    private final AttemptToken token;
    private final TaskRef task;
    private final Work work;
    private final Path wd;
    private @Nullable Path baseWd;
    private @Nullable Path featureFile;
    private @Nullable Path logFile;
    private @Nullable Duration timeout;
    private Resources resources = Resources.DEFAULT;
    private Map<String, String> hints = Map.of();
    private List<AttemptToken> needs = List.of();

    private Builder(AttemptToken token, TaskRef task, Work work, Path wd) {
      this.token = Objects.requireNonNull(token, "token");
      this.task = Objects.requireNonNull(task, "task");
      this.work = Objects.requireNonNull(work, "work");
      this.wd = Objects.requireNonNull(wd, "wd");
    }

    /** Sets the base project's directory; default: the working directory. */
    public Builder baseWd(Path directory) {
      baseWd = directory;
      return this;
    }

    /**
     * Sets where the feature is; default: {@code dem/target_watershed.geojson} below the working
     * directory.
     */
    public Builder featureFile(Path file) {
      featureFile = file;
      return this;
    }

    /** Sets where output goes; default: {@code logs/<task>.log} below the working directory. */
    public Builder logFile(Path file) {
      logFile = file;
      return this;
    }

    /** Sets how long the attempt may run, more than zero; default: no limit. */
    public Builder timeout(Duration limit) {
      if (limit.isNegative() || limit.isZero()) {
        throw new IllegalArgumentException("a timeout is longer than zero, but this is " + limit);
      }
      timeout = limit;
      return this;
    }

    /** Sets what it needs; default: {@link Resources#DEFAULT}. */
    public Builder resources(Resources needed) {
      resources = needed;
      return this;
    }

    /** Sets engine settings; default: none. */
    public Builder hints(Map<String, String> settings) {
      hints = Map.copyOf(settings);
      return this;
    }

    /** Sets the attempts that must have succeeded first; default: none. */
    public Builder needs(List<AttemptToken> tokens) {
      needs = List.copyOf(tokens);
      return this;
    }

    /** Returns the submission. */
    public Submission build() {
      return new Submission(this);
    }
  }
}
