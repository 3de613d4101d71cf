package io.github.batchrunner.local;

import io.github.batchrunner.spi.CancelMode;
import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import io.github.batchrunner.spi.HandlerContext;
import io.github.batchrunner.spi.Submission;
import io.github.batchrunner.spi.TaskHandler;
import io.github.batchrunner.spi.TaskRef;
import io.github.batchrunner.spi.Work;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a handler on the thread of a slot.
 *
 * <p>Java cannot force a thread to end. A handler that was asked to stop is interrupted; if it is
 * still there after the grace period, its attempt ends without it and its thread is given up.
 */
final class HandlerRun implements HandlerContext, Attempt.Running {

  private static final Logger LOG = LoggerFactory.getLogger(HandlerRun.class);

  /** Shorter work is repeated sooner than a file is written. */
  private static final long WORTH_A_FILE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final Engine engine;
  private final Slots slots;
  private final Slots.Slot slot;
  private final Attempt attempt;
  private final Submission submission;
  private final Work.Handler work;

  /** Guarded by the monitor of {@link #attempt}. */
  private boolean stopping;

  private @Nullable OpenLog log;

  /** A log file while a handler writes to it. */
  private record OpenLog(PrintWriter writer, LogKeeper.Log kept) {
    void close() {
      writer.close();
      kept.close();
    }
  }

  HandlerRun(
      Engine engine,
      Slots slots,
      Slots.Slot slot,
      Attempt attempt,
      Submission submission,
      Work.Handler work) {
    this.engine = engine;
    this.slots = slots;
    this.slot = slot;
    this.attempt = attempt;
    this.submission = submission;
    this.work = work;
  }

  /** Runs the handler; false if the attempt was ended without it and the thread given up. */
  boolean run(TaskHandler handler) {
    Thread.interrupted(); // of whoever interrupted this thread between two attempts
    Failure failure = null;
    if (attempt.begin(this)) {
      Runnable endOfTimeout = engine.startTimeout(attempt, submission);
      slot.setContextClassLoader(engine.hostClassLoader());
      Instant began = attempt.now();
      long start = System.nanoTime();
      failure = call(handler);
      endOfTimeout.run();
      if (failure == null && System.nanoTime() - start >= WORTH_A_FILE_NANOS) {
        noteSuccess(began);
      }
    }
    attempt.settle();
    Thread.interrupted(); // meant for this attempt, not for the next
    return attempt.end(failure);
  }

  private @Nullable Failure call(TaskHandler handler) {
    Failure failure = null;
    LogContext context = LogContext.enter(submission.task());
    try {
      handler.run(this);
    } catch (Throwable thrown) { // whatever it throws is the failure of this attempt alone
      failure = HandlerFailure.of(thrown);
    } finally {
      context.leave();
    }
    if (log != null) {
      log.close();
    }
    return failure;
  }

  /**
   * Leaves word of the success as a command does: if this process dies before the host has it in
   * its journal, work that has ended is not done again.
   */
  private void noteSuccess(Instant began) {
    if (attempt.stopRequested()) {
      return; // whoever was asked to end is no success
    }
    Trace.Beginning beginning =
        new Trace.Beginning(
            began,
            submission.timeout().orElse(Duration.ZERO),
            0,
            Machine.name(),
            engine.processes().owner(),
            work.name(),
            submission.logFile());
    try {
      engine.attemptFiles().toBegin(submission.wd(), submission.token()).noteSuccess(beginning);
    } catch (IOException e) {
      LOG.debug("{} has ended well, which could not be noted in its directory", attempt.task(), e);
    }
  }

  @Override
  public boolean survives() {
    return false;
  }

  @Override
  public void letGo() {
    // It does not survive.
  }

  @Override
  public void stop(Attempt.Stop reason, CancelMode mode) {
    if (!stopping) {
      stopping = true;
      slot.interrupt();
      engine.timer().after(engine.options().gracePeriod(), this::giveUp);
    }
  }

  private void giveUp() {
    Failure note =
        Failure.of(
            FailureKind.TIMEOUT,
            "handler \"%s\" ignores its interruption: thread \"%s\" was given up"
                .formatted(work.name(), slot.getName()));
    if (attempt.giveUp(note)) {
      slots.abandon(slot);
      engine.failAll(slots.takeStranded());
    }
  }

  @Override
  public TaskRef task() {
    return submission.task();
  }

  @Override
  public Path wd() {
    return submission.wd();
  }

  @Override
  public Path baseWd() {
    return submission.baseWd();
  }

  @Override
  public Path featureFile() {
    return submission.featureFile();
  }

  @Override
  public Map<String, String> arguments() {
    return work.arguments();
  }

  @Override
  public PrintWriter log() {
    if (log == null) {
      log = openLog();
    }
    return log.writer();
  }

  @Override
  public boolean cancelled() {
    return attempt.stopRequested();
  }

  private OpenLog openLog() {
    Path file = submission.logFile();
    try {
      LogKeeper.createDirectory(file);
      OutputStream stream =
          Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      PrintWriter writer =
          new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
      return new OpenLog(writer, engine.logs().watch(attempt));
    } catch (IOException e) {
      throw new UncheckedIOException("the log file \"" + file + "\" cannot be opened: " + e, e);
    }
  }
}
