package io.github.batchrunner.core.status;

/**
 * The latest attempt of a task of a run.
 *
 * @param attempts how many attempts there were, this one included; 0 if there was none
 * @param began when it began, in milliseconds since the epoch; 0 if it has not ended
 * @param ended when it ended, likewise
 */
public record TaskAttempt(int attempts, long began, long ended) {}
