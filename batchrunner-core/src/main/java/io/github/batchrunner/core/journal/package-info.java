/**
 * The append-only record from which a stopped or killed process continues, and the table of states
 * it adds up to.
 *
 * <p>The journal is a file of JSON lines, each with a checksum ({@code docs/file-formats.md}).
 * {@link io.github.batchrunner.core.journal.JournalWriter} appends with group commit and belongs to
 * the one process that {@linkplain io.github.batchrunner.core.journal.OwnerLock owns} the batch;
 * {@link io.github.batchrunner.core.journal.JournalReader} may run anywhere at any time. Planning
 * reads the {@link io.github.batchrunner.core.journal.BatchState}; only dispatch writes.
 */
@NullMarked
package io.github.batchrunner.core.journal;

import org.jspecify.annotations.NullMarked;
