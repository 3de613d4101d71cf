package io.github.batchrunner.sample.cli;

import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.engine.OpenExecutor;
import io.github.batchrunner.core.plan.BatchPlan;
import io.github.batchrunner.core.plan.PlanOptions;
import io.github.batchrunner.core.plan.Reason;
import io.github.batchrunner.core.status.BatchStatus;
import io.github.batchrunner.core.status.BatchStatus.FailureGroup;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs failures again. */
@Command(
    name = "retry",
    header = "Run again what failed, and what depends on it.",
    description =
        "The pipeline and the executor are those of the latest execution; options of the executor "
            + "have to be given again.",
    sortOptions = false,
    footer = {"%nExample:", "  batchrunner retry data/palouse --failure 5f3a9c12"})
final class RetryCommand implements Callable<Integer> {

  @Mixin private final BatchArgument batch = new BatchArgument();

  @Option(
      names = "--failure",
      paramLabel = "<signature>",
      description =
          "Only failures with this signature, as status shows it, or its first digits (4 at least); "
              + "default: all.")
  private @Nullable String signature;

  @Mixin private final ExecutorChoice executor = new ExecutorChoice();
  @Mixin private final ThrottleOptions throttle = new ThrottleOptions();
  @Mixin private final ConflictOption conflict = new ConflictOption();
  @Mixin private final StopOptions stopping = new StopOptions();

  private final Terminal terminal;

  RetryCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    BatchRunner opened = batch.openToRun(terminal);
    String latest = opened.latestExecutor().orElse(RunCommand.DEFAULT_EXECUTOR);
    executor.check(latest);
    BatchStatus status = opened.status();
    if (signature != null && !status.failures().isEmpty()) {
      FailureGroup group = status.failureGroup(signature);
      return run(opened, latest, PlanOptions.builder().failedWith(group.signature()).build());
    }
    return run(opened, latest, PlanOptions.builder().failedOnly().build());
  }

  private int run(BatchRunner opened, String latest, PlanOptions options)
      throws InterruptedException {
    BatchPlan plan = opened.plan(options);
    if (plan.toRun() == 0) {
      terminal.answer(
          plan.count(Reason.BLOCKED) == 0
              ? "nothing has failed"
              : "what failed cannot be retried before what it needs has succeeded");
      next(plan).ifPresent(command -> terminal.say("next: " + command));
      return ExitCode.DONE;
    }
    try (OpenExecutor open = executor.open(latest, terminal)) {
      return new WatchedExecution(terminal, batch.directory(), opened)
          .run(plan, open, conflict.apply(stopping.addTo(throttle.executionOptions())));
    }
  }

  /** Says how tasks are run that wait for something else than a retry. */
  private Optional<String> next(BatchPlan plan) {
    return plan.count(Reason.BLOCKED) == 0
        ? Optional.empty()
        : Optional.of(Invocation.of("run", batch.directory().toString()));
  }
}
