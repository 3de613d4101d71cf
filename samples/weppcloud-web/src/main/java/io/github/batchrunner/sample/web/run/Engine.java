package io.github.batchrunner.sample.web.run;

import io.github.batchrunner.core.engine.EngineUnavailableException;
import io.github.batchrunner.core.engine.Executors;
import io.github.batchrunner.core.engine.OpenExecutor;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.pipeline.WorkDefinition;
import io.github.batchrunner.sample.web.HostSettings;
import io.github.batchrunner.spi.CloseMode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Opens the executor that the settings name; thread-safe.
 *
 * <p>One that has slots of its own, such as the threads of executor {@code local}, is shared by all
 * executions that go on at a time, so that batches that run at once do not overload the machine. An
 * engine that lives elsewhere is opened for each execution: executor {@code rq} shows a batch as
 * running for as long as it is open.
 */
@Component
final class Engine {

  private static final String RQ = "rq";

  private final HostSettings settings;
  private @Nullable Shared shared;

  Engine(HostSettings settings) {
    this.settings = settings;
  }

  /** An executor with slots, and how many executions use it. */
  private static final class Shared {
    private final OpenExecutor executor;
    private int users = 1;

    Shared(OpenExecutor executor) {
      this.executor = executor;
    }
  }

  /** An executor for one execution, which gives it back when it has ended. */
  final class Lease {
    private final OpenExecutor executor;

    private Lease(OpenExecutor executor) {
      this.executor = executor;
    }

    OpenExecutor executor() {
      return executor;
    }

    /** Gives it back; the last one who uses it closes it. Called once. */
    void close(CloseMode mode) {
      if (isLast(executor)) {
        executor.close(mode);
      }
    }
  }

  /**
   * Returns an executor for one execution.
   *
   * @throws EngineUnavailableException if the engine cannot be reached
   */
  synchronized Lease lease(Pipeline pipeline) {
    Shared open = shared;
    if (open != null) {
      open.users++;
      return new Lease(open.executor);
    }
    OpenExecutor executor =
        Executors.builder(settings.executor())
            .options(options(pipeline))
            .classLoader(Engine.class.getClassLoader())
            .open();
    if (executor.capabilities().slots() > 0) {
      shared = new Shared(executor);
    }
    return new Lease(executor);
  }

  private synchronized boolean isLast(OpenExecutor executor) {
    Shared open = shared;
    if (open == null || open.executor != executor) {
      return true;
    }
    open.users--;
    if (open.users == 0) {
      shared = null;
      return true;
    }
    return false;
  }

  private Map<String, String> options(Pipeline pipeline) {
    Map<String, String> options = new LinkedHashMap<>();
    if (settings.executor().equals(RQ)) {
      if (!settings.redis().isBlank()) {
        options.put("redis", settings.redis());
      }
      if (hasHandlers(pipeline)) {
        // Python workers know no handlers, so there must be Java ones.
        options.put("workers", "java");
      }
    }
    options.putAll(settings.executorOptions());
    return options;
  }

  private static boolean hasHandlers(Pipeline pipeline) {
    return pipeline.tasks().stream()
        .anyMatch(task -> task.work() instanceof WorkDefinition.Handler);
  }
}
