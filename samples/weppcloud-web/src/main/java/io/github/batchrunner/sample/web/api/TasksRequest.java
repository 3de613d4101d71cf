package io.github.batchrunner.sample.web.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Check-boxes to be set; the others stay as they are.
 *
 * @param groups whether each is checked, by group
 */
record TasksRequest(@Nullable Map<String, Boolean> groups) {}
