/**
 * Templates such as <code>{properties['HucName']}-{properties['Region']}</code>: compiled once,
 * evaluated for every feature, with Python's f-string as the syntax and Python's results.
 *
 * <p>{@link io.github.batchrunner.core.template.Template} is the entrance. A template is parsed by
 * a recursive-descent parser into a small closed set of nodes and evaluated over plain values;
 * nothing in it reaches the host's code, files or environment, and its size, depth, result and work
 * are bounded. The classes named <code>Python…</code> hold one part of Python's semantics each and
 * signal with {@link io.github.batchrunner.core.template.PythonError}; the nodes add the position.
 * <code>docs/templates.md</code> is the page for those who write templates, the differences from
 * Python included. Run ids and the placeholders of commands are built on this package; it depends
 * on no other package but the root one.
 */
@NullMarked
package io.github.batchrunner.core.template;

import org.jspecify.annotations.NullMarked;
