package io.github.batchrunner.sample.cli;

import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.execution.Dependencies;
import io.github.batchrunner.core.execution.Lowering;
import io.github.batchrunner.core.plan.BatchPlan;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what would run and why. */
@Command(
    name = "plan",
    header = "Show which tasks would run, which not, and why; touches nothing.",
    sortOptions = false,
    footer = {
      "%nExamples:",
      "  batchrunner plan data/palouse",
      "  batchrunner plan data/palouse --force=climate --only 'Upper*'",
      "  batchrunner plan data/palouse --base-changes",
      "  batchrunner plan data/palouse --executor local -O threads=8",
      "  batchrunner plan data/palouse --bbox -123.5,44.0,-122.0,45.5 --json"
    })
final class PlanCommand implements Callable<Integer> {

  @Mixin private final BatchArgument batch = new BatchArgument();
  @Mixin private final SelectionOptions selection = new SelectionOptions();
  @Mixin private final PipelineOption pipeline = new PipelineOption();
  @Mixin private final ExecutorChoice executor = new ExecutorChoice();

  @Option(names = "--json", description = "Print the plan with a reason for each task as JSON.")
  private boolean json;

  @Option(
      names = "--base-changes",
      description =
          "Show in addition what the base project has that existing runs do not have yet.")
  private boolean baseChanges;

  private final Terminal terminal;

  PlanCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    BatchRunner opened = batch.open();
    pipeline.apply(opened);
    BatchPlan plan = opened.plan(selection.planOptions());
    Lowering lowering =
        executor.lowering(RunCommand.DEFAULT_EXECUTOR, plan.pipeline(), Dependencies.AUTO);
    if (json) {
      PlanJson.write(
          plan, lowering, baseChanges ? opened.baseChanges() : null, terminal.documentStream());
      terminal.answer();
    } else {
      PlanSummary.lines(opened.name(), plan, lowering).forEach(terminal::answer);
      if (baseChanges) {
        terminal.answer();
        BaseChangesTable.lines(opened.baseChanges()).forEach(terminal::answer);
      }
      if (plan.toRun() > 0) {
        terminal.say("next: " + Invocation.of("run", batch.directory().toString()));
      }
    }
    return ExitCode.DONE;
  }
}
