/** Tests of the API over HTTP, each answer held against its description. */
@NullMarked
package io.github.batchrunner.sample.web.api;

import org.jspecify.annotations.NullMarked;
