/**
 * What tests of this module stand on: real Redis servers and real Python RQ, each a process of the
 * test's own.
 *
 * <p>Nothing in here uses the module's own classes, so that they can be tested with it.
 */
@NullMarked
package io.github.batchrunner.rq.testing;

import org.jspecify.annotations.NullMarked;
