package io.github.batchrunner.sample.web.batch;

import io.github.batchrunner.core.BatchRunnerException;

/** There is no batch of that name. */
public final class NoSuchBatchException extends BatchRunnerException {

  NoSuchBatchException(String name) {
    super("there is no batch \"%s\"; the list of batches shows those there are".formatted(name));
  }
}
