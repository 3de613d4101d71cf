/** Tests of batches without HTTP. */
@NullMarked
package io.github.batchrunner.sample.web.batch;

import org.jspecify.annotations.NullMarked;
