package io.github.batchrunner.core.status;

import io.github.batchrunner.spi.Failure;

/**
 * Why the latest attempt of a task of a run failed.
 *
 * @param signature what it has in common with others of its {@linkplain BatchStatus.FailureGroup
 *     group}
 * @param failure the failure itself
 */
public record TaskFailure(String signature, Failure failure) {}
