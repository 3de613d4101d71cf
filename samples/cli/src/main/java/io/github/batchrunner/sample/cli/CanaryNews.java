package io.github.batchrunner.sample.cli;

import io.github.batchrunner.core.execution.ExecutionEvent;
import io.github.batchrunner.core.execution.ExecutionListener;

/** Says which runs go before the others. */
final class CanaryNews implements ExecutionListener {

  private final Terminal terminal;

  CanaryNews(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void canaryChosen(ExecutionEvent.CanaryChosen canary) {
    terminal.say("first: run \"%s\" (%s)".formatted(canary.runId(), canary.why()));
  }
}
