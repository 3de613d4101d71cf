/** A servlet container that knows nothing of the library. */
package io.github.batchrunner.embedding.container;
