package io.github.batchrunner.sample.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** What stands before the name of a command. */
@Command(
    name = "batchrunner",
    header = "Runs one configured project over thousands of watersheds.",
    synopsisSubcommandLabel = "<command>",
    versionProvider = RootCommand.Version.class,
    sortOptions = false,
    footerHeading = "%nFrom nothing to a result:%n",
    footer = {
      "  batchrunner create   data/palouse --config disturbed9002_wbt",
      "  batchrunner attach   data/palouse watersheds.geojson",
      "  batchrunner validate data/palouse --template \"{properties['HucName']}\"",
      "  batchrunner plan     data/palouse",
      "  batchrunner run      data/palouse",
      "  batchrunner report   data/palouse",
      "",
      "Exit codes: 0 all is well; 1 the batch or the template has failures; 2 wrong usage or",
      "bad input; 3 the engine cannot be reached; 130 interrupted.",
      "Completion: source <(batchrunner generate-completion)"
    })
final class RootCommand implements Callable<Integer> {

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show where in the program an error comes from; also BATCHRUNNER_DEBUG=true.")
  private boolean debug;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version.")
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  private boolean version;

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Tells whether somebody wants to see where errors come from. */
  boolean debug() {
    return debug || Boolean.parseBoolean(System.getenv("BATCHRUNNER_DEBUG"));
  }

  @Override
  public Integer call() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "which command? For all of them: batchrunner --help");
  }

  /** The option of every command. */
  static final class Help {
    @Option(
        names = {"-h", "--help"},
        usageHelp = true,
        description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;
  }

  /** Reads the version from the jar. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"batchrunner " + (version == null ? "(built from source)" : version)};
    }
  }
}
