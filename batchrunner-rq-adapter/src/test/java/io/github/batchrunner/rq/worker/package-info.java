/** Tests of the workers, against real Redis servers and beside real Python workers. */
@NullMarked
package io.github.batchrunner.rq.worker;

import org.jspecify.annotations.NullMarked;
