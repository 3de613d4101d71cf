package io.github.batchrunner.sample.web.api;

import org.jspecify.annotations.Nullable;

/**
 * A run-id template to be kept.
 *
 * @param template such as {@code {properties['HucName']}}
 */
record TemplateRequest(@Nullable String template) {}
