package io.github.batchrunner.sample.cli;

import io.github.batchrunner.core.explain.AttemptExplanation;
import io.github.batchrunner.core.explain.Change;
import io.github.batchrunner.core.explain.RunExplanation;
import io.github.batchrunner.core.explain.Situation;
import io.github.batchrunner.core.explain.TaskExplanation;
import io.github.batchrunner.core.status.ExecutionSummary;
import io.github.batchrunner.core.status.TaskFailure;
import io.github.batchrunner.core.status.TaskOutcome;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Explanations as people read them. */
final class ExplainText {

  private static final int MOST_OF_REASON = 120;
  private static final int MOST_LINES_OF_DETAIL = 40;

  private final Terminal terminal;
  private final Path directory;
  private final String runId;

  ExplainText(Terminal terminal, Path directory, String runId) {
    this.terminal = terminal;
    this.directory = directory;
    this.runId = runId;
  }

  /** Prints a run, each of its tasks in one line. */
  void print(RunExplanation run) {
    terminal.answer("run \"%s\": %s".formatted(run.runId(), word(run.state())));
    line("why", run.because());
    line("directory", run.directory() + (run.prepared() ? "" : " (not there)"));
    if (run.olderBase()) {
      line("base", "the run was cloned from the base project as it was before a change");
    }
    terminal.answer();
    TextTable table = new TextTable(5, "task", "state", "attempts", "now", "because");
    run.tasks()
        .forEach(
            task ->
                table.row(
                    task.taskId(),
                    word(task.state()),
                    Integer.toString(task.attempts()),
                    action(task),
                    cut(because(task))));
    table.lines().forEach(terminal::answer);
    telling(run)
        .ifPresent(
            task ->
                terminal.say(
                    "next: "
                        + Invocation.of("explain", directory.toString(), runId, task.taskId())));
  }

  /** Of a task that is done it matters what would be done, of any other why it is not. */
  private static String because(TaskExplanation task) {
    return switch (task.state()) {
      case SUCCEEDED -> task.outlook().because() + changed(task);
      case FAILED -> task.situation().sentence() + changed(task);
      case SKIPPED, RUNNING, WAITING, DISABLED -> task.situation().sentence();
    };
  }

  private static String changed(TaskExplanation task) {
    List<Change> changes = task.outlook().changes();
    return changes.isEmpty() || (changes.size() == 1 && isSaid(changes.get(0), task))
        ? ""
        : "; changed: " + String.join("; ", changes.stream().map(Change::sentence).toList());
  }

  /** The reason for which a task would run names an input, an output or a task by itself. */
  private static boolean isSaid(Change change, TaskExplanation task) {
    return task.state() == TaskOutcome.SUCCEEDED
        && (change instanceof Change.OfInput
            || change instanceof Change.OfOutput
            || change instanceof Change.OfNeed);
  }

  private static Optional<TaskExplanation> telling(RunExplanation run) {
    return run.tasks().stream()
        .filter(task -> task.state() == TaskOutcome.FAILED || task.state() == TaskOutcome.RUNNING)
        .findFirst();
  }

  /** Prints all that is known of a task. */
  void print(TaskExplanation task) {
    terminal.answer("%s of run \"%s\": %s".formatted(task.taskId(), runId, word(task.state())));
    if (!(task.situation() instanceof Situation.Succeeded)) {
      line("why", task.situation().sentence());
    }
    if (task.state() != TaskOutcome.RUNNING) {
      line("now", "%s, because: %s".formatted(action(task), task.outlook().because()));
    }
    task.outlook().changes().forEach(change -> line("changed", change.sentence()));
    task.latest().ifPresent(this::print);
  }

  private void print(AttemptExplanation attempt) {
    terminal.answer();
    terminal.answer(
        "latest attempt: number %d, %s"
            .formatted(attempt.number(), attempt.status().name().toLowerCase(Locale.ROOT)));
    if (!attempt.because().isEmpty()) {
      line("reason", attempt.because());
    }
    attempt.execution().ifPresent(execution -> line("execution", described(execution)));
    line("known as", attempt.nativeId());
    attempt.began().ifPresent(began -> line("began", began.toString()));
    attempt
        .ended()
        .ifPresent(
            ended -> line("ended", ended + attempt.began().map(b -> after(b, ended)).orElse("")));
    if (attempt.memoryMb() > 0) {
      line("memory", "%,d MB asked for".formatted(attempt.memoryMb()));
    }
    attempt.log().ifPresent(log -> line("log", log.toString()));
    attempt.failure().ifPresent(failure -> print(failure, attempt.evidence()));
  }

  private void print(TaskFailure failure, List<String> evidence) {
    line("failure", "%s: %s".formatted(failure.failure().kind(), failure.failure().message()));
    evidence.forEach(line -> line("cause", line));
    line("signature", failure.signature());
    line("again", Invocation.of("retry", directory.toString(), "--failure", failure.signature()));
    List<String> detail = failure.failure().detail().lines().toList();
    if (!detail.isEmpty()) {
      terminal.answer();
      detail
          .subList(Math.max(0, detail.size() - MOST_LINES_OF_DETAIL), detail.size())
          .forEach(line -> terminal.answer("    " + line));
    }
  }

  private static String described(ExecutionSummary execution) {
    return "number %d, executor \"%s\", process %d on %s, started %s"
        .formatted(
            execution.number(),
            execution.executor(),
            execution.pid(),
            execution.host(),
            execution.startedAt());
  }

  private static String after(Instant began, Instant ended) {
    return ", after " + Durations.words(Duration.between(began, ended));
  }

  private void line(String what, String text) {
    terminal.answer("  %-10s %s".formatted(what + ":", text));
  }

  private static String action(TaskExplanation task) {
    if (task.state() == TaskOutcome.RUNNING) {
      return "submitted";
    }
    return task.outlook().runs() ? "would run" : "would not run";
  }

  private static String cut(String text) {
    return text.length() <= MOST_OF_REASON ? text : text.substring(0, MOST_OF_REASON) + "…";
  }

  private static String word(TaskOutcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT);
  }
}
