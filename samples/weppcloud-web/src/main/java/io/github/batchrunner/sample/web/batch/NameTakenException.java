package io.github.batchrunner.sample.web.batch;

import io.github.batchrunner.core.BatchName;
import io.github.batchrunner.core.BatchRunnerException;

/** A batch cannot be created, since something has its name. */
public final class NameTakenException extends BatchRunnerException {

  NameTakenException(BatchName name) {
    super("there is a batch \"%s\" already; open it, or choose another name".formatted(name));
  }
}
