/**
 * Chooses the runs that go before all others: those from which most can be learned about the rest.
 *
 * <p>Knows watersheds and plans, but nothing of how a plan is carried out. Used by the batch facade
 * alone.
 */
@NullMarked
package io.github.batchrunner.core.canary;

import org.jspecify.annotations.NullMarked;
