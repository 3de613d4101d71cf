/** Small helpers for messages, used everywhere in the core. */
@NullMarked
package io.github.batchrunner.core.text;

import org.jspecify.annotations.NullMarked;
