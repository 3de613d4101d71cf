package io.github.batchrunner.sample.cli;

import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.engine.OpenExecutor;
import io.github.batchrunner.core.plan.BatchPlan;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Plans and runs. */
@Command(
    name = "run",
    header = "Run what is missing, stale or failed, with live progress.",
    description =
        "Runs are cloned from the base project just before their first task. Ctrl-C ends in order; "
            + "the next run goes on from there. Exit code 1 if a task failed or the batch was stopped, "
            + "130 if cancelled.",
    sortOptions = false,
    footer = {
      "%nExamples:",
      "  batchrunner run data/palouse -O threads=8",
      "  batchrunner run data/palouse --force=climate --only 'Upper*'",
      "  batchrunner run data/palouse --stop-threshold 50 --resume-threshold 40",
      "  batchrunner run data/palouse --canary 5 --stop-when-failing 10%",
      "  batchrunner run data/palouse --executor rq -O queue=batch -O workers=java"
    })
final class RunCommand implements Callable<Integer> {

  static final String DEFAULT_EXECUTOR = "local";

  @Mixin private final BatchArgument batch = new BatchArgument();
  @Mixin private final SelectionOptions selection = new SelectionOptions();
  @Mixin private final PipelineOption pipeline = new PipelineOption();
  @Mixin private final ExecutorChoice executor = new ExecutorChoice();
  @Mixin private final ThrottleOptions throttle = new ThrottleOptions();
  @Mixin private final ConflictOption conflict = new ConflictOption();
  @Mixin private final StopOptions stopping = new StopOptions();

  private final Terminal terminal;

  RunCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    BatchRunner opened = batch.openToRun(terminal);
    pipeline.apply(opened);
    executor.check(DEFAULT_EXECUTOR);
    BatchPlan plan = opened.plan(selection.planOptions());
    if (plan.toRun() == 0) {
      terminal.answer(PlanSummary.counts(plan));
      terminal.say("There is nothing to run; to run all the same, give --force.");
      return ExitCode.DONE;
    }
    try (OpenExecutor open = executor.open(DEFAULT_EXECUTOR, terminal)) {
      return new WatchedExecution(terminal, batch.directory(), opened)
          .run(plan, open, conflict.apply(stopping.addTo(throttle.executionOptions())));
    }
  }
}
