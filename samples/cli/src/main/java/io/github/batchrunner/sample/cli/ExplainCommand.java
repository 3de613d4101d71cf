package io.github.batchrunner.sample.cli;

import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.engine.OpenExecutor;
import io.github.batchrunner.core.explain.RunExplanation;
import io.github.batchrunner.core.explain.TaskExplanation;
import io.github.batchrunner.spi.CloseMode;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Explains one run, or one of its tasks. */
@Command(
    name = "explain",
    header = "Say why a run stands where it does, and what a run would do now and why.",
    description =
        "Of a run each task in one line; of a task all that is known: why it ran, failed, waits or "
            + "would run again, and what has changed since. With an executor its engine is asked why "
            + "the task does not run yet.",
    sortOptions = false,
    footer = {
      "%nExamples:",
      "  batchrunner explain data/palouse 'Upper Basin-7'",
      "  batchrunner explain data/palouse 'Upper Basin-7' climate",
      "  batchrunner explain data/palouse 'Upper Basin-7' climate --executor rq"
    })
final class ExplainCommand implements Callable<Integer> {

  @Mixin private final BatchArgument batch = new BatchArgument();

  @Parameters(index = "1", paramLabel = "<run-id>", description = "The run.")
  private String runId = "";

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "<task>",
      description = "Only this task, with all that is known of it.")
  private @Nullable String taskId;

  @Mixin private final ExecutorChoice executor = new ExecutorChoice();

  @Option(names = "--json", description = "Print the explanation as JSON.")
  private boolean json;

  private final Terminal terminal;

  ExplainCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    BatchRunner opened = batch.open();
    if (taskId == null) {
      if (executor.isGiven()) {
        throw new InvalidInputException(
            "the engine is asked about one task; name it behind the run \"%s\"".formatted(runId));
      }
      show(opened.explain(runId));
    } else {
      show(explain(opened, taskId));
    }
    return ExitCode.DONE;
  }

  private TaskExplanation explain(BatchRunner opened, String task) {
    if (!executor.isGiven()) {
      return opened.explain(runId, task);
    }
    String latest = opened.latestExecutor().orElse(RunCommand.DEFAULT_EXECUTOR);
    executor.check(latest);
    OpenExecutor open = executor.open(latest, terminal);
    try {
      return opened.explain(runId, task, open);
    } finally {
      open.close(CloseMode.DETACH); // what runs there is another's
    }
  }

  private void show(RunExplanation run) throws IOException {
    if (json) {
      ExplainJson.write(run, terminal.documentStream());
      terminal.answer();
    } else {
      new ExplainText(terminal, batch.directory(), runId).print(run);
    }
  }

  private void show(TaskExplanation task) throws IOException {
    if (json) {
      ExplainJson.write(runId, task, terminal.documentStream());
      terminal.answer();
    } else {
      new ExplainText(terminal, batch.directory(), runId).print(task);
    }
  }
}
