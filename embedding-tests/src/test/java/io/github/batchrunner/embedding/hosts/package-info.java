/** The hosts that {@code docs/embedding.md} shows. */
package io.github.batchrunner.embedding.hosts;
