/**
 * Run ids: which strings may be one, and what a template makes of the features of a batch.
 *
 * <p>{@link io.github.batchrunner.core.runid.RunIds} holds the rule for one id; {@link
 * io.github.batchrunner.core.runid.RunIdValidator} takes a million features one by one and gives a
 * {@link io.github.batchrunner.core.runid.ValidationReport}, which is WEPPcloud's report with the
 * ids that only a file system confuses beside it. The package builds on the template package and on
 * Jackson's generator; batches, planning and hosts use it.
 */
@NullMarked
package io.github.batchrunner.core.runid;

import org.jspecify.annotations.NullMarked;
