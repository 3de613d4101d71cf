/**
 * What a host uses of this sample: watersheds to run on and the numbers of a finished run. The
 * handlers themselves are found by {@link java.util.ServiceLoader}.
 */
@NullMarked
package io.github.batchrunner.sample.hydrology;

import org.jspecify.annotations.NullMarked;
