package io.github.batchrunner.spi;

import java.util.List;

/**
 * The discoverable half of an executor plugin: what it is called, what it can do, and how to open
 * it.
 *
 * <p>Found by {@link java.util.ServiceLoader}, so it needs a public constructor without parameters.
 * Loading one, and every method but {@link #open}, is cheap and touches neither network nor disk
 * (rule 1.3). Implementations are thread-safe.
 */
public interface TaskExecutorProvider {

  /**
   * Returns the stable id users choose it by: lowercase letters, digits and {@code -}, starting
   * with a letter.
   */
  String id();

  /**
   * Returns the SPI version this plugin was compiled against.
   *
   * <p>Write {@code return SpiVersion.of(SpiVersion.MAJOR, SpiVersion.MINOR);}.
   */
  SpiVersion spiVersion();

  /** Returns one sentence for people who choose an executor. */
  String description();

  /** Returns the options {@link #open} understands; others are refused before it is called. */
  default List<OptionSpec> options() {
    return List.of();
  }

  /** Returns what an executor opened with these options can do: a pure function of the options. */
  Capabilities capabilities(ExecutorOptions options);

  /**
   * Opens an executor, connecting to the engine where there is one.
   *
   * @throws ExecutorUnavailableException if the engine cannot be reached or refuses us
   * @throws InvalidOptionException if options of legal form do not work together
   */
  TaskExecutor open(ExecutorContext context);
}
