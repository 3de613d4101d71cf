package io.github.batchrunner.local;

import io.github.batchrunner.spi.TaskExecutorProvider;
import io.github.batchrunner.tck.ExecutorContractTest;
import io.github.batchrunner.tck.ExecutorHarness;
import java.util.Map;

class LocalExecutorContractTest extends ExecutorContractTest {

  @Override
  protected ExecutorHarness harness() {
    return new ExecutorHarness() {
      @Override
      public TaskExecutorProvider provider() {
        return new LocalExecutorProvider();
      }

      @Override
      public Map<String, String> options() {
        return Map.of("threads", "2", "grace_period", "500ms");
      }
    };
  }
}
