package io.github.batchrunner.tck;

import io.github.batchrunner.spi.Ability;
import io.github.batchrunner.spi.Capabilities;
import io.github.batchrunner.spi.ExecutorContext;
import io.github.batchrunner.spi.ExecutorOptions;
import io.github.batchrunner.spi.ExecutorUnavailableException;
import io.github.batchrunner.spi.InvalidOptionException;
import io.github.batchrunner.spi.OptionSpec;
import io.github.batchrunner.spi.OptionType;
import io.github.batchrunner.spi.Reattach;
import io.github.batchrunner.spi.SpiVersion;
import io.github.batchrunner.spi.TaskExecutor;
import io.github.batchrunner.spi.TaskExecutorProvider;
import io.github.batchrunner.spi.WorkKind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A right executor of handlers and commands, or one with a {@link Sabotage}. */
public final class FakeProvider implements TaskExecutorProvider {

  static final int SLOTS = 2;

  private static final AtomicInteger ASKED = new AtomicInteger();

  /** Called by the service loader. */
  public FakeProvider() {}

  @Override
  public String id() {
    return "fake";
  }

  @Override
  public SpiVersion spiVersion() {
    return SpiVersion.of(SpiVersion.MAJOR, SpiVersion.MINOR);
  }

  @Override
  public String description() {
    return "Runs attempts on two threads, rightly or wrongly.";
  }

  @Override
  public List<OptionSpec> options() {
    return List.of(
        OptionSpec.of("sabotage", OptionType.STRING, "What is wrong.").withDefault("NONE"),
        OptionSpec.of("durable", OptionType.BOOLEAN, "Whether attempts outlive executors.")
            .withDefault("false"),
        OptionSpec.of("on_failure", OptionType.STRING, "What becomes of dependents of a failure.")
            .withDefault("CANCELS"),
        OptionSpec.of("reachable", OptionType.BOOLEAN, "Whether the engine is there.")
            .withDefault("true"),
        OptionSpec.of("least", OptionType.INTEGER, "Contradicts most.").withDefault("1"),
        OptionSpec.of("most", OptionType.INTEGER, "Contradicts least.").withDefault("2"),
        OptionSpec.of("password", OptionType.STRING, "Nobody may see it.").asSecret());
  }

  @Override
  public Capabilities capabilities(ExecutorOptions options) {
    Sabotage sabotage = Sabotage.valueOf(options.text("sabotage"));
    Capabilities.Builder builder =
        sabotage == Sabotage.DECLARES_CALLS
            ? Capabilities.builder(WorkKind.HANDLER, WorkKind.COMMAND, WorkKind.CALL)
            : Capabilities.builder(WorkKind.HANDLER, WorkKind.COMMAND);
    builder
        .slots(sabotage == Sabotage.CHANGES_ITS_MIND ? ASKED.incrementAndGet() : SLOTS)
        .maxSubmissionSize(100)
        .pushes()
        .endedRetention(Duration.ofHours(1))
        .reattach(options.flag("durable") ? Reattach.WHILE_RETAINED : Reattach.NONE)
        .nativeDependencies(
            new Capabilities.NativeDependencies(
                10, Capabilities.NativeDependencies.OnFailure.valueOf(options.text("on_failure"))))
        .ability(Ability.AFTER_CLONE)
        .cancelsQueued()
        .cancelsRunning();
    if (sabotage != Sabotage.HIDES_AN_ABILITY) {
      builder.ability(Ability.PURGEABLE);
    }
    if (sabotage == Sabotage.LACKS_A_DECLARED_ABILITY) {
      builder.ability(Ability.LOG_ACCESS);
    }
    return builder.build();
  }

  @Override
  public TaskExecutor open(ExecutorContext context) {
    ExecutorOptions options = context.options();
    Sabotage sabotage = Sabotage.valueOf(options.text("sabotage"));
    if (!options.flag("reachable") && sabotage != Sabotage.OPENS_WHAT_CANNOT_BE_REACHED) {
      throw new ExecutorUnavailableException("the fake engine is not there: set reachable=true");
    }
    if (options.integer("least") > options.integer("most")
        && sabotage != Sabotage.ACCEPTS_CONTRADICTIONS) {
      throw new InvalidOptionException("least is more than most: swap them");
    }
    return new FakeExecutor(context, sabotage);
  }
}
