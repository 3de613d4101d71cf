package io.github.batchrunner.sample.nice;

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
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Offers the executor "nice": what it is called, what it can do, and how to open it. */
public final class NiceExecutorProvider implements TaskExecutorProvider {

  /** Ended attempts are remembered for this long, so a host should ask more often. */
  static final Duration ENDED_RETENTION = Duration.ofMinutes(1);

  private static final String NICENESS = "niceness";
  private static final String SLOTS = "slots";

  /** Called by {@link java.util.ServiceLoader}. */
  public NiceExecutorProvider() {}

  @Override
  public String id() {
    return "nice";
  }

  @Override
  public SpiVersion spiVersion() {
    return SpiVersion.of(SpiVersion.MAJOR, SpiVersion.MINOR);
  }

  @Override
  public String description() {
    return "Runs commands of this machine at low priority (nice), so that people can go on working.";
  }

  @Override
  public List<OptionSpec> options() {
    return List.of(
        OptionSpec.of(
                NICENESS,
                OptionType.INTEGER,
                "How far commands stand back, 0 to 19. Lower it when nobody works on the machine.")
            .withDefault("10"),
        OptionSpec.of(
                SLOTS,
                OptionType.INTEGER,
                "How many commands run at once, 1 to 1000. Raise it to the number of processors.")
            .withDefault("1"));
  }

  @Override
  public Capabilities capabilities(ExecutorOptions options) {
    return Capabilities.builder(WorkKind.COMMAND)
        .slots(slots(options))
        .pollInterval(Duration.ofMillis(200))
        .endedRetention(ENDED_RETENTION)
        .cancelsQueued()
        .cancelsRunning()
        .build();
  }

  @Override
  public TaskExecutor open(ExecutorContext context) {
    int niceness = context.options().integer(NICENESS, 0, 19);
    if (!isInPath("nice")) {
      throw new ExecutorUnavailableException(
          "executor \"nice\" needs the program \"nice\", which is not in PATH: install coreutils");
    }
    return new NiceExecutor(niceness, slots(context.options()), context.clock());
  }

  private static int slots(ExecutorOptions options) {
    return options.integer(SLOTS, 1, 1000);
  }

  private static boolean isInPath(String program) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.of(path.split(File.pathSeparator))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }
}
