package io.github.batchrunner.core.dispatch;

import io.github.batchrunner.spi.LogKeys;
import java.util.Map;
import org.slf4j.MDC;

/**
 * Says in the log whose work a thread of an execution does, under the keys of {@link LogKeys}.
 *
 * @param names what to put there while something is done
 */
record LogContext(Map<String, String> names) {

  /** Names the batch. */
  static LogContext ofBatch(String batch) {
    return new LogContext(Map.of(LogKeys.BATCH, batch));
  }

  /** Names a run. */
  static LogContext ofRun(String runId) {
    return new LogContext(Map.of(LogKeys.RUN, runId));
  }

  /** Names an attempt. */
  static LogContext of(String runId, String taskId, int attempt) {
    return new LogContext(
        Map.of(LogKeys.RUN, runId, LogKeys.TASK, taskId, LogKeys.ATTEMPT, String.valueOf(attempt)));
  }

  /** Does something; afterwards the names are gone again. */
  void run(Runnable work) {
    names.forEach(MDC::put);
    try {
      work.run();
    } finally {
      names.keySet().forEach(MDC::remove);
    }
  }
}
