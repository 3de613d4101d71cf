package io.github.batchrunner.sample.cli;

import java.util.List;
import java.util.Locale;
import picocli.AutoComplete;
import picocli.CommandLine;

/** The entry of the command line. */
public final class Main {

  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    // Numbers look the same wherever the program runs.
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
    System.exit(run(Terminal.ofProcess(), args));
  }

  /** Runs one command and returns its exit code. */
  static int run(Terminal terminal, String... args) {
    return commandLine(terminal).execute(args);
  }

  private static CommandLine commandLine(Terminal terminal) {
    RootCommand root = new RootCommand();
    ErrorReport errors = new ErrorReport(terminal, root);
    CommandLine commands = new CommandLine(root);
    for (Object command :
        List.of(
            new CreateCommand(terminal),
            new AttachCommand(terminal),
            new ValidateCommand(terminal),
            new TasksCommand(terminal),
            new PlanCommand(terminal),
            new RunCommand(terminal),
            new StatusCommand(terminal),
            new ExplainCommand(terminal),
            new RetryCommand(terminal),
            new CancelCommand(terminal),
            new ReportCommand(terminal),
            new ExecutorsCommand(terminal),
            new WorkerCommand(terminal),
            new JanitorCommand(terminal),
            new DemoCommand(terminal))) {
      commands.addSubcommand(command);
    }
    commands.addMixin("help", new RootCommand.Help());
    commands
        .getSubcommands()
        .values()
        .forEach(command -> command.addMixin("help", new RootCommand.Help()));
    commands.addSubcommand(new AutoComplete.GenerateCompletion());
    return commands
        // "@name" is a legal argument, not a file to take arguments from.
        .setExpandAtFiles(false)
        .setOut(terminal.answerWriter())
        .setErr(terminal.messageWriter())
        .setUsageHelpAutoWidth(true)
        .setParameterExceptionHandler(errors)
        .setExecutionExceptionHandler(errors);
  }
}
