package io.github.batchrunner.core.execution;

import java.time.Duration;

/**
 * How long something will still take, with the range in which the truth lies four times out of
 * five.
 *
 * @param low one time in ten it takes less
 * @param likely as often more as less
 * @param high one time in ten it takes more
 */
public record TimeLeft(Duration low, Duration likely, Duration high) {}
