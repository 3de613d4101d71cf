package io.github.batchrunner.local;

import io.github.batchrunner.spi.LogKeys;
import io.github.batchrunner.spi.TaskRef;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Says in the log whose work the present thread does, until it is left: then the context is what it
 * was, whatever the work put there.
 */
final class LogContext {

  private final @Nullable Map<String, String> before;

  private LogContext(@Nullable Map<String, String> before) {
    this.before = before;
  }

  /** Names an attempt. */
  static LogContext enter(TaskRef task) {
    LogContext context = new LogContext(MDC.getCopyOfContextMap());
    MDC.put(LogKeys.BATCH, task.batch());
    MDC.put(LogKeys.RUN, task.runId());
    MDC.put(LogKeys.TASK, task.taskId());
    MDC.put(LogKeys.ATTEMPT, String.valueOf(task.attempt()));
    return context;
  }

  /** Puts back what was there. */
  void leave() {
    if (before == null) {
      MDC.clear();
    } else {
      MDC.setContextMap(before);
    }
  }
}
