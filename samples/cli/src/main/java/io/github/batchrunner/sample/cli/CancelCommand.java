package io.github.batchrunner.sample.cli;

import io.github.batchrunner.core.BatchOwner;
import io.github.batchrunner.core.BatchRunner;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Ends an execution in another process. */
@Command(
    name = "cancel",
    header = "Ask the process that runs the batch to end, and wait for that.",
    description = "Exit code 1 if it has not ended after a minute.",
    sortOptions = false,
    footer = {"%nExample:", "  batchrunner cancel data/palouse"})
final class CancelCommand implements Callable<Integer> {

  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

  @Mixin private final BatchArgument batch = new BatchArgument();

  private final Terminal terminal;

  CancelCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    BatchRunner opened = batch.open();
    Optional<BatchOwner> owner = opened.requestCancel();
    if (owner.isEmpty()) {
      terminal.answer("nobody runs batch \"%s\"".formatted(opened.name()));
      return ExitCode.DONE;
    }
    terminal.say("asked %s to end".formatted(owner.get()));
    long looks = LONGEST_WAIT.dividedBy(BETWEEN_LOOKS);
    for (long look = 0; look < looks; look++) {
      if (opened.owner().isEmpty()) {
        terminal.answer("the execution of batch \"%s\" has ended".formatted(opened.name()));
        return ExitCode.DONE;
      }
      TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS.toMillis());
    }
    terminal.answer(
        "%s is still ending what runs; look again with: %s"
            .formatted(owner.get(), Invocation.of("status", batch.directory().toString())));
    return ExitCode.FAILURES;
  }
}
