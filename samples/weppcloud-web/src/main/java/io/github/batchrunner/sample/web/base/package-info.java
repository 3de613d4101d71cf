/**
 * The controls of the base project: what a person may set of its NoDb files, and how it is written.
 */
@NullMarked
package io.github.batchrunner.sample.web.base;

import org.jspecify.annotations.NullMarked;
