package io.github.batchrunner.sample.cli;

import io.github.batchrunner.core.BatchBusyException;
import io.github.batchrunner.core.BatchRunnerException;
import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.engine.EngineUnavailableException;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what went wrong in words for a person, and chooses the exit code. */
final class ErrorReport implements IParameterExceptionHandler, IExecutionExceptionHandler {

  private final Terminal terminal;
  private final RootCommand root;

  ErrorReport(Terminal terminal, RootCommand root) {
    this.terminal = terminal;
    this.root = root;
  }

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    terminal.say("error: " + e.getMessage());
    StringWriter suggestions = new StringWriter();
    if (UnmatchedArgumentException.printSuggestions(e, new PrintWriter(suggestions, true))) {
      terminal.say(suggestions.toString().strip());
    }
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    terminal.say("Try: " + command + " --help");
    trace(e);
    return ExitCode.BAD_INPUT;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    terminal.live("");
    if (e instanceof BatchRunnerException) {
      terminal.say("error: " + e.getMessage());
    } else if (e instanceof InterruptedException) {
      terminal.say("interrupted");
    } else {
      terminal.say("error: this should not have happened: " + e);
      if (!root.debug()) {
        terminal.say("Run the command again with --debug to see where.");
      }
    }
    trace(e);
    return exitCode(e);
  }

  private static int exitCode(Exception e) {
    if (e instanceof EngineUnavailableException) {
      return ExitCode.NO_ENGINE;
    }
    if (e instanceof InvalidInputException || e instanceof BatchBusyException) {
      return ExitCode.BAD_INPUT;
    }
    return e instanceof InterruptedException ? ExitCode.INTERRUPTED : ExitCode.FAILURES;
  }

  private void trace(Exception e) {
    if (root.debug()) {
      terminal.trace(e);
    }
  }
}
