/**
 * What an executor plugin implements and what it is given: nothing but the JDK is needed.
 *
 * <p>The numbered rules behind these types stand in {@code docs/spi-contract.md}; {@code
 * batchrunner-tck} tests each of them. Values that a plugin creates have factories or builders, and
 * requests are objects, so that this package can grow without breaking plugins that were compiled
 * against an earlier minor version.
 */
@NullMarked
package io.github.batchrunner.spi;

import org.jspecify.annotations.NullMarked;
