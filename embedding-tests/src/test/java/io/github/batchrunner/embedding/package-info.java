/**
 * The statements of {@code docs/embedding.md}, each of which has a test here that carries its
 * number, and the code that the page shows.
 */
package io.github.batchrunner.embedding;
