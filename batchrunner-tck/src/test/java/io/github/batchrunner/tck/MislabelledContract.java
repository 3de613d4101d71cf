package io.github.batchrunner.tck;

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
import java.time.Duration;
import java.util.List;

/** The contract of a provider that is wrong in all it says of itself, by the test kit only. */
class MislabelledContract extends ExecutorContractTest {

  @Override
  protected ExecutorHarness harness() {
    return new ExecutorHarness() {
      @Override
      public TaskExecutorProvider provider() {
        return new MislabelledProvider();
      }

      @Override
      public Duration patience() {
        return Duration.ofSeconds(1);
      }
    };
  }

  /** Not in the services file. */
  public static final class MislabelledProvider implements TaskExecutorProvider {
    @Override
    public String id() {
      return "Mis_labelled";
    }

    @Override
    public SpiVersion spiVersion() {
      return SpiVersion.of(SpiVersion.MAJOR + 1, 0);
    }

    @Override
    public String description() {
      return "Wrong.";
    }

    @Override
    public List<OptionSpec> options() {
      OptionSpec option = OptionSpec.of("wait", OptionType.DURATION, " ").withDefault("soon");
      return List.of(option, option);
    }

    @Override
    public Capabilities capabilities(ExecutorOptions options) {
      return Capabilities.builder(WorkKind.HANDLER).build();
    }

    @Override
    public TaskExecutor open(ExecutorContext context) {
      throw new ExecutorUnavailableException("never there");
    }
  }
}
