/**
 * The executor contract as tests: a plugin author extends {@code ExecutorContractTest} and gives it
 * an {@code ExecutorHarness}.
 *
 * <p>Test methods carry the numbers of the rules in {@code docs/spi-contract.md}; one interface
 * holds the rules of one chapter. What an executor declares is exercised, and what it does not
 * declare must be refused cleanly. The suite looks at threads and file descriptors of the whole
 * process, so it must not run at the same time as other tests.
 */
@NullMarked
package io.github.batchrunner.tck;

import org.jspecify.annotations.NullMarked;
