/** The smallest embedding: one class, one handler, one watershed file. Nothing else uses it. */
@NullMarked
package io.github.batchrunner.sample.quickstart;

import org.jspecify.annotations.NullMarked;
