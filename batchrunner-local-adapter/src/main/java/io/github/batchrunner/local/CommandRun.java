package io.github.batchrunner.local;

import io.github.batchrunner.spi.CancelMode;
import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import io.github.batchrunner.spi.Submission;
import io.github.batchrunner.spi.Work;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a command: the thread of its slot starts the process and waits for it.
 *
 * <p>When it is to stop, the whole process tree is asked to end, and forced after the grace period;
 * the attempt ends when none of them is left. When the executor is detached, the thread goes and
 * the processes stay.
 */
final class CommandRun implements Attempt.Running {

  private static final Logger LOG = LoggerFactory.getLogger(CommandRun.class);

  private final Engine engine;
  private final Attempt attempt;
  private final Submission submission;
  private final String mark;
  private final Family family;
  private final AttemptFile file;

  /** The thread that waits for the process, and may be interrupted; guarded by this run. */
  private @Nullable Thread waiting;

  /** How waiting for the process came to its end. */
  private enum Waited {
    ENDED,
    GIVEN_UP,
    LEFT
  }

  CommandRun(Engine engine, Attempt attempt, Submission submission) {
    this.engine = engine;
    this.attempt = attempt;
    this.submission = submission;
    this.mark = engine.processes().register(submission.token());
    this.family = new Family(engine, attempt, mark);
    this.file = engine.attemptFiles().toBegin(submission.wd(), submission.token());
  }

  void run(Work.Command command) {
    boolean left = false;
    try {
      if (attempt.stopRequested()) {
        attempt.end(null);
      } else {
        left = !runToItsEnd(command);
      }
    } finally {
      if (!left) {
        engine.processes().unregister(mark);
      }
    }
  }

  /** Starts the command and ends the attempt as the command ended; false if it was left. */
  private boolean runToItsEnd(Work.Command command) {
    Launch launch = new Launch(engine, submission, command, mark, file);
    LogKeeper.Log log = engine.logs().watch(attempt);
    Failure failure;
    try {
      Process started = launch.start(attempt, log.start());
      Waited waited = awaitAll(started);
      if (waited == Waited.LEFT) {
        note(Trace.leftAlone());
        return false;
      }
      failure =
          waited == Waited.ENDED
              ? failureOf(started.exitValue(), launch, log)
              : Failure.of(
                  FailureKind.INFRASTRUCTURE,
                  "process " + started.pid() + " does not end although it was forced to");
    } catch (Launch.ImpossibleException e) {
      attempt.settle();
      failure = e.failure();
    } catch (IOException e) {
      attempt.settle();
      failure = launch.explain(e);
    } finally {
      log.close();
    }
    attempt.end(failure);
    return true;
  }

  /** Waits for the process, and if it was told to stop for its children too. */
  private Waited awaitAll(Process started) {
    family.startedWith(started.toHandle());
    attempt.begin(this);
    Runnable endOfTimeout = engine.startTimeout(attempt, submission);
    Waited waited = await(started);
    endOfTimeout.run();
    if (waited != Waited.LEFT && attempt.settle()) {
      family.awaitEnd();
    }
    return waited;
  }

  private Waited await(Process started) {
    while (true) {
      try {
        waits(Thread.currentThread());
        if (engine.detached().get() && survives() && attempt.leave()) {
          return Waited.LEFT;
        }
        started.waitFor();
        return Waited.ENDED;
      } catch (InterruptedException e) {
        if (engine.givenUp().get()) {
          return Waited.GIVEN_UP;
        }
      } finally {
        waits(null);
      }
    }
  }

  private synchronized void waits(@Nullable Thread thread) {
    waiting = thread;
  }

  private @Nullable Failure failureOf(int status, Launch launch, LogKeeper.Log log)
      throws IOException {
    if (launch.wrapped()) {
      if (status == Wrapper.NOT_CLAIMED && file.hasPlace() && file.read().status() == null) {
        return notBegun(file.read());
      }
      if (ExitStatus.mayBeSignal(status) && file.read().status() == null) {
        family.forceEnd(); // the wrapper itself was killed, but not what it ran
      }
      Failure failure = launch.explain(status);
      if (failure != null) {
        return failure.withDetail(log.lastLines());
      }
    }
    return ExitStatus.failure(status, launch.program(), engine.oomKills(), log::lastLines);
  }

  private Failure notBegun(Trace trace) {
    String why =
        trace.ruledOut()
            ? "another host has taken it over"
            : trace.beginning() == null
                ? "the file \"%s\" cannot be written".formatted(file.path())
                : "it has begun before, as process " + trace.pid();
    return Failure.of(FailureKind.INFRASTRUCTURE, submission.task() + " was not begun: " + why);
  }

  @Override
  public boolean survives() {
    return engine.wrapper().works();
  }

  @Override
  public synchronized void letGo() {
    if (waiting != null) {
      waiting.interrupt();
    }
  }

  @Override
  public void stop(Attempt.Stop reason, CancelMode mode) {
    if (survives()) {
      engine.timer().now(() -> note(Trace.stopped(reason)));
    }
    family.stop(mode);
  }

  /** Leaves word for a later host. */
  private void note(String line) {
    try {
      file.append(line);
    } catch (IOException e) {
      LOG.warn("the file \"{}\" of {} cannot be written", file.path(), submission, e);
    }
  }
}
