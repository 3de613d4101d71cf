package io.github.batchrunner.tck;

import io.github.batchrunner.spi.TaskExecutorProvider;
import io.github.batchrunner.spi.WorkKind;
import java.time.Duration;
import java.util.Map;

/** What the contract tests need to know of the executor they test. */
public interface ExecutorHarness {

  /** Returns the provider. */
  TaskExecutorProvider provider();

  /**
   * Returns the options the executor is opened with; the provider's defaults if not overridden.
   *
   * <p>Two slots and a grace period of a second or less make the suite fast. Give every secret
   * option a value, so that the tests can look for it where it must not be.
   */
  default Map<String, String> options() {
    return Map.of();
  }

  /** Returns options with which the engine cannot be reached; empty if there is no engine. */
  default Map<String, String> unreachableOptions() {
    return Map.of();
  }

  /** Returns options of legal form that contradict each other; empty if none can. */
  default Map<String, String> contradictoryOptions() {
    return Map.of();
  }

  /**
   * Returns what makes work of a kind; the suite brings handlers and POSIX shell commands.
   *
   * <p>Executors that run calls override it, because only they know what their workers can call.
   */
  default WorkKit kit(WorkKind kind) {
    return switch (kind) {
      case HANDLER -> WorkKit.handlers();
      case COMMAND -> WorkKit.commands();
      case CALL ->
          throw new IllegalArgumentException(
              "an executor that runs calls gives the suite a kit for them: override kit(CALL)");
    };
  }

  /**
   * Makes the engine's reply to the next submission get lost after the engine has taken it.
   *
   * @return false if this harness cannot do that; the test of rule 3.5 is then skipped
   */
  default boolean loseNextReply() {
    return false;
  }

  /**
   * Tells whether the provider can be opened in another process too, by its class name and on this
   * class path, so that the suite can kill the process of an executor that finds attempts again.
   *
   * @return false if the engine lives in this process; the test that kills is then skipped
   */
  default boolean opensInOtherProcesses() {
    return true;
  }

  /** Returns how long the suite waits for anything before it fails; default: 30 seconds. */
  default Duration patience() {
    return Duration.ofSeconds(30);
  }
}
