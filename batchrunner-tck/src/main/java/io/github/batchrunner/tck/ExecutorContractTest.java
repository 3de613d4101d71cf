package io.github.batchrunner.tck;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * The executor contract as tests; extend it and return the harness of your executor.
 *
 * <p>The name of each test starts with the number of its rule in {@code docs/spi-contract.md}. A
 * test of an ability the executor does not declare checks that it is refused cleanly, or is skipped
 * with the reason.
 */
@Isolated("it counts the threads and file descriptors of the whole process")
public abstract class ExecutorContractTest
    implements DiscoveryRules,
        OptionRules,
        SubmitRules,
        DependencyRules,
        ObserveRules,
        CancelRules,
        ReattachRules,
        CloseRules,
        HonestyRules,
        WorkRules,
        ThreadRules {

  @TempDir private Path directory;
  private Bench bench;

  /** For subclasses. */
  protected ExecutorContractTest() {}

  /** Returns what the suite needs to know of the executor; asked once for each test. */
  protected abstract ExecutorHarness harness();

  @BeforeEach
  final void prepareContractTest() {
    bench = new Bench(harness(), directory);
  }

  @AfterEach
  final void clearUpContractTest() {
    bench.clearUp();
  }

  @Override
  public final Bench bench() {
    return bench;
  }
}
