package io.github.batchrunner.core.engine;

import io.github.batchrunner.core.BatchRunnerException;
import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.spi.Capabilities;
import io.github.batchrunner.spi.ExecutorContext;
import io.github.batchrunner.spi.ExecutorException;
import io.github.batchrunner.spi.ExecutorOptions;
import io.github.batchrunner.spi.ExecutorUnavailableException;
import io.github.batchrunner.spi.InvalidOptionException;
import io.github.batchrunner.spi.TaskExecutor;
import io.github.batchrunner.spi.TaskExecutorProvider;
import io.github.batchrunner.spi.TaskHandler;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Opens executors. */
public final class Executors {

  private Executors() {}

  /**
   * Opens the executor with this id, with handlers found by {@link java.util.ServiceLoader}.
   *
   * @param options option texts by name
   * @throws InvalidInputException if there is no such executor, or an option is unknown or
   *     malformed
   * @throws EngineUnavailableException if its engine cannot be reached
   */
  public static OpenExecutor open(String id, Map<String, String> options) {
    return builder(id).options(options).open();
  }

  /** Starts opening the executor with this id. */
  public static Builder builder(String id) {
    return new Builder(id);
  }

  /** Collects what an executor is opened with; not thread-safe. */
  public static final class Builder {
    private final String id;
    private final Map<String, String> options = new LinkedHashMap<>();
    private final List<TaskHandler> handlers = new ArrayList<>();
    private boolean findHandlers = true;
    private Clock clock = Clock.systemUTC();
    private @Nullable ClassLoader loader;
    private @Nullable TaskExecutorProvider provider;

    private Builder(String id) {
      this.id = id;
    }

    /** Sets an option. */
    public Builder option(String name, String text) {
      options.put(name, text);
      return this;
    }

    /** Sets options. */
    public Builder options(Map<String, String> texts) {
      options.putAll(texts);
      return this;
    }

    /** Registers a handler; it takes the place of one of the same name that would be found. */
    public Builder handler(TaskHandler handler) {
      handlers.add(handler);
      return this;
    }

    /**
     * Uses registered handlers only; default: those found by {@link java.util.ServiceLoader} too.
     */
    public Builder registeredHandlersOnly() {
      findHandlers = false;
      return this;
    }

    /** Sets the clock; default: the system's, in UTC. */
    public Builder clock(Clock source) {
      clock = source;
      return this;
    }

    /**
     * Sets where plugins and handlers are looked for, and what the threads of the executor have as
     * their context class loader; default: that of the thread that opens it, or else this
     * library's.
     */
    public Builder classLoader(ClassLoader classLoader) {
      loader = classLoader;
      return this;
    }

    /** Uses this provider instead of looking for one with the id. */
    public Builder provider(TaskExecutorProvider taskExecutorProvider) {
      provider = taskExecutorProvider;
      return this;
    }

    /**
     * Opens the executor.
     *
     * @throws InvalidInputException if there is no such executor, or an option is unknown or
     *     malformed
     * @throws EngineUnavailableException if its engine cannot be reached
     * @throws BatchRunnerException if it fails in any other way
     */
    public OpenExecutor open() {
      ClassLoader classLoader = loader == null ? Plugins.defaultLoader() : loader;
      Thread thread = Thread.currentThread();
      ClassLoader before = thread.getContextClassLoader();
      thread.setContextClassLoader(classLoader); // which the threads of the executor inherit
      try {
        return open(classLoader);
      } finally {
        thread.setContextClassLoader(before);
      }
    }

    private OpenExecutor open(ClassLoader classLoader) {
      TaskExecutorProvider chosen =
          provider == null ? Plugins.find(classLoader).provider(id) : provider;
      OpenExecutor.Relay relay = new OpenExecutor.Relay();
      try {
        ExecutorOptions parsed = ExecutorOptions.parse(id, chosen.options(), options);
        Capabilities capabilities = chosen.capabilities(parsed);
        TaskExecutor executor =
            chosen.open(
                ExecutorContext.builder(parsed)
                    .clock(clock)
                    .observations(relay)
                    .handlers(findHandlers ? Plugins.handlers(classLoader, handlers) : handlers)
                    .build());
        return new OpenExecutor(id, capabilities, executor, relay);
      } catch (InvalidOptionException e) {
        throw new InvalidInputException(String.valueOf(e.getMessage()), e);
      } catch (ExecutorUnavailableException e) {
        throw new EngineUnavailableException(
            "executor \"%s\" cannot be opened: %s".formatted(id, e.getMessage()), e);
      } catch (BatchRunnerException e) {
        throw e;
      } catch (RuntimeException | LinkageError e) { // a plugin can throw anything
        throw new BatchRunnerException(
            "executor \"%s\" cannot be opened: %s"
                .formatted(id, e instanceof ExecutorException ? e.getMessage() : e),
            e);
      }
    }
  }
}
