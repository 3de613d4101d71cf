/**
 * What is inside the web application that {@code docs/embedding.md} shows, and its tests deploy.
 */
package io.github.batchrunner.embedding.webapp;
