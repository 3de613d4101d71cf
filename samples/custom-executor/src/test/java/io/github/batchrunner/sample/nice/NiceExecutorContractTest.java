package io.github.batchrunner.sample.nice;

import io.github.batchrunner.spi.TaskExecutorProvider;
import io.github.batchrunner.tck.ExecutorContractTest;
import io.github.batchrunner.tck.ExecutorHarness;
import java.util.Map;

class NiceExecutorContractTest extends ExecutorContractTest {

  @Override
  protected ExecutorHarness harness() {
    return new ExecutorHarness() {
      @Override
      public TaskExecutorProvider provider() {
        return new NiceExecutorProvider();
      }

      @Override
      public Map<String, String> options() {
        return Map.of("slots", "2");
      }
    };
  }
}
