package io.github.batchrunner.core.engine;

/**
 * Something wrong with a plugin that matters only to who chooses it.
 *
 * @param plugin what is known of it: its id, its class or its jar
 * @param problem what is wrong and what to do, for a person
 */
public record PluginIssue(String plugin, String problem) {}
