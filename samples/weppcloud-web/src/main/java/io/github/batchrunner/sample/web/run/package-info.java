/** Executions of this service and what those who watch are told of them. */
@NullMarked
package io.github.batchrunner.sample.web.run;

import org.jspecify.annotations.NullMarked;
