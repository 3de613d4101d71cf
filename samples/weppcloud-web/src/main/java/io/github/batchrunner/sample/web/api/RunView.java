package io.github.batchrunner.sample.web.api;

import io.github.batchrunner.core.explain.AttemptExplanation;
import io.github.batchrunner.core.explain.Change;
import io.github.batchrunner.core.explain.RunExplanation;
import io.github.batchrunner.core.explain.TaskExplanation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why a run stands where it does.
 *
 * @param state in lower case
 * @param because why, as a sentence
 * @param properties of its feature
 */
record RunView(
    String runId,
    String state,
    String because,
    Map<String, @Nullable Object> properties,
    List<TaskView> tasks) {

  /**
   * A task of the run.
   *
   * @param sentence why it stands there, as the rest of a sentence about it
   * @param latest null if there was no attempt
   * @param outlook what a start would do with it now, and why
   * @param changes what is different from what it was at the latest attempt, as sentences
   */
  record TaskView(
      String task,
      String label,
      String state,
      String sentence,
      int attempts,
      @Nullable AttemptView latest,
      String outlook,
      List<String> changes) {

    static TaskView of(TaskExplanation task) {
      return new TaskView(
          task.taskId(),
          task.label(),
          word(task.state()),
          task.situation().sentence(),
          task.attempts(),
          task.latest().map(AttemptView::of).orElse(null),
          (task.outlook().reason().runs() ? "run it (" : "leave it (")
              + task.outlook().because()
              + ")",
          task.outlook().changes().stream().map(Change::sentence).toList());
    }
  }

  /**
   * The latest attempt of a task.
   *
   * @param beganAt null if that is not known, as while it goes on
   * @param endedAt null likewise
   * @param duration seconds; null likewise
   * @param kind how it failed; null if it did not
   * @param message null likewise
   * @param detail the end of the log or a stack trace; null likewise
   * @param signature what it has in common with others; null likewise
   * @param evidence the lines of the detail that tell the cause beyond the message
   */
  record AttemptView(
      int number,
      @Nullable Instant beganAt,
      @Nullable Instant endedAt,
      @Nullable Double duration,
      @Nullable String kind,
      @Nullable String message,
      @Nullable String detail,
      @Nullable String signature,
      List<String> evidence) {

    static AttemptView of(AttemptExplanation attempt) {
      Instant began = attempt.beganOrNull();
      Instant ended = attempt.endedOrNull();
      return new AttemptView(
          attempt.number(),
          began,
          ended,
          began == null || ended == null
              ? null
              : Duration.between(began, ended).toMillis() / 1000.0,
          attempt.failure().map(failure -> failure.failure().kind().name()).orElse(null),
          attempt.failure().map(failure -> failure.failure().message()).orElse(null),
          attempt.failure().map(failure -> failure.failure().detail()).orElse(null),
          attempt.failure().map(failure -> failure.signature()).orElse(null),
          attempt.evidence());
    }
  }

  static RunView of(RunExplanation run, Map<String, @Nullable Object> properties) {
    return new RunView(
        run.runId(),
        word(run.state()),
        run.because(),
        properties,
        run.tasks().stream().map(TaskView::of).toList());
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
