/**
 * Small file system tools: files and directories that appear whole or not at all, trees that are
 * removed, and the reason of a failure in words.
 *
 * <p>For the other packages of this module only; the package is not exported.
 */
@NullMarked
package io.github.batchrunner.core.internal.files;

import org.jspecify.annotations.NullMarked;
