/**
 * JSON text exactly as Python's {@code json} module writes it.
 *
 * <p>WEPPcloud identifies a watershed file by the SHA-256 of {@code json.dumps(data,
 * sort_keys=True)}; to be understood by it, the same bytes have to come out of here. Used by the
 * core only; not exported.
 */
@NullMarked
package io.github.batchrunner.core.internal.json;

import org.jspecify.annotations.NullMarked;
