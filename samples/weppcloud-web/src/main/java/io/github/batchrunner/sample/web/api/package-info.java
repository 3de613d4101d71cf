/**
 * The JSON API, and its errors as RFC 9457 problems; the only package that knows the JSON it
 * speaks.
 */
@NullMarked
package io.github.batchrunner.sample.web.api;

import org.jspecify.annotations.NullMarked;
