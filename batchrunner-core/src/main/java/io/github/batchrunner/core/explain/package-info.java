/**
 * Why the tasks of one run stand where they do, and what a run would do now and why: values that a
 * host shows as it likes.
 *
 * <p>Everything here is found out of the journal, of the plan for that one run, and of the run's
 * own files; nothing is written. The facade gathers what is needed; hosts see the values alone.
 */
@NullMarked
package io.github.batchrunner.core.explain;

import org.jspecify.annotations.NullMarked;
