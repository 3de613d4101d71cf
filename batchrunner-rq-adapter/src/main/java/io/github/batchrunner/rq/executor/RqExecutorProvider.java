package io.github.batchrunner.rq.executor;

import io.github.batchrunner.spi.Ability;
import io.github.batchrunner.spi.Capabilities;
import io.github.batchrunner.spi.Capabilities.NativeDependencies;
import io.github.batchrunner.spi.Capabilities.NativeDependencies.OnFailure;
import io.github.batchrunner.spi.ExecutorContext;
import io.github.batchrunner.spi.ExecutorOptions;
import io.github.batchrunner.spi.OptionSpec;
import io.github.batchrunner.spi.Reattach;
import io.github.batchrunner.spi.SpiVersion;
import io.github.batchrunner.spi.TaskExecutor;
import io.github.batchrunner.spi.TaskExecutorProvider;
import io.github.batchrunner.spi.WorkKind;
import java.time.Duration;
import java.util.List;

/** Offers the executor "rq". */
public final class RqExecutorProvider implements TaskExecutorProvider {

  /** So many that a round trip costs little per attempt, so few that Redis is not held up. */
  private static final int MAX_SUBMISSION_SIZE = 5_000;

  /** Python's workers release dependents in a time that grows with the square of this. */
  private static final int MAX_FAN_IN_OF_PYTHON = 200;

  private static final int MAX_FAN_IN_OF_JAVA = 1_000;

  /** Called by {@link java.util.ServiceLoader}. */
  public RqExecutorProvider() {}

  @Override
  public String id() {
    return "rq";
  }

  @Override
  public SpiVersion spiVersion() {
    return SpiVersion.of(SpiVersion.MAJOR, SpiVersion.MINOR);
  }

  @Override
  public String description() {
    return "Runs calls on Python RQ workers over Redis, and everything on Java ones.";
  }

  @Override
  public List<OptionSpec> options() {
    return RqOptions.SPECS;
  }

  @Override
  public Capabilities capabilities(ExecutorOptions options) {
    RqOptions parsed = RqOptions.of(options);
    WorkKind[] kinds = parsed.workers().kinds().toArray(WorkKind[]::new);
    Capabilities.Builder capabilities =
        Capabilities.builder(WorkKind.CALL, kinds)
            .maxSubmissionSize(MAX_SUBMISSION_SIZE)
            .maxPayloadBytes(Enqueuing.MOST_BYTES)
            .pollInterval(parsed.pollInterval())
            .endedRetention(shorter(parsed.resultTtl(), parsed.failureTtl()))
            .reattach(Reattach.WHILE_RETAINED)
            .cancelsQueued()
            .cancelsRunning()
            .ability(Ability.PENDING_EXPLAINER)
            .ability(Ability.PURGEABLE);
    if (parsed.nodb()) {
      capabilities.ability(Ability.AFTER_CLONE);
    }
    if (parsed.ordersItself()) {
      // RQ leaves the dependents of a failure deferred for ever.
      int maxFanIn =
          parsed.workers() == RqOptions.Workers.JAVA ? MAX_FAN_IN_OF_JAVA : MAX_FAN_IN_OF_PYTHON;
      capabilities.nativeDependencies(new NativeDependencies(maxFanIn, OnFailure.STUCK));
    }
    return capabilities.build();
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  @Override
  public TaskExecutor open(ExecutorContext context) {
    return RqExecutor.open(RqOptions.of(context.options()), context.clock());
  }
}
