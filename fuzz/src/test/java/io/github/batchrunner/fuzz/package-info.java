/**
 * Everything that reads what others wrote, given arbitrary bytes: it answers or refuses with the
 * error it documents, and does nothing else.
 *
 * <p>As tests they run over the inputs kept beside them, which earlier runs have found; {@code
 * fuzz/run} looks for new ones.
 */
package io.github.batchrunner.fuzz;
