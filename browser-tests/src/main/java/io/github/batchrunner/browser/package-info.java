/**
 * A real browser for the tests of pages: Chromium, as the system has it, without a window and
 * without a network; and the real files that they look at.
 *
 * <p>Tests of any module may use it; nothing that is published does.
 */
@NullMarked
package io.github.batchrunner.browser;

import org.jspecify.annotations.NullMarked;
