package io.github.batchrunner.local;

import io.github.batchrunner.spi.CancelMode;
import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A command that an earlier host has started and this one looks after.
 *
 * <p>It is no child of this process, so nobody tells when it ends: it is {@linkplain #look looked
 * at} again and again, on the timer's thread.
 */
final class TakenOver implements Attempt.Running {

  private static final Logger LOG = LoggerFactory.getLogger(TakenOver.class);

  private final Engine engine;
  private final Attempt attempt;
  private final AttemptFile file;
  private final Trace.Beginning beginning;
  private final ProcessHandle process;
  private final String mark;
  private final Family family;
  private final LogKeeper.Log log;
  private final Runnable endOfTimeout;

  /** Whether somebody had asked for its end when the process was seen to have ended. */
  private @Nullable Boolean stopped;

  private TakenOver(
      Engine engine,
      Attempt attempt,
      AttemptFile file,
      Trace.Beginning beginning,
      ProcessHandle process,
      Instant now) {
    this.engine = engine;
    this.attempt = attempt;
    this.file = file;
    this.beginning = beginning;
    this.process = process;
    this.mark = Processes.mark(attempt.handle().token(), beginning.owner());
    this.family = new Family(engine, attempt, mark);
    family.startedWith(process);
    engine.processes().takeOver(mark);
    this.log = engine.logs().watch(attempt, beginning.logStart());
    attempt.takeOver(this, beginning.began());
    this.endOfTimeout =
        beginning.timeout().isZero()
            ? () -> {}
            : engine.startTimeout(
                attempt, Duration.between(now, beginning.began().plus(beginning.timeout())));
  }

  /** Looks after an attempt from now on, and does what an earlier host has not finished. */
  static TakenOver from(
      Engine engine, Attempt attempt, AttemptFile file, Trace trace, ProcessHandle process)
      throws IOException {
    Trace.Beginning beginning = trace.begun();
    file.append(Trace.takenOverBy(engine.processes().owner()));
    TakenOver taken = new TakenOver(engine, attempt, file, beginning, process, attempt.now());
    if (trace.stop() != null) {
      attempt.requestStop(trace.stop(), CancelMode.GRACEFUL);
    }
    return taken;
  }

  /** Ends the attempt if its process has ended; true if there is nothing more to look after. */
  boolean look() {
    if (attempt.leftAlone()) {
      return true;
    }
    if (stopped == null && Processes.runs(process)) {
      return false;
    }
    try {
      // After the process: what it has written last is seen.
      return over(file.read().status());
    } catch (IOException e) {
      LOG.warn("the file \"{}\" cannot be read", file.path(), e);
      return false;
    }
  }

  private boolean over(@Nullable Integer status) {
    if (stopped == null) {
      stopped = attempt.settle();
      endOfTimeout.run();
    }
    if (stopped ? !family.hasEnded() : status == null && !family.isForcedToEnd()) {
      return false;
    }
    log.close();
    if (status == null && !stopped) {
      attempt.lose(noResult(beginning, process.pid()));
    } else {
      attempt.end(
          status == null
              ? null
              : ExitStatus.failure(status, beginning.program(), engine.oomKills(), log::lastLines));
    }
    engine.processes().unregister(mark);
    return true;
  }

  /** Says why nobody knows how a command has ended. */
  static Failure noResult(Trace.Beginning beginning, long pid) {
    return Failure.of(
        FailureKind.NODE_LOST,
        "%s, process %d on %s, has ended without a result: it was killed together with its shell, or"
                .formatted(beginning.program(), pid, beginning.machine())
            + " the machine was restarted");
  }

  @Override
  public boolean survives() {
    return true;
  }

  @Override
  public void letGo() {
    if (attempt.leave()) {
      note(Trace.leftAlone());
    }
  }

  @Override
  public void stop(Attempt.Stop reason, CancelMode mode) {
    engine.timer().now(() -> note(Trace.stopped(reason)));
    family.stop(mode);
  }

  private void note(String line) {
    try {
      file.append(line);
    } catch (IOException e) {
      LOG.warn("the file \"{}\" of {} cannot be written", file.path(), attempt.task(), e);
    }
  }
}
