package io.github.batchrunner.sample.cli;

import io.github.batchrunner.core.BatchRunner;
import io.github.batchrunner.core.execution.TimeLeft;
import io.github.batchrunner.core.status.BatchStatus;
import io.github.batchrunner.core.status.StatusReader;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows where a batch stands. */
@Command(
    name = "status",
    header = "Show where the batch stands, with its failures grouped by cause.",
    description = "May be asked while another process runs the batch. Exit code 1 with failures.",
    sortOptions = false,
    footer = {"%nExample:", "  batchrunner status data/palouse --json"})
final class StatusCommand implements Callable<Integer> {

  @Mixin private final BatchArgument batch = new BatchArgument();

  @Option(names = "--json", description = "Print the status as JSON.")
  private boolean json;

  private final Terminal terminal;

  StatusCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    BatchRunner opened = batch.open();
    StatusReader reader = opened.statusReader();
    BatchStatus status = reader.status(opened.name());
    Optional<TimeLeft> timeLeft = reader.timeLeft(Clock.systemUTC().instant());
    if (json) {
      StatusJson.write(status, timeLeft, terminal.documentStream());
      terminal.answer();
    } else {
      print(opened, status, timeLeft);
    }
    return status.failures().isEmpty() ? ExitCode.DONE : ExitCode.FAILURES;
  }

  private void print(BatchRunner opened, BatchStatus status, Optional<TimeLeft> timeLeft) {
    terminal.answer(
        "batch \"%s\": %s%s"
            .formatted(
                status.batch(),
                StatusJson.word(status.state()),
                timeLeft.map(left -> ", " + TimeLeftText.of(left)).orElse("")));
    if (status.state() == BatchStatus.State.INTERRUPTED) {
      terminal.say(
          "The process that ran it is gone. What it had begun may go on; run it again, and that is taken over.");
    }
    TextTable table =
        new TextTable(1, "", "total", "succeeded", "failed", "running", "waiting", "skipped");
    add(table, "runs", status.runs());
    add(table, "tasks", status.tasks());
    table.lines().forEach(terminal::answer);
    new FailureList(terminal, batch.directory()).print(status.failures());
    next(opened, status).ifPresent(command -> terminal.say("next: " + command));
  }

  private Optional<String> next(BatchRunner opened, BatchStatus status) {
    String directory = batch.directory().toString();
    if (opened.watershedFile().isEmpty()) {
      return Optional.of(Invocation.of("attach", directory, "<file.geojson>"));
    }
    if (status.runs().total() == 0) {
      return Optional.of(Invocation.of("validate", directory, "--template", "<template>"));
    }
    return switch (status.state()) {
      case NEW, CANCELLED, STOPPED, DETACHED, INTERRUPTED, INCOMPLETE ->
          Optional.of(Invocation.of("run", directory));
      case RUNNING, SUCCEEDED, FAILED -> Optional.empty();
    };
  }

  private static void add(TextTable table, String what, BatchStatus.Counts counts) {
    table.row(
        what,
        "%,d".formatted(counts.total()),
        "%,d".formatted(counts.succeeded()),
        "%,d".formatted(counts.failed()),
        "%,d".formatted(counts.running()),
        "%,d".formatted(counts.waiting()),
        "%,d".formatted(counts.skipped()));
  }
}
