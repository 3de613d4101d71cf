/** Tests of the files by which Java workers are run in production. */
package io.github.batchrunner.rq.deploy;
