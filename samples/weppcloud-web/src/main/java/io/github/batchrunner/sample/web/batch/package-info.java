/** The batches below the service's directory, and what runs them. */
@NullMarked
package io.github.batchrunner.sample.web.batch;

import org.jspecify.annotations.NullMarked;
