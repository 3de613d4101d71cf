package io.github.batchrunner.sample.cli;

import io.github.batchrunner.spi.Capabilities;
import io.github.batchrunner.spi.ExecutorContext;
import io.github.batchrunner.spi.ExecutorOptions;
import io.github.batchrunner.spi.ExecutorUnavailableException;
import io.github.batchrunner.spi.OptionSpec;
import io.github.batchrunner.spi.OptionType;
import io.github.batchrunner.spi.SpiVersion;
import io.github.batchrunner.spi.TaskExecutor;
import io.github.batchrunner.spi.TaskExecutorProvider;
import io.github.batchrunner.spi.WorkKind;
import java.util.List;

/** An executor whose engine is never there. */
public final class UnreachableExecutorProvider implements TaskExecutorProvider {

  @Override
  public String id() {
    return "unreachable";
  }

  @Override
  public SpiVersion spiVersion() {
    return SpiVersion.of(SpiVersion.MAJOR, SpiVersion.MINOR);
  }

  @Override
  public String description() {
    return "Runs nothing.";
  }

  @Override
  public List<OptionSpec> options() {
    return List.of(
        OptionSpec.of("password", OptionType.STRING, "For the engine.")
            .withDefault("swordfish")
            .asSecret(),
        OptionSpec.of("port", OptionType.INTEGER, "Where the engine listens."));
  }

  @Override
  public Capabilities capabilities(ExecutorOptions options) {
    options.integer("port");
    return Capabilities.builder(WorkKind.COMMAND, WorkKind.HANDLER).build();
  }

  @Override
  public TaskExecutor open(ExecutorContext context) {
    throw new ExecutorUnavailableException("nobody listens on port 1");
  }
}
