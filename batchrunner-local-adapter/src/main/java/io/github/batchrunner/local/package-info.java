/**
 * The executor "local": runs handlers on threads of this process and commands as its children.
 *
 * <p>{@code LocalExecutor} is what the host calls; an {@code Attempt} is the state of one attempt;
 * {@code Slots} are the threads; {@code HandlerRun} and {@code CommandRun} do the work of one
 * attempt on one of them; {@code Announcer} tells the host. Nothing outside uses these types: hosts
 * find the executor by its id through {@link java.util.ServiceLoader}.
 */
@NullMarked
package io.github.batchrunner.local;

import org.jspecify.annotations.NullMarked;
