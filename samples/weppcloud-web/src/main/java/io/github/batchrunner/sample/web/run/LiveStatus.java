package io.github.batchrunner.sample.web.run;

import io.github.batchrunner.core.execution.TimeLeft;
import io.github.batchrunner.core.status.BatchStatus;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where a batch stands, in numbers.
 *
 * @param at the position of the table that was counted
 * @param counts the states of runs and tasks, the word for all, and the failures
 * @param execution number of the execution that goes on; null if none does
 * @param elapsed how long the latest execution takes or took; null if there was none or its end is
 *     not known
 * @param timeLeft how long it will still take; null if that is not known
 * @param note why nothing goes on at the moment, or an empty string
 * @param executor id of the executor of the latest execution; null if there was none
 * @param owner which other process runs it; null if none does
 */
public record LiveStatus(
    Position at,
    BatchStatus counts,
    @Nullable Integer execution,
    @Nullable Duration elapsed,
    @Nullable TimeLeft timeLeft,
    String note,
    @Nullable String executor,
    @Nullable String owner) {}
