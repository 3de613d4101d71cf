/**
 * The executor "nice", an example of a plugin that a host writes for itself: it runs commands at
 * low priority, so that people can go on working on the machine.
 *
 * <p>It uses the SPI alone. {@code docs/writing-an-executor.md} walks through it.
 */
@NullMarked
package io.github.batchrunner.sample.nice;

import org.jspecify.annotations.NullMarked;
