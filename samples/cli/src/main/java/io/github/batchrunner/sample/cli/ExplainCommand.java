package io.github.batchrunner.sample.cli;

import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.plan.BatchPlan;
import io.github.batchrunner.core.plan.PlanOptions;
import io.github.batchrunner.core.plan.RunTable;
import io.github.batchrunner.core.status.StatusReader;
import io.github.batchrunner.core.status.TaskAttempt;
import io.github.batchrunner.core.status.TaskOutcome;
import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.NearestName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows all that is known of one run. */
@Command(
    name = "explain",
    header = "Show the tasks of one run: state, latest attempt, failure, and what a run would do.",
    sortOptions = false,
    footer = {
      "%nExamples:",
      "  batchrunner explain data/palouse 'Upper Basin-7'",
      "  batchrunner explain data/palouse 'Upper Basin-7' climate"
    })
final class ExplainCommand implements Callable<Integer> {

  private static final int MOST_SUGGESTED_FROM = 10_000;

  @Mixin private final BatchArgument batch = new BatchArgument();

  @Parameters(index = "1", paramLabel = "<run-id>", description = "The run.")
  private String runId = "";

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "<task>",
      description = "Only this task, with the details of its failure.")
  private @Nullable String taskId;

  private final Terminal terminal;

  ExplainCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    BatchRunner opened = batch.open();
    StatusReader reader = opened.statusReader();
    int run = find(reader.runs());
    int only = taskId == null ? -1 : reader.pipeline().number(taskId);
    // A legal run id has no wildcards, so this selects the one run.
    BatchPlan plan = opened.plan(PlanOptions.builder().only(runId).build());
    TaskOutcome[] outcomes = reader.outcomes(run);
    terminal.answer("run \"%s\": %s".formatted(runId, word(reader.outcome(outcomes))));
    terminal.answer("  directory: " + opened.runDirectory(runId));
    for (int task = 0; task < outcomes.length; task++) {
      if (only < 0 || only == task) {
        terminal.answer();
        explain(opened, reader, plan, run, task, outcomes[task]);
      }
    }
    return ExitCode.DONE;
  }

  private int find(RunTable runs) {
    return IntStream.range(0, runs.size())
        .filter(run -> runs.id(run).equals(runId))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException("there is no run \"%s\"%s".formatted(runId, hint(runs))));
  }

  private String hint(RunTable runs) {
    List<String> ids =
        IntStream.range(0, Math.min(runs.size(), MOST_SUGGESTED_FROM)).mapToObj(runs::id).toList();
    String beginning = runId.toLowerCase(Locale.ROOT);
    return ids.stream()
        .filter(id -> id.toLowerCase(Locale.ROOT).startsWith(beginning))
        .findFirst()
        .or(() -> NearestName.to(runId, ids))
        .map(nearest -> "; did you mean \"" + nearest + "\"?")
        .orElse("");
  }

  private void explain(
      BatchRunner opened,
      StatusReader reader,
      BatchPlan plan,
      int run,
      int task,
      TaskOutcome outcome) {
    String id = plan.pipeline().task(task).id();
    terminal.answer("%s: %s".formatted(id, word(outcome)));
    TaskAttempt attempt = reader.attempt(run, task);
    if (attempt.attempts() > 0) {
      terminal.answer("  latest attempt: " + described(attempt));
    }
    if (outcome == TaskOutcome.FAILED) {
      reader.failure(run, task).ifPresent(failure -> explain(reader, run, task, failure));
    }
    Path log = opened.logFile(runId, id, attempt.attempts());
    if (Files.exists(log)) {
      terminal.answer("  log: " + log);
    }
    terminal.answer(
        "  now: %s, because: %s"
            .formatted(plan.runs(0, task) ? "would run" : "would not run", plan.explain(0, task)));
  }

  private void explain(StatusReader reader, int run, int task, Failure failure) {
    terminal.answer("  failure: %s: %s".formatted(failure.kind(), failure.message()));
    reader
        .signature(run, task)
        .ifPresent(signature -> terminal.answer("  signature: " + signature.value()));
    if (taskId != null && !failure.detail().isEmpty()) {
      failure.detail().lines().forEach(line -> terminal.answer("    " + line));
    }
  }

  private static String described(TaskAttempt attempt) {
    return attempt.ended() == 0
        ? "number %d, whose end is not known".formatted(attempt.attempts())
        : "number %d, ended %s after %s"
            .formatted(
                attempt.attempts(),
                Instant.ofEpochMilli(attempt.ended()),
                Durations.words(Duration.ofMillis(attempt.ended() - attempt.began())));
  }

  private static String word(TaskOutcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT);
  }
}
