package io.github.batchrunner.spi;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a host knows of an attempt that was, or may have been, submitted before. Immutable.
 *
 * <p>Created by hosts with {@link #of}; plugins only read it, so it can gain properties without
 * breaking them.
 */
public final class SubmittedAttempt {
  private final AttemptToken token;
  private final TaskRef task;
  private final Path wd;
  private final Path logFile;
  private final @Nullable String nativeId;

  private SubmittedAttempt(
      AttemptToken token, TaskRef task, Path wd, Path logFile, @Nullable String nativeId) {
    this.token = Objects.requireNonNull(token, "token");
    this.task = Objects.requireNonNull(task, "task");
    this.wd = Objects.requireNonNull(wd, "wd");
    this.logFile = Objects.requireNonNull(logFile, "logFile");
    this.nativeId = nativeId;
  }

  /** Returns an attempt with the directory and the log file it was submitted with. */
  public static SubmittedAttempt of(AttemptToken token, TaskRef task, Path wd, Path logFile) {
    return new SubmittedAttempt(token, task, wd, logFile, null);
  }

  /** Returns the attempt behind a submission. */
  public static SubmittedAttempt of(Submission submission) {
    return of(submission.token(), submission.task(), submission.wd(), submission.logFile());
  }

  /** Returns this attempt with the engine's own name for it, as its handle told it. */
  public SubmittedAttempt withNativeId(String id) {
    return new SubmittedAttempt(token, task, wd, logFile, Objects.requireNonNull(id, "id"));
  }

  /** Returns the identity of the attempt. */
  public AttemptToken token() {
    return token;
  }

  /** Returns which task of which run this is. */
  public TaskRef task() {
    return task;
  }

  /** Returns the working directory of the run: absolute, and perhaps not there any more. */
  public Path wd() {
    return wd;
  }

  /** Returns where the output of the attempt goes. */
  public Path logFile() {
    return logFile;
  }

  /** Returns the engine's own name for it; empty if its acceptance was not told or not kept. */
  public Optional<String> nativeId() {
    return Optional.ofNullable(nativeId);
  }

  @Override
  public String toString() {
    return task + " (" + token + ")";
  }
}
