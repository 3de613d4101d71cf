package io.github.batchrunner.sample.web.run;

import io.github.batchrunner.core.engine.EngineUnavailableException;
import io.github.batchrunner.core.engine.Executors;
import io.github.batchrunner.core.engine.OpenExecutor;
import io.github.batchrunner.core.pipeline.Pipeline;
import io.github.batchrunner.core.pipeline.WorkDefinition;
import io.github.batchrunner.sample.web.HostSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Opens the executor that the settings name; thread-safe.
 *
 * <p>One is opened for each execution, since an open executor serves one execution at a time.
 * Batches that run at once therefore do not share threads: the settings bound each of them.
 */
@Component
final class Engine {

  private static final String RQ = "rq";

  private final HostSettings settings;

  Engine(HostSettings settings) {
    this.settings = settings;
  }

  /**
   * Opens an executor for one execution, whose caller closes it.
   *
   * @throws EngineUnavailableException if the engine cannot be reached
   */
  OpenExecutor open(Pipeline pipeline) {
    return Executors.builder(settings.executor())
        .options(options(pipeline))
        .classLoader(Engine.class.getClassLoader())
        .open();
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
