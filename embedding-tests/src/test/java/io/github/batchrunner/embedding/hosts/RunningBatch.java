package io.github.batchrunner.embedding.hosts;

import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.engine.Executors;
import io.github.batchrunner.core.engine.OpenExecutor;
import io.github.batchrunner.core.execution.BatchExecution;
import io.github.batchrunner.core.execution.BatchResult;
import io.github.batchrunner.spi.CloseMode;
import java.nio.file.Path;
import java.util.Map;

// page from here: a batch that a host runs
/** A batch that runs for as long as its host does, and goes on with the next host. */
public final class RunningBatch implements AutoCloseable {

  private final OpenExecutor executor;
  private final BatchExecution execution;

  public RunningBatch(Path directory) {
    BatchRunner batch = BatchRunner.open(directory);
    executor = Executors.open("local", Map.of("threads", "4"));
    try {
      execution = batch.start(batch.plan(), executor);
    } catch (RuntimeException e) {
      executor.close();
      throw e;
    }
  }

  public BatchResult await() throws InterruptedException {
    return execution.await();
  }

  @Override
  public void close() {
    execution.close(CloseMode.DETACH);
    executor.close(CloseMode.DETACH);
  }
}
// page to here
