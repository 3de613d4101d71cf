package io.github.batchrunner.sample.web.base;

import org.jspecify.annotations.Nullable;

/**
 * One of the values of a field.
 *
 * @param value as the file has it; {@code null} for nothing set
 * @param label what it means
 */
public record Choice(@Nullable Object value, String label) {}
