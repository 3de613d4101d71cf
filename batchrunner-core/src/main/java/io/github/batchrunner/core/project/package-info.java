/**
 * Base projects: the configured project in <code>_base</code> that every run of a batch is cloned
 * from, made new for a config or taken over from an existing project.
 *
 * <p>Creating a batch uses the package; hosts plug their own {@link
 * io.github.batchrunner.core.project.BaseProjectCreator} into it.
 */
@NullMarked
package io.github.batchrunner.core.project;

import org.jspecify.annotations.NullMarked;
