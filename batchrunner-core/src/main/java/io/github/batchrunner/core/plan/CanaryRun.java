package io.github.batchrunner.core.plan;

/**
 * A run that goes before the others, to show whether they are likely to end well.
 *
 * @param run its place in the plan
 * @param why what makes it telling, for a person
 */
public record CanaryRun(int run, String why) {}
