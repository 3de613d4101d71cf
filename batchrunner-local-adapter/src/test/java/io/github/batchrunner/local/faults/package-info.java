/** Whole batches on executor "local" whose host is ended with {@code kill -9}. */
package io.github.batchrunner.local.faults;
