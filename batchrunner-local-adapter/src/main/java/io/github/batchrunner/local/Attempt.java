package io.github.batchrunner.local;

import io.github.batchrunner.spi.AttemptState;
import io.github.batchrunner.spi.CancelMode;
import io.github.batchrunner.spi.Failure;
import io.github.batchrunner.spi.FailureKind;
import io.github.batchrunner.spi.Handle;
import io.github.batchrunner.spi.Observation;
import io.github.batchrunner.spi.Submission;
import io.github.batchrunner.spi.TaskRef;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of one attempt: waiting, claimed by a thread, running, ended.
 *
 * <p>Thread-safe: its monitor guards all of it and is held for moments only. The first reason to
 * stop counts, and an attempt ends once.
 */
final class Attempt {

  /** Why an attempt was asked to end before its time. */
  enum Stop {
    CANCELLED,
    TIMED_OUT
  }

  /** The work of an attempt that has begun. */
  interface Running {
    /** Asks the work to end; called with the attempt's monitor held, so it must not wait. */
    void stop(Stop reason, CancelMode mode);

    /** Tells whether the work goes on without this process. */
    boolean survives();

    /** Says that nobody waits for work that survives any longer; called like {@link #stop}. */
    void letGo();
  }

  /** The start of a log that nothing has been written to. */
  static final long NO_LOG = -1;

  private final Handle handle;
  private final TaskRef task;
  private final Path logFile;
  private final long sequence;
  private final Clock clock;
  private final Announcer announcer;
  private final @Nullable Duration timeout;

  private @Nullable Submission submission;
  private AttemptState state = AttemptState.QUEUED;
  private Instant at;
  private boolean claimed;
  private boolean settled;
  private boolean detached;
  private @Nullable Stop stop;
  private CancelMode stopMode = CancelMode.GRACEFUL;
  private @Nullable Running running;
  private @Nullable Observation end;
  private boolean announced;
  private long logStart = NO_LOG;

  /** Creates an attempt that waits for a thread. */
  Attempt(Submission submission, Handle handle, long sequence, Clock clock, Announcer announcer) {
    this(
        handle,
        submission.task(),
        submission.logFile(),
        submission.timeout().orElse(null),
        sequence,
        clock,
        announcer);
    this.submission = submission;
  }

  /** Creates an attempt that an earlier host has begun. */
  Attempt(
      Handle handle,
      TaskRef task,
      Path logFile,
      @Nullable Duration timeout,
      long sequence,
      Clock clock,
      Announcer announcer) {
    this.handle = handle;
    this.task = task;
    this.logFile = logFile;
    this.timeout = timeout;
    this.sequence = sequence;
    this.clock = clock;
    this.announcer = announcer;
    this.at = clock.instant();
  }

  Handle handle() {
    return handle;
  }

  TaskRef task() {
    return task;
  }

  Path logFile() {
    return logFile;
  }

  /** Returns its place in the order of submission. */
  long sequence() {
    return sequence;
  }

  /**
   * Takes the attempt from the queue; null if it has ended while it waited, or an earlier host has
   * begun it.
   */
  synchronized @Nullable Submission claim() {
    if (end != null || submission == null) {
      return null;
    }
    claimed = true;
    return submission;
  }

  /**
   * Says that the work has begun; false if somebody asked for its end before that, in which case
   * {@code work} has been told to stop.
   */
  synchronized boolean begin(Running work) {
    running = work;
    if (detached && !work.survives() && stop == null) {
      stop = Stop.CANCELLED;
    }
    if (stop != null) {
      work.stop(stop, stopMode);
      return false;
    }
    state = AttemptState.RUNNING;
    at = clock.instant();
    if (!announced) {
      announced = true;
      announcer.begun(this);
    }
    return true;
  }

  /** Says that work that an earlier host has begun goes on, since {@code beginning}. */
  synchronized void takeOver(Running work, Instant beginning) {
    claimed = true;
    running = work;
    state = AttemptState.RUNNING;
    at = beginning;
  }

  /** Lets go of work that goes on without this process, and asks for the end of any other. */
  synchronized void detach() {
    detached = true;
    notifyAll();
    if (end == null && !claimed) {
      finish(Observation.of(handle, AttemptState.CANCELLED, clock.instant()));
    } else if (running != null && stop == null) {
      if (running.survives()) {
        running.letGo();
      } else {
        requestStop(Stop.CANCELLED, CancelMode.GRACEFUL);
      }
    }
  }

  /**
   * Says that nobody looks after the work any longer, although it is not over; false if it has been
   * asked to end.
   */
  synchronized boolean leave() {
    if (stop != null) {
      return false;
    }
    settled = true;
    running = null;
    return true;
  }

  /** Asks for the end: a waiting attempt ends at once, the work of a running one is told. */
  synchronized void requestStop(Stop reason, CancelMode mode) {
    if (end != null || settled) {
      return;
    }
    if (stop == null) {
      stop = reason;
    }
    if (mode == CancelMode.FORCED) {
      stopMode = mode;
    }
    if (!claimed) {
      finish(Observation.of(handle, AttemptState.CANCELLED, clock.instant()));
    } else if (running != null) {
      running.stop(stop, mode);
    }
  }

  /**
   * Says that the work is over: whoever asks for its end from now on comes too late.
   *
   * @return whether somebody has asked for it before
   */
  synchronized boolean settle() {
    settled = true;
    running = null;
    return stop != null;
  }

  /**
   * Ends the attempt although its work is not over and does not listen; false if it is over.
   *
   * @param note what became of the work
   */
  synchronized boolean giveUp(Failure note) {
    return !settled && end(note);
  }

  /** Ends an attempt as lost that began before this process knew of it. */
  synchronized void lostBefore(Instant beginning, Failure why) {
    claimed = true;
    state = AttemptState.RUNNING;
    at = beginning;
    lose(why);
  }

  /** Tells whether the work was left to itself. */
  synchronized boolean leftAlone() {
    return detached && stop == null && end == null;
  }

  /** Returns what time it is. */
  Instant now() {
    return clock.instant();
  }

  /** Tells whether somebody asked for the end. */
  synchronized boolean stopRequested() {
    return stop != null;
  }

  /**
   * Ends the attempt, well if {@code failure} is null; false if it has ended before.
   *
   * <p>Whoever was asked to end is never a success, however it ended: its work may be incomplete.
   */
  synchronized boolean end(@Nullable Failure failure) {
    return end(failure, clock.instant());
  }

  /** The same, for an attempt that ended at this time. */
  synchronized boolean end(@Nullable Failure failure, Instant now) {
    if (end != null) {
      return false;
    }
    if (stop == Stop.CANCELLED) {
      finish(Observation.of(handle, AttemptState.CANCELLED, now));
    } else if (stop == Stop.TIMED_OUT) {
      finish(Observation.failed(handle, timedOut(failure), now));
    } else if (failure == null) {
      finish(Observation.of(handle, AttemptState.SUCCEEDED, now));
    } else {
      finish(Observation.failed(handle, failure, now));
    }
    return true;
  }

  /** Ends the attempt as lost: it is gone without a result. */
  synchronized void lose(Failure why) {
    if (end == null) {
      finish(Observation.lost(handle, why, clock.instant()));
    }
  }

  /** Waits until the attempt has ended or is left to itself. */
  synchronized void awaitEnd() throws InterruptedException {
    while (end == null && (!detached || stop != null)) {
      wait();
    }
  }

  /** Ends an attempt that began and ended before this process knew of it. */
  synchronized void endedBefore(
      Instant beginning, @Nullable Stop reason, @Nullable Failure failure, Instant ending) {
    claimed = true;
    state = AttemptState.RUNNING;
    at = beginning;
    stop = reason;
    end(failure, ending);
  }

  /** Returns what is known now. */
  synchronized Observation observation() {
    return end != null ? end : Observation.of(handle, state, at);
  }

  /** Returns what is known now and lets the next change be announced again. */
  synchronized Observation takeNews() {
    announced = false;
    return observation();
  }

  synchronized boolean ended() {
    return end != null;
  }

  /** Remembers where in the log file the output of this attempt begins. */
  synchronized void logStartsAt(long offset) {
    logStart = offset;
  }

  /** Returns where in the log file the output begins, or {@link #NO_LOG}. */
  synchronized long logStart() {
    return logStart;
  }

  private void finish(Observation last) {
    end = state == AttemptState.RUNNING ? last.withBeginning(at) : last;
    state = last.state();
    submission = null;
    running = null;
    notifyAll();
    // The news of a beginning that still waits is told as the end, and at once.
    if (announced) {
      announcer.hurry();
    } else {
      announced = true;
      announcer.ended(this);
    }
  }

  private Failure timedOut(@Nullable Failure failure) {
    String limit = timeout == null ? "it may" : timeout.toString();
    Failure timedOut =
        Failure.of(
            FailureKind.TIMEOUT, "it ran longer than " + limit + ", its timeout, and was ended");
    return failure == null
        ? timedOut
        : timedOut.withDetail(failure.message() + "\n" + failure.detail());
  }
}
