package io.github.batchrunner.sample.cli;

import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.engine.OpenExecutor;
import io.github.batchrunner.core.plan.BatchPlan;
import io.github.batchrunner.core.plan.PlanOptions;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
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

  private static final Pattern SIGNATURE = Pattern.compile("[0-9a-f]{8}");

  @Mixin private final BatchArgument batch = new BatchArgument();

  @Option(
      names = "--failure",
      paramLabel = "<signature>",
      description = "Only failures with this signature, as status shows it; default: all.")
  private @Nullable String signature;

  @Mixin private final ExecutorChoice executor = new ExecutorChoice();
  @Mixin private final ThrottleOptions throttle = new ThrottleOptions();
  @Mixin private final StopOptions stopping = new StopOptions();

  private final Terminal terminal;

  RetryCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    BatchRunner opened = batch.open();
    String latest = opened.latestExecutor().orElse(RunCommand.DEFAULT_EXECUTOR);
    executor.check(latest);
    PlanOptions.Builder options = PlanOptions.builder().failedOnly();
    if (signature != null) {
      if (!SIGNATURE.matcher(signature).matches()) {
        throw new InvalidInputException(
            "--failure is a signature of 8 hexadecimal digits that status shows, but \"%s\" was given"
                .formatted(signature));
      }
      options.failedWith(signature);
    }
    BatchPlan plan = opened.plan(options.build());
    if (plan.toRun() == 0) {
      terminal.answer(
          signature == null
              ? "nothing has failed"
              : "nothing has failed with signature \"%s\"".formatted(signature));
      return ExitCode.DONE;
    }
    try (OpenExecutor open = executor.open(latest, terminal)) {
      return new WatchedExecution(terminal, batch.directory(), opened)
          .run(plan, open, stopping.addTo(throttle.executionOptions()));
    }
  }
}
