/**
 * NoDb files: the jsonpickle text in which WEPPcloud keeps its singletons (<code>ron.nodb</code>,
 * <code>climate.nodb</code>, …), read strictly and edited without touching a byte that is not meant
 * to change.
 *
 * <p>{@link io.github.batchrunner.core.nodb.NoDbDocument} is the text and its edits, {@link
 * io.github.batchrunner.core.nodb.NoDbFile} its place on disk. Batches, base projects and clones
 * use the package; it knows none of them.
 */
@NullMarked
package io.github.batchrunner.core.nodb;

import org.jspecify.annotations.NullMarked;
