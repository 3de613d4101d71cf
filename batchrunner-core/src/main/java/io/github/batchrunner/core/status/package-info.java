/**
 * Where a batch stands, computed from the journal, the runs and the check-boxes.
 *
 * <p>Reads only; any process may ask, also while another runs the batch.
 */
@NullMarked
package io.github.batchrunner.core.status;

import org.jspecify.annotations.NullMarked;
