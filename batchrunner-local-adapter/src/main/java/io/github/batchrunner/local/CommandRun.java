package io.github.batchrunner.local;

import io.github.batchrunner.spi.CancelMode;
import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import io.github.batchrunner.spi.Submission;
import io.github.batchrunner.spi.Work;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One run of a command: the thread of its slot starts the process and waits for it.
 *
 * <p>When it is to stop, the whole process tree is asked to end, and forced after the grace period;
 * the attempt ends when none of them is left.
 */
final class CommandRun implements Attempt.Running {

  private final Engine engine;
  private final Attempt attempt;
  private final Submission submission;
  private final String mark;

  private volatile @Nullable Process process;

  /** When the process tree is forced, in the time of {@link System#nanoTime}. */
  private volatile long forceAt;

  /** Guarded by the monitor of {@link #attempt}. */
  private @Nullable CancelMode stopping;

  CommandRun(Engine engine, Attempt attempt, Submission submission) {
    this.engine = engine;
    this.attempt = attempt;
    this.submission = submission;
    this.mark = engine.processes().register(submission.token());
  }

  void run(Work.Command command) {
    try {
      attempt.end(attempt.stopRequested() ? null : failureOf(command));
    } finally {
      engine.processes().unregister(mark);
    }
  }

  private @Nullable Failure failureOf(Work.Command command) {
    Launch launch = new Launch(engine.options(), submission, command, mark);
    LogKeeper.Log log = engine.logs().watch(attempt);
    try {
      Process started = launch.start();
      return awaitAll(started)
          ? ExitStatus.failure(
              started.exitValue(), launch.program(), engine.oomKills(), log::lastLines)
          : Failure.of(
              FailureKind.INFRASTRUCTURE,
              "process " + started.pid() + " does not end although it was forced to");
    } catch (IOException e) {
      attempt.settle();
      return launch.explain(e);
    } finally {
      log.close();
    }
  }

  /** Waits for the process, and if it was told to stop for its children too. */
  private boolean awaitAll(Process started) {
    process = started;
    attempt.begin(this);
    Runnable endOfTimeout = engine.startTimeout(attempt, submission);
    boolean ended = await(started);
    endOfTimeout.run();
    if (attempt.settle()) {
      endFamily();
    }
    return ended;
  }

  /** Waits for the process; false if the executor is closed and cannot wait any longer. */
  private boolean await(Process started) {
    while (true) {
      try {
        started.waitFor();
        return true;
      } catch (InterruptedException e) {
        if (engine.givenUp().get()) {
          return false;
        }
      }
    }
  }

  @Override
  public void stop(CancelMode mode) {
    if (stopping == CancelMode.FORCED || stopping == mode) {
      return;
    }
    stopping = mode;
    if (mode == CancelMode.FORCED) {
      forceAt = System.nanoTime();
      engine.timer().now(this::force);
    } else {
      Duration grace = engine.options().gracePeriod();
      forceAt = System.nanoTime() + Timer.nanos(grace);
      engine.timer().now(() -> family().forEach(ProcessHandle::destroy));
      engine.timer().after(grace, this::force);
    }
  }

  private void force() {
    if (!attempt.ended()) {
      family().forEach(ProcessHandle::destroyForcibly);
    }
  }

  /** Lets children that have outlived the process end in what is left of the grace period. */
  private void endFamily() {
    Processes.await(this::family, () -> forceAt);
    Processes.force(this::family);
  }

  private List<ProcessHandle> family() {
    Process root = process;
    return root == null ? List.of() : Processes.of(root.toHandle(), mark);
  }
}
