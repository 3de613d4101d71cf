package io.github.batchrunner.sample.cli;

import io.github.batchrunner.core.engine.PluginIssue;
import io.github.batchrunner.core.engine.Plugins;
import io.github.batchrunner.spi.Capabilities;
import io.github.batchrunner.spi.ExecutorOptions;
import io.github.batchrunner.spi.InvalidOptionException;
import io.github.batchrunner.spi.OptionSpec;
import io.github.batchrunner.spi.TaskExecutorProvider;
import io.github.batchrunner.spi.WorkKind;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists the executors. */
@Command(
    name = "executors",
    header = "List the executors on the class path with their options and abilities.",
    description = {
      "To add one, put its jar on the class path:",
      "  java -cp batchrunner.jar:plugin.jar io.github.batchrunner.sample.cli.Main executors"
    },
    sortOptions = false)
final class ExecutorsCommand implements Callable<Integer> {

  @Option(names = "--json", description = "Print them as JSON.")
  private boolean json;

  private final Terminal terminal;

  ExecutorsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Plugins plugins = Plugins.find();
    if (json) {
      ExecutorsJson.write(plugins, terminal.documentStream());
      terminal.answer();
      return ExitCode.DONE;
    }
    for (TaskExecutorProvider provider : plugins.providers()) {
      print(provider);
    }
    for (PluginIssue issue : plugins.issues()) {
      terminal.say("cannot be used: %s: %s".formatted(issue.plugin(), issue.problem()));
    }
    return ExitCode.DONE;
  }

  /** Returns what an executor can do with no option given; empty if it needs one to tell. */
  static Optional<Capabilities> capabilities(TaskExecutorProvider provider) {
    try {
      return Optional.of(
          provider.capabilities(
              ExecutorOptions.parse(provider.id(), provider.options(), Map.of())));
    } catch (InvalidOptionException e) {
      return Optional.empty();
    }
  }

  private void print(TaskExecutorProvider provider) {
    terminal.answer(provider.id() + ": " + provider.description());
    capabilities(provider).ifPresent(this::print);
    for (OptionSpec option : provider.options()) {
      terminal.answer(
          "  -O %s=<%s>%s"
              .formatted(
                  option.name(),
                  option.type().form(),
                  option.secret()
                      ? ", secret"
                      : option
                          .defaultValue()
                          .map(value -> ", default " + (value.isEmpty() ? "none" : value))
                          .orElse("")));
      terminal.answer("      " + option.description());
    }
    terminal.answer();
  }

  private void print(Capabilities capabilities) {
    terminal.answer(
        "  runs: "
            + capabilities.workKinds().stream()
                .map(ExecutorsJson::word)
                .sorted()
                .collect(Collectors.joining(", "))
            + "; slots: "
            + (capabilities.slots() == 0 ? "not known" : capabilities.slots())
            + "; news: "
            + ExecutorsJson.word(capabilities.delivery())
            + "; after a crash of this process it knows: "
            + switch (capabilities.reattach()) {
              case NONE -> "nothing";
              case WHILE_RETAINED -> "what the engine keeps";
              case DURABLE -> "everything";
            }
            + kindsThatGoOn(capabilities));
    terminal.answer(
        "  dependencies: "
            + (capabilities.nativeDependencies().isPresent() ? "by the engine" : "by batchrunner")
            + "; cancels: "
            + (capabilities.cancelsQueued() ? "queued " : "")
            + (capabilities.cancelsRunning() ? "running" : ""));
  }

  /** Says of which kinds of work that is true, if not of all. */
  private static String kindsThatGoOn(Capabilities capabilities) {
    Set<WorkKind> kinds = capabilities.reattachKinds();
    return kinds.isEmpty() || kinds.equals(capabilities.workKinds())
        ? ""
        : " of kind "
            + kinds.stream().map(ExecutorsJson::word).sorted().collect(Collectors.joining(", "));
  }
}
