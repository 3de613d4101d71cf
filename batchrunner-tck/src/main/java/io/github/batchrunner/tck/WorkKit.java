package io.github.batchrunner.tck;

import io.github.batchrunner.spi.TaskHandler;
import io.github.batchrunner.spi.Work;
import io.github.batchrunner.spi.WorkKind;
import java.util.List;
import java.util.Optional;

/** Makes work of one kind whose doings the tests can follow through a {@link Probe}. */
public interface WorkKit {

  /** Returns the kind of the work. */
  WorkKind kind();

  /** Returns work that notes its beginning, then its end, and ends well. */
  Work succeeding(Probe probe);

  /**
   * Returns work that notes its beginning and ends badly: a command with exit code 3, others by
   * throwing an exception with the message {@code contract failure}.
   */
  Work failing(Probe probe);

  /**
   * Returns work that notes its beginning, waits until the probe's gate is open, notes its end, and
   * ends well.
   *
   * <p>It ends badly, without noting its end, when it is interrupted or terminated.
   */
  Work blocking(Probe probe);

  /**
   * Returns work that notes its beginning, then its end, and returns a tuple that begins with
   * {@code False}, with the rule that this is a failure; empty for work without results, which only
   * calls have.
   */
  default Optional<Work> returningFailure(Probe probe) {
    return Optional.empty();
  }

  /** Returns work that prints one line and ends well. */
  Work printing(String line);

  /** Returns work that can never run because what it names is not there. */
  Work impossible();

  /** Returns the kit for handlers, which the suite registers itself. */
  static WorkKit handlers() {
    return new HandlerKit();
  }

  /**
   * Returns the handlers behind that kit, for executors whose attempts run elsewhere than in the
   * process that opens them.
   */
  static List<TaskHandler> registeredHandlers() {
    return ContractHandler.ALL;
  }

  /** Returns the kit for commands; it needs a POSIX shell, {@code sleep} and {@code kill}. */
  static WorkKit commands() {
    return new CommandKit();
  }
}
