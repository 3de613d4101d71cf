/** Tests of the service as a whole, and what they share. */
@NullMarked
package io.github.batchrunner.sample.web;

import org.jspecify.annotations.NullMarked;
