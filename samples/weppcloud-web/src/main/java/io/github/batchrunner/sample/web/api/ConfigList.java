package io.github.batchrunner.sample.web.api;

import java.util.List;

/**
 * The configs that are offered for a new batch; another one may be named too.
 *
 * @param configs their names
 * @param chosen the one chosen at first
 */
record ConfigList(List<String> configs, String chosen) {}
