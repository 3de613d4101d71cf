/**
 * RQ's protocol: its keys, the fields of its hashes and how they are encoded, and the scripts that
 * change several of them at once.
 */
@NullMarked
package io.github.batchrunner.rq.internal.protocol;

import org.jspecify.annotations.NullMarked;
