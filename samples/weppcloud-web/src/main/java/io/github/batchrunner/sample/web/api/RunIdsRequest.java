package io.github.batchrunner.sample.web.api;

import org.jspecify.annotations.Nullable;

/**
 * A run-id template to be tried, and which rows of the result are wanted.
 *
 * @param template such as {@code {properties['HucName']}}
 * @param page the page, from 0
 * @param size rows on a page, 1 to 1000; 100 if left out
 * @param show {@code all} rows, or {@code problems}: those without a run id of their own
 */
record RunIdsRequest(
    @Nullable String template,
    @Nullable Integer page,
    @Nullable Integer size,
    @Nullable String show) {}
