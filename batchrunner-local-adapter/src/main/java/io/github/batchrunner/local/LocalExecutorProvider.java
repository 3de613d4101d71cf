package io.github.batchrunner.local;

import io.github.batchrunner.spi.Ability;
import io.github.batchrunner.spi.Capabilities;
import io.github.batchrunner.spi.ExecutorContext;
import io.github.batchrunner.spi.ExecutorOptions;
import io.github.batchrunner.spi.OptionSpec;
import io.github.batchrunner.spi.Reattach;
import io.github.batchrunner.spi.SpiVersion;
import io.github.batchrunner.spi.TaskExecutor;
import io.github.batchrunner.spi.TaskExecutorProvider;
import io.github.batchrunner.spi.WorkKind;
import java.io.File;
import java.util.List;

/** Offers the executor "local". */
public final class LocalExecutorProvider implements TaskExecutorProvider {

  /** So many that a request costs next to nothing per attempt, so few that it stays small. */
  private static final int MAX_SUBMISSION_SIZE = 10_000;

  /** Called by {@link java.util.ServiceLoader}. */
  public LocalExecutorProvider() {}

  @Override
  public String id() {
    return "local";
  }

  @Override
  public SpiVersion spiVersion() {
    return SpiVersion.of(SpiVersion.MAJOR, SpiVersion.MINOR);
  }

  @Override
  public String description() {
    return "Runs Java handlers on threads and commands as processes of this machine.";
  }

  @Override
  public List<OptionSpec> options() {
    return LocalOptions.SPECS;
  }

  @Override
  public Capabilities capabilities(ExecutorOptions options) {
    LocalOptions parsed = LocalOptions.of(options);
    Capabilities.Builder capabilities = Capabilities.builder(WorkKind.HANDLER, WorkKind.COMMAND);
    if (File.separatorChar == '/') { // elsewhere there is no shell that looks after commands
      capabilities.reattach(Reattach.DURABLE, WorkKind.COMMAND);
    }
    return capabilities
        .slots(parsed.threads())
        .maxSubmissionSize(MAX_SUBMISSION_SIZE)
        .pushes()
        .endedRetention(parsed.endedRetention())
        .cancelsQueued()
        .cancelsRunning()
        .ability(Ability.LOG_ACCESS)
        .ability(Ability.PENDING_EXPLAINER)
        .build();
  }

  @Override
  public TaskExecutor open(ExecutorContext context) {
    return LocalExecutor.open(context);
  }
}
