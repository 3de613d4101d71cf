package io.github.batchrunner.sample.web.api;

/**
 * Whether a batch can be created under a name.
 *
 * @param name the name
 * @param usable whether it can be
 * @param reason why not; empty if it can
 */
record NameView(String name, boolean usable, String reason) {}
