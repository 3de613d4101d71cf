package io.github.batchrunner.core.journal;

/** All that a {@link BatchState} says, as a text that can be compared. */
final class Described {

  private Described() {}

  static String of(BatchState state, Iterable<String> taskIds) {
    StringBuilder text = new StringBuilder();
    text.append(state.journalId()).append('\n').append(state.executions()).append('\n');
    text.append(state.ends()).append(" ends, ").append(state.versionCount()).append(" versions\n");
    for (int run = 0; run < state.runCount(); run++) {
      text.append(run).append('=').append(state.runId(run)).append('=');
      text.append(state.runNumber(state.runId(run))).append('\n');
      for (String taskId : taskIds) {
        BatchState.TaskView task = state.task(taskId);
        text.append("  ").append(taskId).append(' ').append(task.state(run));
        text.append(' ').append(task.feature(run)).append(' ').append(task.order(run));
        text.append(' ').append(task.nativeId(run)).append(' ').append(task.cause(run));
        text.append(' ').append(task.memoryMb(run)).append(' ').append(task.execution(run));
        text.append(' ').append(task.intended(run));
        task.failure(run)
            .ifPresent(
                failure ->
                    text.append(' ')
                        .append(failure)
                        .append(failure.exitCode())
                        .append(failure.signal())
                        .append(failure.detail()));
        if (task.attempts(run) > 0) {
          text.append(' ').append(task.version(run));
        }
        text.append('\n');
      }
    }
    return text.toString();
  }
}
