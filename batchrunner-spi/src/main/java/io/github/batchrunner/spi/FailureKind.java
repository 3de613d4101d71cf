package io.github.batchrunner.spi;

/** Why an attempt failed: what decides whether trying again makes sense. */
public enum FailureKind {
  /** A program ended with another code than 0, or by a signal that nobody here sent. */
  EXIT_CODE,
  /** Java or worker code threw. */
  EXCEPTION,
  /** It used more memory than it was given. */
  OUT_OF_MEMORY,
  /** It ran longer than it was allowed to. */
  TIMEOUT,
  /** The engine took its place away, such as a spot instance. */
  PREEMPTED,
  /** The machine it ran on is gone. */
  NODE_LOST,
  /** What it needs to start is not there: program, image, handler, script. */
  ENVIRONMENT,
  /** The engine refused it. */
  REJECTED,
  /** Somebody asked for its end. */
  CANCELLED,
  /** It said it succeeded, but a declared output is not there. */
  OUTPUT_MISSING,
  /** The engine or the host failed, not the work. */
  INFRASTRUCTURE
}
