/**
 * How long the rest of a batch will take, told from the areas of its watersheds and from what has
 * finished.
 *
 * <p>Numbers alone: who uses it says which runs and tasks there are and what became of them. Used
 * by {@code dispatch} while an execution goes on, and by {@code status} on the journal.
 */
@NullMarked
package io.github.batchrunner.core.estimate;

import org.jspecify.annotations.NullMarked;
