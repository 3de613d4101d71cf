package io.github.batchrunner.sample.cli;

import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.engine.OpenExecutor;
import io.github.batchrunner.core.execution.BatchExecution;
import io.github.batchrunner.core.execution.BatchResult;
import io.github.batchrunner.core.execution.Ending;
import io.github.batchrunner.core.execution.ExecutionOptions;
import io.github.batchrunner.core.execution.Lowering;
import io.github.batchrunner.core.execution.Progress;
import io.github.batchrunner.core.execution.Sharing;
import io.github.batchrunner.core.plan.BatchPlan;
import io.github.batchrunner.core.status.BatchStatus.FailureGroup;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Carries a plan out before a person's eyes. */
final class WatchedExecution {

  private final Terminal terminal;
  private final Path directory;
  private final BatchRunner batch;

  /**
   * Prepares it.
   *
   * @param directory the batch as the person wrote it, for the commands they may copy
   */
  WatchedExecution(Terminal terminal, Path directory, BatchRunner batch) {
    this.terminal = terminal;
    this.directory = directory;
    this.batch = batch;
  }

  /** Runs the plan to its end, shows what became of it, and returns the exit code. */
  int run(BatchPlan plan, OpenExecutor executor, ExecutionOptions.Builder options)
      throws InterruptedException {
    terminal.say(PlanSummary.counts(plan) + "; executor \"" + executor.id() + "\"");
    FailureNews news = new FailureNews(terminal, Clock.systemUTC().instant());
    ExecutionOptions chosen = options.listener(news).listener(new CanaryNews(terminal)).build();
    terminal.say(
        "dependencies: "
            + Lowering.of(
                plan.pipeline(), executor.id(), executor.capabilities(), chosen.dependencies()));
    BatchResult result;
    try (BatchExecution execution = batch.start(plan, executor, chosen);
        CancelOnInterrupt interrupts =
            new CancelOnInterrupt(
                CancelOnInterrupt.Work.of(execution), terminal, CancelOnInterrupt.TIME_TO_END)) {
      interrupts.listen();
      execution.onProgress(new LiveProgress(terminal));
      result = execution.await();
    } finally {
      terminal.live("");
    }
    summarise(result, news.earliest());
    if (result.cancelled()) {
      terminal.say(
          "cancelled; what succeeded is kept, and what was cancelled runs again with the rest");
      terminal.say("next: " + Invocation.of("run", directory.toString()));
      return ExitCode.INTERRUPTED;
    }
    if (result.ending() == Ending.STOPPED) {
      terminal.say(
          "stopped, because "
              + result.reason()
              + ". What had not begun is left for later: see to what failed, and run again.");
      terminal.say("next: " + Invocation.of("run", directory.toString()));
    }
    return result.succeeded() ? ExitCode.DONE : ExitCode.FAILURES;
  }

  private void summarise(BatchResult result, Instant earliest) {
    Progress progress = result.progress();
    terminal.answer(
        "batch \"%s\": %s in %s, %,.0f tasks/s"
            .formatted(
                batch.name(),
                word(result),
                Durations.words(progress.elapsed()),
                progress.tasksPerSecond()));
    TextTable table = new TextTable(1, "", "total", "succeeded", "failed", "skipped", "not ended");
    add(table, "runs", progress.runs());
    add(table, "tasks", progress.tasks());
    table.lines().forEach(terminal::answer);
    tell(result.sharing());
    if (progress.tasks().failed() > 0) {
      printFailures(earliest);
    }
  }

  /** What failed only before is one line: who retries one cause need not read all others again. */
  private void printFailures(Instant earliest) {
    List<FailureGroup> failures =
        batch.status().failures().stream()
            .filter(group -> !FailureList.isCancelled(group))
            .toList();
    List<FailureGroup> recent =
        failures.stream().filter(group -> !group.latestAt().isBefore(earliest)).toList();
    new FailureList(terminal, directory).print(recent);
    int earlier = failures.size() - recent.size();
    if (earlier > 0) {
      terminal.say(
          "%s of earlier executions: %s"
              .formatted(
                  Names.count(earlier, "more cause"),
                  Invocation.of("status", directory.toString())));
    }
  }

  private void tell(Sharing sharing) {
    if (sharing.bytes() > 0) {
      terminal.say("the runs share %,d bytes with the base project".formatted(sharing.bytes()));
    }
    if (!sharing.changed().isEmpty()) {
      terminal.say(
          "error: these files of the base project are declared read-only and were written into while the batch ran,"
              + " and every run that shares them has what was written: "
              + sharing.changed().stream().map(Path::toString).collect(Collectors.joining(", "))
              + "; mend them, have the task that writes make a file of its own, and force what reads them");
    }
  }

  private static String word(BatchResult result) {
    return switch (result.ending()) {
      case COMPLETED -> result.succeeded() ? "succeeded" : "failed";
      case CANCELLED -> "cancelled";
      case STOPPED -> "stopped";
      case DETACHED -> "left to the engine";
    };
  }

  private static void add(TextTable table, String what, Progress.Counts counts) {
    table.row(
        what,
        "%,d".formatted(counts.total()),
        "%,d".formatted(counts.succeeded()),
        "%,d".formatted(counts.failed()),
        "%,d".formatted(counts.skipped()),
        "%,d".formatted(counts.total() - counts.ended()));
  }
}
