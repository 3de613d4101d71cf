package io.github.batchrunner.sample.cli;

import io.github.batchrunner.core.BatchBusyException;
import io.github.batchrunner.core.BatchRunnerException;
import io.github.batchrunner.core.InvalidInputException;
import io.github.batchrunner.core.engine.EngineUnavailableException;
import io.github.batchrunner.rq.RqException;
import io.github.batchrunner.spi.NearestName;
import java.io.IOException;
import java.util.Collection;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
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
    String message =
        e instanceof UnmatchedArgumentException unmatched
            ? unknown(unmatched)
            : String.valueOf(e.getMessage()).replaceFirst("^Error: ", "");
    // What stands in the wrong place may be the address of a server.
    terminal.say("error: " + Secrets.hidden(message));
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    terminal.say("Try: " + command + " --help");
    if (!(e instanceof UnmatchedArgumentException)) { // its trace would repeat the argument
      trace(e);
    }
    return ExitCode.BAD_INPUT;
  }

  private static String unknown(UnmatchedArgumentException e) {
    CommandSpec command = e.getCommandLine().getCommandSpec();
    String argument = e.getUnmatched().get(0);
    if (argument.startsWith("-")) {
      // Without the value: it may be a secret.
      argument = argument.replaceFirst("(?s)=.*", "");
      return "there is no option \"%s\"%s"
          .formatted(argument, hint(argument, command.optionsMap().keySet()));
    }
    return command.subcommands().isEmpty()
        ? "the argument \"%s\" is one too many".formatted(argument)
        : "there is no command \"%s\"%s"
            .formatted(argument, hint(argument, command.subcommands().keySet()));
  }

  private static String hint(String name, Collection<String> known) {
    return NearestName.to(name, known)
        .map(nearest -> "; did you mean \"" + nearest + "\"?")
        .orElse("");
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    terminal.live("");
    if (e instanceof BatchRunnerException || e instanceof RqException) {
      terminal.say("error: " + Secrets.hidden(String.valueOf(e.getMessage())));
    } else if (e instanceof IOException) {
      terminal.say("error: cannot read or write: " + Secrets.hidden(e.toString()));
    } else if (e instanceof InterruptedException) {
      terminal.say("interrupted");
    } else {
      terminal.say("error: this should not have happened: " + Secrets.hidden(e.toString()));
      if (!root.debug()) {
        terminal.say("Run the command again with --debug to see where.");
      }
    }
    trace(e);
    return exitCode(e);
  }

  private static int exitCode(Exception e) {
    if (e instanceof EngineUnavailableException || e instanceof RqException) {
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
