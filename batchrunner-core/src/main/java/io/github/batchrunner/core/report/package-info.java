/**
 * The report of a batch: a page to look at, tables, a map layer, and lists of runs.
 *
 * <p>{@link BatchReport} writes the files; {@code docs/file-formats.md} describes them. Everything
 * is computed from one look at the journal ({@link io.github.batchrunner.core.status.StatusReader})
 * and from the attached watersheds; nothing here has a clock. Hosts use it; nothing in the core
 * depends on it.
 */
@NullMarked
package io.github.batchrunner.core.report;

import org.jspecify.annotations.NullMarked;
