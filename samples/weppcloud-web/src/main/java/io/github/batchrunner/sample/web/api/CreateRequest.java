package io.github.batchrunner.sample.web.api;

import org.jspecify.annotations.Nullable;

/**
 * A batch to be created.
 *
 * @param name fewer than 30 of {@code a-z 0-9 - _}, beginning with a letter or digit
 * @param config name of the config of its base project, with or without {@code .cfg}
 */
record CreateRequest(@Nullable String name, @Nullable String config) {}
